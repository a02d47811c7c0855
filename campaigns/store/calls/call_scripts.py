"""The script that a call follows: the version that it began with, and what that asks of the person's record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from campaigns.rules.scripts.answers import fitting_answers
from campaigns.rules.scripts.conditions import asked_values, record_of
from campaigns.rules.scripts.opening import SCHEME
from campaigns.rules.scripts.path import Path, follow
from campaigns.rules.scripts.script import TODAY, Script, read_script
from campaigns.rules.scripts.texts import every_text, merges
from campaigns.store.scripts import script_document
from campaigns.store.tables import Area, Beneficiary, Call, Campaign, Case

_MOST_KEPT: Final = 64  # versions in the memory of a process; a floor works with a few
_block, _district, _state = aliased(Area), aliased(Area), aliased(Area)


def with_record(*more: Any) -> Select[Any]:
    """Return a statement that reads a call's version of the script and the record of its person, and then more of it."""
    return (
        select(
            func.coalesce(Call.script_version_id, Campaign.script_version_id),
            *(Beneficiary, Case.language, _block.name, _district.name, _state.name),
            *(Call.intended_at, Campaign.zone),
            *more,
        )
        .select_from(Call)
        .join(Campaign, Campaign.id == Call.campaign_id)
        .join(Case, Case.id == Call.case_id)
        .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
        .outerjoin(_block, _block.id == Case.block_id)
        .outerjoin(_district, _district.id == Case.district_id)
        .outerjoin(_state, _state.id == Case.state_id)
        .where(Call.id == bindparam("call_id"))
    )


@dataclass(frozen=True)
class PersonKnown:
    """What the record of a person says, with the names of her places, and when she was called."""

    beneficiary: Beneficiary
    language: str | None
    block: str | None
    district: str | None
    state: str | None
    called_at: datetime
    zone: str

    @property
    def day(self) -> str:
        """Return the day of the call where its campaign works, as 2026-10-31."""
        return self.called_at.astimezone(ZoneInfo(self.zone)).date().isoformat()


@dataclass(frozen=True)
class Version:
    """A version of a script, read: it never changes, so a process reads it once."""

    document: Mapping[str, Any]
    script: Script
    asked: Mapping[str, frozenset[str]]  # fields of the record, and the values that matter
    names_scheme: bool  # somewhere in its texts


@dataclass(frozen=True)
class CallScript:
    """The version that a call follows, and those fields of the record that it asks for."""

    version_id: UUID
    version: Version
    record: Mapping[str, str]

    @property
    def document(self) -> Mapping[str, Any]:
        """Return it as it was saved."""
        return self.version.document

    @property
    def script(self) -> Script:
        """Return its steps."""
        return self.version.script

    def path(self, answers: Mapping[str, Any]) -> Path:
        """Return where these answers lead this person."""
        return follow(self.script, answers, self.record)

    def fitting(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of the answers that fit a question which this person is asked."""
        return fitting_answers(self.script, answers, self.record)


def script_for(session: Session, version_id: UUID | None, known: PersonKnown) -> CallScript | None:
    """Return a version of a script as it meets a person."""
    version = _version(session, version_id) if version_id else None
    return CallScript(version_id, version, _record(version, known)) if version_id and version else None


def script_of_version(session: Session, version_id: UUID) -> CallScript | None:
    """Return a version as somebody meets it of whom nothing is on record."""
    version = _version(session, version_id)
    return CallScript(version_id, version, {}) if version else None


_kept: dict[UUID, Version] = {}


def _version(session: Session, version_id: UUID) -> Version | None:
    version = _kept.get(version_id)
    if version is None and (document := script_document(session, version_id)) is not None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        version = _kept[version_id] = _read(document)
    return version


def _read(document: Mapping[str, Any]) -> Version:
    names_scheme = any(merges(text, SCHEME) for _, text in every_text(document))
    return Version(document, read_script(document), asked_values(document), names_scheme)


def _record(version: Version, known: PersonKnown) -> dict[str, str]:
    person = known.beneficiary
    facts = {
        "language": known.language,
        "gender": person.gender,
        "category": person.category,
        "state": known.state,
        "district": known.district,
        "block": known.block,
        "village": person.village,
    }
    day = {TODAY: known.day} if version.script.asks_day else {}
    return record_of(version.asked, facts, person.extra) | day
