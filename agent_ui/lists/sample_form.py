"""The form of a sample: what an officer asks for, and its strata as people read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeVar

from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from agent_ui.numbers import isolated
from campaigns.rules.lists.sample_going_on import group_of
from campaigns.rules.lists.sampling import SamplePlan, Shares, StrataBy, Stratum

_ = lazy_gettext
Word = TypeVar("Word", bound=StrEnum)
SIZE: Final = "size-"  # how many of a stratum; its name follows
PEOPLE, PER_CENT = "people", "per_cent"
PLACES: Final = (StrataBy.DISTRICT, StrataBy.BLOCK)
PERSON_WORDS: Final[dict[str, LazyString]] = {
    "female": _("Women"),
    "male": _("Men"),
    "transgender": _("Transgender people"),
    "sc": _("Scheduled Caste"),
    "st": _("Scheduled Tribe"),
    "obc": _("Other Backward Class"),
    "ews": _("Economically weaker section"),
    "general": _("General"),
    "rba": _("Resident of a backward area"),
    "alc": _("Actual line of control"),
    "minority": _("Minority"),
}


@dataclass(frozen=True)
class StratumLine:
    """A stratum by name; `field` is where its own size is written."""

    label: str
    field: str
    stratum: Stratum


def plan_from(fields: "MultiDict[str, str]") -> SamplePlan:
    """Return what is asked for; what is no number was not written."""
    size = fields.get("size", "").strip()
    per_cent = fields.get("of") == PER_CENT
    at_least = _whole(fields.get("at_least", "1"))
    return SamplePlan(
        seed=" ".join(fields.get("seed", "").split()),
        by=_word(StrataBy, fields.get("by", ""), StrataBy.WHOLE_LIST),
        shares=_word(Shares, fields.get("shares", ""), Shares.PROPORTIONAL),
        people=None if per_cent else _whole(size),
        per_cent=_share(size) if per_cent else None,
        sizes={name.removeprefix(SIZE): _whole(text) or 0 for name, text in fields.items() if name.startswith(SIZE)},
        at_least=1 if at_least is None else at_least,
    )


def fields_of(plan: SamplePlan) -> dict[str, str]:
    """Return the fields of the form as they stand for a plan."""
    per_cent = plan.per_cent is not None
    size = plan.per_cent if per_cent else plan.people
    fields = {
        "seed": plan.seed,
        "by": plan.by.value,
        "shares": plan.shares.value,
        "size": "" if size is None else f"{size:f}" if isinstance(size, Decimal) else str(size),
        "of": PER_CENT if per_cent else PEOPLE,
        "at_least": str(plan.at_least),
    }
    return fields | {SIZE + name: str(number) for name, number in plan.sizes.items()}


def groups_of(plan: SamplePlan) -> str:
    """Return into what a plan divides the list; sizes that were written for other groups say nothing of these."""
    return f"{plan.by} {plan.shares} {plan.at_least}"


def stratum_lines(strata: Sequence[Stratum], by: StrataBy, areas: Mapping[str, str]) -> list[StratumLine]:
    """Return strata by the names that people know, in their order; those without a name last."""
    lines = [StratumLine(_label(one.name, by, areas), SIZE + one.name, one) for one in strata]
    return sorted(lines, key=lambda line: (not line.stratum.name, line.label.lstrip(isolated("")[0])))


def _label(stratum: str, by: StrataBy, areas: Mapping[str, str]) -> str:
    version, name = group_of(stratum)
    group = _group(name, by, areas)
    if version == 1:
        return group
    return str(gettext("%(group)s, new in version %(version)s", group=isolated(group), version=version))


def _group(name: str, by: StrataBy, areas: Mapping[str, str]) -> str:
    if by is StrataBy.WHOLE_LIST:
        return str(gettext("The whole list"))
    if not name:
        return str(gettext("Not given"))
    if by not in PLACES:
        return str(PERSON_WORDS.get(name, name))
    place = areas.get(name, name)
    if by is StrataBy.BLOCK and not name.startswith("block:"):
        return str(gettext("%(district)s, block not known", district=isolated(place)))
    return place


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _share(text: str) -> Decimal | None:
    try:
        share = Decimal(text)
    except InvalidOperation:
        return None
    return share if share.is_finite() and abs(share) < 1_000 else None


def _word(words: type[Word], text: str, otherwise: Word) -> Word:
    return words(text) if text in list(words) else otherwise
