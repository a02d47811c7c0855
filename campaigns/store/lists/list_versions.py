"""Lists and their newer versions: which list may be meant, who is new, changed, missing or the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.file_shape import file_shape
from campaigns.rules.lists.list_versions import Change, Part
from campaigns.store.lists.compared_lists import COMPARED, meet_people
from campaigns.store.lists.samples_going_on import know_those_met, meet_before
from campaigns.store.people.case_homes import NAMES_SOMEBODY
from campaigns.store.tables import BeneficiaryList

LOOKED_AT: Final = 200  # people of the newer list among whom those of an older one are looked for

_COUNTS = text(f"""
    SELECT change, count(*) AS people,
      count(*) FILTER (WHERE change = 'missing' AND EXISTS (
        SELECT FROM cases c WHERE c.beneficiary_id = both_lists.beneficiary_id AND c.list_id = :older_id
          AND c.status <> 'closed')) AS open
    FROM ({COMPARED}) both_lists GROUP BY change
""")  # noqa: S608 - our own words

_PEOPLE = text(f"""
    SELECT coalesce(row, older_row) AS place, coalesce(name, older_name) AS name, older_name,
      phones, older_phones, person, older_person, parts
    FROM ({COMPARED}) both_lists
    WHERE change = :change AND coalesce(row, older_row) > :after ORDER BY place LIMIT :limit
""")  # noqa: S608 - our own words

_FIRST_PEOPLE: Final = f"""{NAMES_SOMEBODY} AND r.row <= (
      SELECT max(row) FROM (
        SELECT r.row FROM list_rows r WHERE r.list_id = :list_id AND {NAMES_SOMEBODY} ORDER BY r.row LIMIT {LOOKED_AT}
      ) first)"""  # noqa: S608 - our own words
_OVERLAP = text(f"""
    SELECT EXISTS (SELECT FROM arrivals a JOIN list_rows r USING (beneficiary_id)
      WHERE r.list_id = :older_id AND {NAMES_SOMEBODY})
""")  # noqa: S608 - our own words


@dataclass(frozen=True)
class Comparison:
    """How many people a newer version brings, changes, leaves out or leaves as they are."""

    people: dict[Change, int]
    missing_open: int  # of those left out, whose case is still open with the older list


@dataclass(frozen=True)
class ComparedPerson:
    """One person: the row that names her, and what differs, from what to what."""

    row: int
    name: str
    phones: Sequence[str]
    person: dict[str, Any]
    differs: dict[Part, tuple[Any, Any]]


def lock_list_among(session: Session, list_id: UUID, *statuses: ListStatus) -> list[BeneficiaryList]:
    """Lock a list and those of its campaign in some statuses, in one order for all who do; the list comes first."""
    campaign_id = session.scalar(select(BeneficiaryList.campaign_id).where(BeneficiaryList.id == list_id))
    among = select(BeneficiaryList).where(
        BeneficiaryList.campaign_id == campaign_id,
        or_(BeneficiaryList.id == list_id, BeneficiaryList.status.in_(statuses)),
    )
    locked = among.order_by(BeneficiaryList.id).with_for_update(key_share=True)
    lists = session.scalars(locked.execution_options(populate_existing=True)).all()
    return sorted(lists, key=lambda kept: kept.id != list_id)


def older_lists(session: Session, kept: BeneficiaryList) -> Sequence[BeneficiaryList]:
    """Return the approved lists of the campaign, of which this one may be a newer version, newest first."""
    mine = select(BeneficiaryList).where(
        BeneficiaryList.campaign_id == kept.campaign_id,
        BeneficiaryList.status == ListStatus.APPROVED,
        BeneficiaryList.ended_at.is_(None),
        BeneficiaryList.id != kept.id,
    )
    return session.scalars(mine.order_by(BeneficiaryList.uploaded_at.desc(), BeneficiaryList.id)).all()


def may_replace(session: Session, kept: BeneficiaryList, older_id: UUID | None) -> bool:
    """Say whether a list may be a newer version of this one, which it may be of none."""
    return older_id is None or older_id in [older.id for older in older_lists(session, kept)]


def likely_older_list(session: Session, kept: BeneficiaryList) -> BeneficiaryList | None:
    """Return the approved list with the same headings that names some of the same people."""
    shape = _shape(kept)
    alike = [older for older in older_lists(session, kept) if shape and _shape(older) == shape]
    if alike:
        meet_people(session, kept, which=_FIRST_PEOPLE)
    return next((older for older in alike if session.scalar(_OVERLAP, {"older_id": older.id})), None)


def compare_lists(session: Session, newer: BeneficiaryList, older_id: UUID) -> Comparison:
    """Count what the newer list changes."""
    meet_compared(session, newer, older_id)
    found = session.execute(_COUNTS, {"older_id": older_id}).all()
    people = dict.fromkeys(Change, 0) | {Change(line.change): line.people for line in found}
    return Comparison(people, sum(line.open for line in found))


def meet_compared(session: Session, newer: BeneficiaryList, older_id: UUID) -> None:
    """Find who the people of the newer list are, for `COMPARED` to look at."""
    is_sampled = meet_before(session, newer, older_id)
    meet_people(session, newer)
    if is_sampled:
        know_those_met(session)


def compared_people(
    session: Session, older_id: UUID, change: Change, *, after: int, limit: int
) -> list[ComparedPerson]:
    """Return a page of the people just compared, by the row that names them: the newer list's where it does."""
    facts = {"older_id": older_id, "change": change.value, "after": after, "limit": limit}
    return [compared_person(line) for line in session.execute(_PEOPLE, facts)]


def compared_person(line: Any) -> ComparedPerson:
    """Return a person from a line of what both lists say of her."""
    newer, older = line.person or {}, line.older_person or {}
    pairs = {Part.NAME: (line.older_name, line.name), Part.PHONES: (line.older_phones, line.phones)}
    return ComparedPerson(
        line.place,
        line.name,
        line.phones or line.older_phones,
        newer or older,
        {part: pairs.get(part, (older.get(part), newer.get(part))) for part in map(Part, line.parts)},
    )


def _shape(kept: BeneficiaryList) -> str | None:
    return file_shape(ColumnMap.from_json(kept.columns).labels)
