"""The forms of a new campaign and of a draft that is changed: what an officer writes, checked field by field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from secrets import token_hex
from typing import Any, Final
from uuid import UUID

import phonenumbers
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from agent_ui.languages import SPOKEN
from agent_ui.numbers import isolated
from campaigns.rules.calling.rule_changes import MOST_ABANDONED
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.carrier.machines import MachinePlan
from campaigns.rules.lettering import POINTS
from campaigns.rules.lists.identity_numbers import cut_in_words
from campaigns.rules.practice.practice import MOST_REQUIRED, USUAL_REQUIRED
from campaigns.set_up.change_draft import DraftChange
from campaigns.set_up.draft_campaign import CampaignDraft
from campaigns.set_up.save_script import problems_of
from campaigns.store.campaign_choices import ScriptChoice

ZONES: Final = {"IN": "Asia/Kolkata", "PK": "Asia/Karachi"}
TEXTS: Final = ("name", "scheme", "purpose", "lawful_basis")
LONGEST: Final = 500
USUAL: Final = {"abandon_target": 0.01, "abandon_cap": MOST_ABANDONED}


@dataclass
class CampaignForm:
    """What was written, and one sentence beside each field that needs the officer."""

    written: "MultiDict[str, str]"
    problems: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a field without stray spaces."""
        return " ".join(self.written.get(name, "").split())[:LONGEST]

    def check(self, scripts: dict[str, ScriptChoice], operators: set[str], *, today: date) -> None:
        """Find what is missing or wrong."""
        self._check_what_it_is(TEXTS, today=today)
        self._check_choices(operators)
        self._check_abandoned()
        if self.practice_calls is None:
            self.problems["practice_calls"] = _("Write a number from 0 to 20.")
        self._check_script(scripts.get(self.text("script")))

    def check_change(self, script: Mapping[str, Any] | None, *, today: date) -> None:
        """Find what is missing or wrong of a draft with a script, or without."""
        self._check_what_it_is(("purpose", "lawful_basis"), today=today)
        self._check_languages(script)

    def check_number(self) -> None:
        """Find whether the number is one."""
        if self.caller_id is None:
            example = isolated("0194 250 1234")
            self.problems["caller_id"] = _(
                "Write a valid number of the region, for example %(example)s.", example=example
            )

    def _check_what_it_is(self, texts: Sequence[str], *, today: date) -> None:
        for name in texts:
            if not self.text(name):
                self.problems[name] = _("Write this: nobody can be called without it.")
        if self.retention_end is None or self.retention_end <= today:
            self.problems["retention_end"] = _("Choose a day that is still to come.")
        self.check_number()

    def _check_choices(self, operators: set[str]) -> None:
        if self.text("region") not in ZONES:
            self.problems["region"] = _("Choose where the people live.")
        if self.text("mode") not in list(DialMode):
            self.problems["mode"] = _("Choose how calls are placed.")
        if self.text("machines") not in ("", *MachinePlan):
            self.problems["machines"] = _("Choose what happens when a machine answers.")
        if self.text("operator") not in operators:
            self.problems["operator"] = _("Choose who calls.")

    def _check_abandoned(self) -> None:
        target, cap = self.share("abandon_target"), self.share("abandon_cap")
        if cap is None or not 0 < cap <= MOST_ABANDONED:
            self.problems["abandon_cap"] = _("Write a share above 0 and up to 3 of 100.")
        if target is None or not 0 < target <= (cap or MOST_ABANDONED):
            self.problems["abandon_target"] = _("Write a share above 0 and not above the limit.")

    def _check_script(self, script: ScriptChoice | None) -> None:
        if script is None:
            self.problems["script"] = _("Choose a script.")
        elif problems_of(script.document):
            self.problems["script"] = _(
                "This script lacks something that every call needs: mend it in its campaign first."
            )
        self._check_languages(script.document if script else None)

    def _check_languages(self, script: Mapping[str, Any] | None) -> None:
        if not self.languages:
            self.problems["languages"] = _("Choose at least one language.")
        elif script is not None:
            missing = [SPOKEN[tag] for tag in self.languages if tag not in script["languages"]]
            if missing:
                self.problems["languages"] = _("The script has no text in: %(names)s", names=", ".join(missing))

    def share(self, name: str) -> float | None:
        """Return a share that was written as so many of 100; the usual one where nothing was."""
        written = self.text(name).translate(POINTS)
        try:
            share = float(written) / 100 if written else USUAL[name]
        except ValueError:
            return None
        return share if isfinite(share) else None

    @property
    def practice_calls(self) -> int | None:
        """Return how many practice calls an agent passes before she calls; the usual number where nothing was written."""
        written = self.text("practice_calls").translate(POINTS) or str(USUAL_REQUIRED)
        calls = int(written) if written.isascii() and written.isdecimal() and len(written) < 4 else -1
        return calls if 0 <= calls <= MOST_REQUIRED else None

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages ticked."""
        return tuple(tag for tag in self.written.getlist("languages") if tag in SPOKEN)

    @property
    def retention_end(self) -> date | None:
        """Return the day after which people's data goes."""
        try:
            return date.fromisoformat(self.text("retention_end"))
        except ValueError:
            return None

    @property
    def caller_id(self) -> str | None:
        """Return the number that people see, as E.164."""
        try:
            number = phonenumbers.parse(self.text("caller_id"), self.text("region") or None)
        except phonenumbers.NumberParseException:
            return None
        if not phonenumbers.is_valid_number(number):
            return None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def change(self) -> DraftChange:
        """Return what a draft becomes; only after check_change() has found nothing."""
        return DraftChange(
            purpose=self.text("purpose"),
            lawful_basis=self.text("lawful_basis"),
            retention_end=self.retention_end or date.min,
            languages=self.languages,
            caller_id=self.caller_id or "",
        )

    def draft(self, scheme_id: UUID, script: ScriptChoice) -> CampaignDraft:
        """Return the campaign as written; only after check() has found nothing."""
        return CampaignDraft(
            slug=new_slug(cut_in_words(self.text("name"))),
            name=self.text("name"),
            scheme_id=scheme_id,
            operator_id=UUID(self.text("operator")),
            mode=DialMode(self.text("mode")),
            region=self.text("region"),
            zone=ZONES[self.text("region")],
            caller_id=self.caller_id or "",
            languages=self.languages,
            purpose=self.text("purpose"),
            lawful_basis=self.text("lawful_basis"),
            retention_end=self.retention_end or date.min,
            script=script.document,
            machines=MachinePlan(self.text("machines") or MachinePlan.IGNORE),
            abandon_cap=self.share("abandon_cap") or USUAL["abandon_cap"],
            abandon_target=self.share("abandon_target") or USUAL["abandon_target"],
            practice_calls=self.practice_calls or 0,
        )


def new_slug(name: str) -> str:
    """Return a name for addresses and commands; the end keeps two campaigns of one name apart."""
    words = "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:40].strip("-")
    return f"{words or 'campaign'}-{token_hex(3)}"
