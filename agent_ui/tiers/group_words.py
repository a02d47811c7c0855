"""Groups, columns and levels of areas as people read them."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from campaigns.rules.accounts.account import Ending
from campaigns.rules.reports.case_groups import NOT_KNOWN, OTHER, AgeBand, GroupKind
from campaigns.rules.reports.equity import GroupReach
from campaigns.rules.reports.tier_report import AREAS, AreaName, Column

_ = lazy_gettext
COLUMNS: Final[dict[Column, LazyString]] = {
    Column.REACHED: _("Reached"),
    Column.WAITING: _("Waiting"),
    Column.UNREACHABLE: _("Unreachable"),
    Column.CLOSED: _("Closed otherwise"),
    Column.WITHDRAWN: _("Withdrawn"),
}
REASONS: Final[tuple[tuple[LazyString, tuple[Ending, ...]], ...]] = (
    (_("Reached"), (Ending.REACHED,)),
    (_("Waiting"), (Ending.WAITING, Ending.CALLBACK, Ending.IN_CALL)),
    (_("Unreachable"), (Ending.UNREACHABLE,)),
    (_("Closed otherwise"), (Ending.CLOSED,)),
    (_("Withdrawn"), (Ending.WITHDRAWN,)),
)
KINDS: Final[dict[str, LazyString]] = {
    GroupKind.GENDER: _("Gender"),
    GroupKind.CATEGORY: _("Social category"),
    GroupKind.AGE: _("Age"),
    AREAS: _("Place"),
}
_VALUES: Final[dict[str, LazyString]] = {
    "female": _("Women"),
    "male": _("Men"),
    "transgender": _("Transgender people"),
    "sc": _("Scheduled castes"),
    "st": _("Scheduled tribes"),
    "obc": _("Other backward classes"),
    "ews": _("Economically weaker sections"),
    "general": _("General category"),
    "rba": _("Residents of backward areas"),
    "alc": _("People at the line of control"),
    "minority": _("Minorities"),
    AgeBand.UNDER_18: _("Under 18"),
    AgeBand.FROM_18: _("18 to 29"),
    AgeBand.FROM_30: _("30 to 44"),
    AgeBand.FROM_45: _("45 to 59"),
    AgeBand.FROM_60: _("60 to 74"),
    AgeBand.FROM_75: _("75 and older"),
    OTHER: _("Written otherwise"),
    NOT_KNOWN: _("Not said by the list"),
}


def group_in_words(group: GroupReach, names: Mapping[str, AreaName]) -> str:
    """Name a group: an area by its name, another by our word."""
    if group.kind == AREAS:
        return names[group.value].name if group.value in names else gettext("Place not known")
    return str(_VALUES.get(group.value, group.value))
