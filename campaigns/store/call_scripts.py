"""The script that a call follows: the version that it began with, and what that asks of the person's record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from campaigns.rules.script import Script, read_script
from campaigns.rules.script_answers import fitting_answers
from campaigns.rules.script_conditions import asked_values, record_of
from campaigns.rules.script_opening import SCHEME
from campaigns.rules.script_path import Path, follow
from campaigns.rules.script_texts import every_text, merges
from campaigns.store.scripts import script_document
from campaigns.store.tables import Area, Beneficiary, Call, Campaign, Case

# Statements stand ready: they are asked with every answer and every look at a desk.
_VERSION: Final = (
    select(func.coalesce(Call.script_version_id, Campaign.script_version_id))
    .select_from(Call)
    .join(Campaign, Campaign.id == Call.campaign_id)
    .where(Call.id == bindparam("call_id"))
)
_MOST_KEPT: Final = 64  # versions in the memory of a process; a floor works with a few
_block, _district, _state = aliased(Area), aliased(Area), aliased(Area)
_PERSON: Final = (
    select(Beneficiary, Case.language, _block.name, _district.name, _state.name)
    .select_from(Call)
    .join(Case, Case.id == Call.case_id)
    .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
    .outerjoin(_block, _block.id == Case.block_id)
    .outerjoin(_district, _district.id == Case.district_id)
    .outerjoin(_state, _state.id == Case.state_id)
    .where(Call.id == bindparam("call_id"))
)


@dataclass(frozen=True)
class PersonKnown:
    """What the record of a person says, with the names of her places."""

    beneficiary: Beneficiary
    language: str | None
    block: str | None
    district: str | None
    state: str | None


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


def script_of_call(session: Session, call_id: UUID, known: PersonKnown | None = None) -> CallScript | None:
    """Return the script of a call; `known`: the record, where it has been read already."""
    version_id: UUID | None = session.scalar(_VERSION, {"call_id": call_id})
    version = _version(session, version_id) if version_id else None
    if version_id is None or version is None:
        return None
    if version.asked and known is None:
        known = PersonKnown(*session.execute(_PERSON, {"call_id": call_id}).one())
    return CallScript(version_id, version, _record(version.asked, known) if known else {})


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


def _record(asked: Mapping[str, frozenset[str]], known: PersonKnown) -> dict[str, str]:
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
    return record_of(asked, facts, person.extra)
