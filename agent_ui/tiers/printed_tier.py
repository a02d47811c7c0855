"""A tier on paper: its areas, what came of the calls, and who is reached less."""

from collections.abc import Sequence

from flask_babel import gettext as _

from agent_ui.numbers import moment_of_year, number, percent
from agent_ui.printed_tables import place_bars, printed_table
from agent_ui.tiers.group_words import KINDS, group_in_words
from agent_ui.tiers.tier_file import outcomes_sheet, tier_sheet
from agent_ui.tiers.uncalled_words import uncalled_sheets
from agent_ui.typeset import PrintedNotes, PrintedReport, PrintedTable
from agent_ui.words import unknown_place
from campaigns.rules.reports.tier_report import TierReport, TierRow
from campaigns.sheets.write_account import DEFINITIONS
from campaigns.store.tables import Campaign

MOST_NAMED = 24  # groups that are reached less; the page and its file name the others


def printed_tier(
    campaign: Campaign, tier: TierReport, rows: Sequence[TierRow], waiting: Sequence[str]
) -> PrintedReport:
    """Return the pages, the areas in the order that was asked for; `waiting` tells of whom nothing stands there yet."""
    here = tier.path[-1].name if tier.path else ""
    title = _("Where people of %(area)s were reached", area=here) if here else _("Where people were reached")
    return PrintedReport(
        title=title,
        subtitle=" › ".join([campaign.name, *(area.name for area in tier.path)]),
        footer=_("As of %(moment)s", moment=moment_of_year(tier.drawn_at, campaign.zone)),
        sentences=list(waiting),
        tables=[
            printed_places(campaign, tier, rows),
            *_reasons(tier),
            *(printed_table(sheet, sentences=sheet.below) for sheet in uncalled_sheets(campaign, tier)),
        ],
        notes=[_less(tier), *_careful(tier)],
        formulas=[DEFINITIONS["rr1"], DEFINITIONS["con1"], DEFINITIONS["source"]],
    )


def printed_places(campaign: Campaign, tier: TierReport, rows: Sequence[TierRow]) -> PrintedTable:
    """Return the areas of a tier with the share reached of each as a bar."""
    bars = place_bars(rows, unknown_place(tier.path))
    return printed_table(tier_sheet(campaign, tier, rows), title=_("Places"), bars=bars, without={1, 3})


def _reasons(tier: TierReport) -> list[PrintedTable]:
    if tier.numbers is None:
        return []
    return [printed_table(outcomes_sheet((), tier.numbers), title=_("What came of the calls to these people"))]


def _less(tier: TierReport) -> PrintedNotes:
    sentences = []
    for group in tier.least[:MOST_NAMED]:
        name = f"{KINDS[group.kind]}: {group_in_words(group, tier.names)}"
        if tier.numbers is None:
            sentences.append(name)
            continue
        reached = _(
            "%(reached)s of %(people)s reached (%(share)s); %(short)s more would make it like the rest",
            reached=number(group.reached.part),
            people=number(group.reached.whole),
            share=percent(group.reached.share),
            short=number(group.short),
        )
        sentences.append(f"{name} · {reached}")
    nobody = _("No group is reached less than the rest by more than chance.")
    return PrintedNotes(_("Who is reached less"), sentences or [nobody])


def _careful(tier: TierReport) -> list[PrintedNotes]:
    if tier.numbers is not None:
        return []
    told = _(
        "Counts under 5 are hidden, and others with which they could be computed. Rates are in whole percent, and only"
        " of 1,000 people or more."
    )
    return [PrintedNotes(_("What is hidden"), [told])]
