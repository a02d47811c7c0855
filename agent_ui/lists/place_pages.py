"""The places page: what rows say of places that are not known, with the areas that it may mean, each one click away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext

from agent_ui.house import house
from agent_ui.lists.this_list import the_list
from agent_ui.sign_in.access import allow, current_scope
from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.areas.places import PlaceCause
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.mends import cell_at, cell_mark
from campaigns.rules.roles import Role
from campaigns.rules.verdicts import Warn
from campaigns.shared.place_lookups import PLACE_LOOKUPS
from campaigns.store.areas.known_areas import known_gazetteer
from campaigns.store.lists.list_mends import rows_by_number
from campaigns.store.lists.list_places import NamedArea, PlaceQuestion, named_areas, place_questions

place_pages = Blueprint("places", __name__, url_prefix="/lists", template_folder="templates")

_ = lazy_gettext
LEVELS: Final[dict[str, LazyString]] = {
    "state": _("State or province"),
    "division": _("Division"),
    "district": _("District"),
    "block": _("Block"),
}
CAUSES: Final[dict[PlaceCause, LazyString]] = {
    PlaceCause.UNKNOWN: _("No such place is known here"),
    PlaceCause.SEVERAL: _("Several places have this name"),
    PlaceCause.MOVED: _("An old name or an old district: today's place was taken"),
    PlaceCause.PIN: _("The PIN code lies in another district"),
}
_MENDED: Final = (PlaceCause.UNKNOWN, PlaceCause.SEVERAL)  # the other two leave nothing to mend in the place's own cell


@dataclass(frozen=True)
class Choice:
    """An area that may be meant, and the text that means it and nothing else."""

    name: str
    parent: str | None
    text: str


@dataclass(frozen=True)
class QuestionLine:
    """A place as it was written, and what it may mean; without a column there is nothing to click."""

    question: PlaceQuestion
    level: str
    cause: str
    under: str | None
    choices: list[Choice]
    elsewhere: list[NamedArea]  # of this name or one like it, under another parent
    column: int | None
    mark: str


@place_pages.get("/<uuid:list_id>/places")
@allow(Role.OFFICER, Role.ADMIN)
def show(list_id: UUID) -> ResponseReturnValue:
    """Show the places to look at, most rows first."""
    this = the_list(list_id)
    if this.kept.status not in (ListStatus.REVIEW, ListStatus.APPROVED, ListStatus.REPLACED, ListStatus.WITHDRAWN):
        return redirect(url_for("uploads.show", list_id=list_id))
    columns = ColumnMap.from_json(this.kept.columns)
    with house().db.transaction(current_scope()) as session:
        questions = place_questions(session, list_id)
        asked = {area for one in questions for area in (*one.choices, one.under) if area}
        places = known_gazetteer(session, this.campaign.region, on=this.kept.uploaded_at.date(), lookups=PLACE_LOOKUPS)
        elsewhere = {one: _elsewhere(one, places) for one in questions}
        areas = named_areas(session, asked.union(*elsewhere.values()))
        cells = {
            row.row: row.cells for row in rows_by_number(session, list_id, [one.row for one in questions]).values()
        }
    lines = [_line(one, elsewhere[one], areas, _WrittenIn(columns, cells[one.row])) for one in questions]
    in_review = this.kept.status is ListStatus.REVIEW
    return render_template(
        "lists/places.html", **this.words, step=3 if in_review else None, lines=lines, cause=Warn.AREA_UNKNOWN
    )


def _elsewhere(question: PlaceQuestion, places: Gazetteer) -> Sequence[str]:
    if question.cause is not PlaceCause.UNKNOWN or question.choices or question.under is None:
        return ()
    return places.elsewhere(question.level, question.said, question.under)


@dataclass(frozen=True)
class _WrittenIn:
    """The first row of a question."""

    columns: ColumnMap
    cells: list[object]


def _line(
    question: PlaceQuestion, elsewhere: Sequence[str], areas: Mapping[str, NamedArea], row: _WrittenIn
) -> QuestionLine:
    column: int | None = getattr(row.columns, question.level) if question.cause in _MENDED else None
    mark = cell_mark(cell_at(row.cells, column)) if column is not None else ""
    meant = [areas[choice] for choice in question.choices if choice in areas]
    names = {area.name for area in meant}
    choices = [Choice(area.name, area.parent, area.name if len(names) == len(meant) else area.code) for area in meant]
    above = areas.get(question.under or "")
    return QuestionLine(
        question,
        str(LEVELS[question.level]),
        str(CAUSES[question.cause]),
        above.name if above else None,
        choices,
        [areas[area_id] for area_id in elsewhere if area_id in areas],
        column,
        mark,
    )
