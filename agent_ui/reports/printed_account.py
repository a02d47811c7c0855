"""An account on paper: its totals, tables of every tier and definitions, in the language of the request."""

from collections.abc import Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from agent_ui.endings import COLUMNS, ENDINGS, TIER_NAMES, TIER_TITLES, detail_in_words
from agent_ui.numbers import moment_of_year, number, percent
from agent_ui.typeset import Column, PrintedNotes, PrintedReport, PrintedTable
from agent_ui.words import word
from campaigns.rules.accounts.account import Tally
from campaigns.rules.accounts.drawn_account import AccountTotals, Place, PlaceTotals, Tier
from campaigns.rules.accounts.response_rates import Rate
from campaigns.sheets.write_account import DEFINITIONS

FEWEST_SUMMED: Final = 2
MOST_PRINTED: Final = 1_000  # places of a tier: a state with all its blocks
COUNTING: Final = lazy_gettext(
    "Until that is done, the totals tell of people who are called only. Look again in some minutes."
)


def printed_account(account: AccountTotals) -> PrintedReport:
    """Return the pages; the rows themselves stand in the other files."""
    return PrintedReport(
        title=_("What became of every row"),
        subtitle=f"{account.campaign} · {account.department}",
        footer=_("As of %(moment)s", moment=moment_of_year(account.drawn_at, account.zone)),
        sentences=[*_sentences(account), *([_not_all_tiers()] if tiers_are_missing(account) else [])],
        tables=[
            _endings(account),
            _lists(account),
            *place_tables(account, named=2),
        ],
        notes=[PrintedNotes(_("How the rates are counted"), _definitions())],
        formulas=[DEFINITIONS["rr1"], DEFINITIONS["con1"], DEFINITIONS["source"]],
    )


def place_tables(account: AccountTotals, *, named: int = len(Tier)) -> list[PrintedTable]:
    """Return the totals of every tier that is told, each place with so many areas above it at most, and their sums."""
    shown, whole = account.shown_tiers, account.area.tally if account.area else account.whole
    return [_places(account.tiers[tier], tier, shown[: at + 1][-named:], whole) for at, tier in enumerate(shown)]


def area_table(area: PlaceTotals) -> PrintedTable:
    """Return the totals of the one area of which the tiers are told."""
    known = [tier for tier in Tier if area.place.area(tier)]
    return _places([area], known[-1], known)


def tiers_are_missing(account: AccountTotals) -> bool:
    """Tell whether a tier has too many places to be told."""
    return len(account.tiers) < len((account.area.place if account.area else Place()).tiers_below)


def _sentences(account: AccountTotals) -> list[str]:
    if account.counting:
        sentences = [
            _("Rows that nobody is called for are being counted anew, because lists have changed."),
            str(COUNTING),
        ]
    elif account.balanced:
        stands = _("Every one of the %(rows)s rows stands in it exactly once.", rows=number(account.whole.rows))
        sentences = [_("The account is balanced.") + " " + stands]
    else:
        told = _("The lists have rows that do not stand in it. Tell an administrator.")
        sentences = [_("The account is not balanced.") + " " + told]
    con1, rr1 = account.whole.con1, account.whole.rr1
    return [
        *sentences,
        f"{_('Contact rate')}: {percent(con1.share)} · "
        + _("CON1: %(part)s of %(whole)s people", part=number(con1.part), whole=number(con1.whole)),
        f"{_('Response rate')}: {percent(rr1.share)} · "
        + _("RR1: %(part)s of %(whole)s people", part=number(rr1.part), whole=number(rr1.whole)),
    ]


def _not_all_tiers() -> str:
    return str(_("The next tier has too many places for paper: the workbook holds all of them."))


def _endings(account: AccountTotals) -> PrintedTable:
    columns = [Column(_("Ending")), Column(_("In detail")), Column(_("Rows"), number=True)]
    rows = [
        (str(label), detail_in_words(ended) or "–", number(rows))
        for ending, label in ENDINGS.items()
        for ended, rows in sorted(account.whole.ended.items())
        if ended.ending is ending and rows
    ]
    return PrintedTable(
        _("Where the rows ended"), columns, [*rows, (_("All together"), "", number(account.whole.rows))], sums=True
    )


def _lists(account: AccountTotals) -> PrintedTable:
    columns = [
        Column(_("File")),
        Column(_("Status")),
        Column(_("Rows read"), number=True),
        Column(_("In the account"), number=True),
    ]
    rows = [(one.filename, word(one.status), number(one.file_rows), number(one.counted)) for one in account.lists]
    return PrintedTable(_("The lists"), columns, rows)


def _places(
    totals: Sequence[PlaceTotals], tier: Tier, tiers: Sequence[Tier], whole: Tally | None = None
) -> PrintedTable:
    labels = [_("Rows"), *(str(label) for label, _endings in COLUMNS), _("Contact rate"), _("Response rate")]
    columns = [*(Column(str(TIER_NAMES[one])) for one in tiers), *(Column(label, number=True) for label in labels)]
    lines = [[*_named(total.place, tiers), *_figures(total.tally)] for total in totals]
    if whole is None or len(lines) < FEWEST_SUMMED:
        return PrintedTable(str(TIER_TITLES[tier]), columns, lines)
    sums = [_("All together"), *("" for _one in tiers[1:]), *_figures(whole)]
    return PrintedTable(str(TIER_TITLES[tier]), columns, [*lines, sums], sums=True)


def _named(place: Place, tiers: Sequence[Tier]) -> list[str]:
    first, *below = (place.name(tier) for tier in tiers)
    return [first or _("Place not known"), *(name or "–" for name in below)]


def _figures(tally: Tally) -> list[str]:
    counted = tally.endings
    return [
        number(tally.rows),
        *(number(sum(counted[ending] for ending in gathered)) for _label, gathered in COLUMNS),
        *(_share(rate) for rate in (tally.con1, tally.rr1)),
    ]


def _share(rate: Rate) -> str:
    return percent(rate.share)


def _definitions() -> list[str]:
    return [
        _(
            "Both rates count people, never calls. The response rate is the share who answered all questions; the"
            " contact rate is the share who were spoken to. Both are shares of all people who may be eligible: a"
            " number that does not exist, or belongs to somebody else, is left out."
        ),
        _("I: interview, P: partly, R: refusal or break-off, NC: not available, O: other, UH and UO: not known."),
    ]
