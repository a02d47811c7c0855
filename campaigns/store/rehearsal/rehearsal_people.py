"""Reads the open cases of a campaign for a rehearsal: streamed into compact arrays, and nothing is locked or changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from campaigns.rules.calling.answering_hours import village_key
from campaigns.rules.outcomes import Outcome
from campaigns.rules.rehearsal.people import NONE_YET, OUTCOMES, People, PhoneUse, Place
from campaigns.store.people.opt_outs import SILENCED_NUMBERS
from campaigns.store.tables import Campaign
from campaigns.store.tables.cases import READY_AT

AT_ONCE: Final = 5_000
SINCE: Final = timedelta(days=1)  # longer than any gap between two calls on a phone

# A part of a long list is chosen by a number of hers, so that a household stays together and every time is the same.
_CASES: Final = text(f"""
  SELECT c.list_row, c.priority, c.attempts, c.phone_position, c.outcome, c.reached, c.needs_agent_reserved, c.state_id,
    c.district_id, c.block_id, b.village, c.language, extract(epoch FROM {READY_AT})::float8 AS ready_at, hers.phones, hers.silenced,
    dialled.to_number, dialled.to_her
  FROM cases c JOIN beneficiaries b ON b.id = c.beneficiary_id
  CROSS JOIN LATERAL (
    SELECT array_agg(e164 ORDER BY position) AS phones,
      array_agg(e164 IN ({SILENCED_NUMBERS}) ORDER BY position) AS silenced
    FROM beneficiary_phones p WHERE p.beneficiary_id = c.beneficiary_id
  ) hers
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE k.phone = hers.phones[c.phone_position + 1]) AS to_number,
      count(*) FILTER (WHERE k.sent_at >= :today) AS to_her
    FROM calls k WHERE k.case_id = c.id AND k.sent_at IS NOT NULL AND k.direction = 'out'
  ) dialled
  WHERE c.campaign_id = :campaign_id AND c.status <> 'closed' AND hers.phones IS NOT NULL
    AND abs(hashtextextended(hers.phones[1], 0) % 1000000) < :millionths
  ORDER BY c.list_row, c.id
""")  # noqa: S608 - our own words
_USES: Final = text("""
  SELECT phone, extract(epoch FROM max(coalesce(ended_at, sent_at)))::float8 AS last_call,
    extract(epoch FROM max(coalesce(ended_at, talking_at)) FILTER (WHERE talking_at IS NOT NULL))::float8 AS last_talk,
    count(*) FILTER (WHERE sent_at >= :today) AS calls_today
  FROM calls
  WHERE phone = ANY (:phones) AND intended_at >= :since AND (sent_at IS NOT NULL OR talking_at IS NOT NULL)
    AND end_reason IS DISTINCT FROM 'not_sent' AND outcome IS DISTINCT FROM 'technical'
  GROUP BY phone
""")
_TURNS: Final = text("SELECT priority, place, language, turn FROM case_lanes WHERE campaign_id = :campaign_id")
_OPEN: Final = text("SELECT count(*) FROM cases WHERE campaign_id = :campaign_id AND status <> 'closed'")
_CLOSED: Final = text("""
  SELECT count(*) FILTER (WHERE reached) AS reached, count(*) AS closed
  FROM cases WHERE campaign_id = :campaign_id AND status = 'closed'
""")


@dataclass
class ReadPeople:
    """The people read, and those left out: none of their numbers may be called."""

    people: People = field(default_factory=People)
    silenced: int = 0


@dataclass
class _Index:
    """Gives places, languages and numbers their counts from 0."""

    people: People
    places: dict[Place, int] = field(default_factory=dict)
    tongues: dict[str, int] = field(default_factory=lambda: {"": 0})
    villages: dict[str, int] = field(default_factory=lambda: {"": 0})
    numbers: dict[str, int] = field(default_factory=dict)

    def place(self, place: Place) -> int:
        """Return the count of a place."""
        if place not in self.places:
            self.places[place] = len(self.places)
            self.people.places.append(place)
        return self.places[place]

    def tongue(self, language: str) -> int:
        """Return the count of a language."""
        if language not in self.tongues:
            self.tongues[language] = len(self.tongues)
            self.people.languages.append(language)
        return self.tongues[language]

    def village(self, key: str) -> int:
        """Return the count of a village."""
        if key not in self.villages:
            self.villages[key] = len(self.villages)
            self.people.villages.append(key)
        return self.villages[key]

    def number(self, phone: str) -> int:
        """Return the count of a phone."""
        return self.numbers.setdefault(phone, len(self.numbers))


def open_cases(session: Session, campaign_id: UUID) -> int:
    """Count those who are still to be reached."""
    return session.scalar(_OPEN, {"campaign_id": campaign_id}) or 0


def closed_cases(session: Session, campaign_id: UUID) -> tuple[int, int]:
    """Return how many cases are closed, and how many of these people were reached."""
    row = session.execute(_CLOSED, {"campaign_id": campaign_id}).one()
    return row.closed, row.reached


def read_people(session: Session, campaign: Campaign, *, share: float, today: datetime, now: datetime) -> ReadPeople:
    """Return this share of a campaign's open cases; `today`: the last local midnight."""
    read = ReadPeople()
    index = _Index(read.people)
    facts = {
        "campaign_id": campaign.id,
        "department_id": campaign.department_id,
        "scheme_id": campaign.scheme_id,
        "today": today,
        "millionths": round(share * 1_000_000),
    }
    for row in session.execute(_CASES, facts, execution_options={"yield_per": AT_ONCE}):
        read.silenced += not _add(read.people, index, row)
    read.people.used = _uses(session, index.numbers, today=today, since=min(today, now - SINCE))
    return read


def lane_turns(session: Session, campaign_id: UUID) -> dict[tuple[int, str, str], int]:
    """Return how many calls each lane has had."""
    rows = session.execute(_TURNS, {"campaign_id": campaign_id})
    return {(row.priority, row.place, row.language): row.turn for row in rows}


def _add(people: People, index: _Index, row: Row[Any]) -> bool:
    """Append one case; False where none of her numbers from the present one on may be called."""
    callable_ = [at for at, silenced in enumerate(row.silenced) if not silenced]
    left = [at for at in callable_ if at >= row.phone_position]
    if not left:
        return False
    same = left[0] == row.phone_position
    people.place.append(index.place(Place(row.state_id, row.district_id, row.block_id)))
    people.language.append(index.tongue(row.language or ""))
    people.village.append(index.village(village_key(row.block_id, row.village) or ""))
    people.list_row.append(row.list_row)
    people.due_at.append(row.ready_at)
    people.priority.append(row.priority)
    people.attempts.append(row.attempts if same else 0)
    people.dials.append(row.to_number if same else 0)
    people.position.append(callable_.index(left[0]))
    people.last_outcome.append(OUTCOMES.index(Outcome(row.outcome)) if row.outcome else NONE_YET)
    people.reached.append(row.reached)
    people.reserved.append(row.needs_agent_reserved)
    people.called_today.append(min(row.to_her, 100))
    people.first_phone.append(len(people.phone))
    people.phones.append(len(callable_))
    people.phone.extend(index.number(row.phones[at]) for at in callable_)
    return True


def _uses(session: Session, numbers: dict[str, int], *, today: datetime, since: datetime) -> dict[int, PhoneUse]:
    """Return what was done lately on the phones, by any campaign."""
    uses: dict[int, PhoneUse] = {}
    for phones in _lots(numbers):
        facts = {"phones": phones, "today": today, "since": since}
        for row in session.execute(_USES, facts):
            uses[numbers[row.phone]] = PhoneUse(row.last_call, row.last_talk, row.calls_today)
    return uses


def _lots(numbers: dict[str, int]) -> Iterator[Sequence[str]]:
    waiting = iter(numbers)
    while lot := list(islice(waiting, AT_ONCE)):
        yield lot
