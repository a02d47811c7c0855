"""The page in which a script is written: its steps, the fields of one, each problem beside its place, and a preview."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from flask import render_template

from agent_ui.desk.page_words import question_page
from agent_ui.house import house
from agent_ui.languages import SPOKEN, direction_of
from agent_ui.scripts import script_words
from agent_ui.scripts.drafts import Draft
from agent_ui.scripts.script_words import change_sentence, language_name, place_words, problem_sentence
from agent_ui.sign_in.access import current_scope
from agent_ui.words import word
from campaigns.rules.outcomes import AGENT_OUTCOMES
from campaigns.rules.scripts.changes import changes_between
from campaigns.rules.scripts.conditions import COLUMN
from campaigns.rules.scripts.edits import listed
from campaigns.rules.scripts.faults import Problem
from campaigns.rules.scripts.script import MOST_OPTIONS, WITH_OPTIONS
from campaigns.set_up.save_script import problems_of
from campaigns.store.campaign_choices import campaign_line, department
from campaigns.store.scripts import script_document
from campaigns.store.tables import Campaign

MOST_LINES = 12  # above the fields; each problem stands beside its place as well


class Told:
    """The problems of a draft, looked up by where they stand."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems
        self.by_place = defaultdict[str, list[str]](list)
        for problem in problems:
            self.by_place[str(problem.place)].append(problem_sentence(problem))
        self.by_step = Counter(problem.place.step or "" for problem in problems)

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Return the first problems with their places, each with the step that has to be opened for it."""
        first = self.problems[:MOST_LINES]
        return [(one.place.step or "", f"{place_words(one.place)}: {problem_sentence(one)}") for one in first]

    def at(self, *places: str) -> list[str]:
        """Return the sentences of these places."""
        return [sentence for place in places for sentence in self.by_place.get(place, ())]


def editor(campaign: Campaign, draft: Draft, refusal: str | None = None) -> str:
    """Show a draft with all that is wrong with it, and what saving it would change."""
    return render_template(
        "scripts/edit.html",
        campaign=campaign,
        draft=draft,
        document=draft.document,
        step=draft.step,
        told=Told(problems_of(draft.document)),
        changes=changes_of(campaign, draft),
        refusal=refusal,
        words=script_words,
        outcomes={outcome.value: word(outcome) for outcome in AGENT_OUTCOMES},
        spoken=SPOKEN,
        direction_of=direction_of,
        language_name=language_name,
        column=COLUMN,
        most_options=MOST_OPTIONS,
        with_options=list(WITH_OPTIONS),
        preview=_preview(campaign),
    )


def _preview(campaign: Campaign) -> dict[str, object]:
    """Return what the browser needs to show the script as the agent sees it; the person on the line is invented."""
    with house().db.transaction(current_scope()) as session:
        line, owner = campaign_line(session, campaign.id), department(session, campaign.department_id)
    told = {"name": "Ghulam Nabi Bhat", "village": "Palhallan", "scheme": line[1] if line else ""}
    return {
        **question_page(),
        "person": {**told, "department": owner.name},
        "fields": {field: str(name) for field, name in script_words.FIELDS.items()},
        "column": COLUMN,
        "sentences": {name: str(words) for name, words in script_words.PREVIEW.items()},
    }


def changes_of(campaign: Campaign, draft: Draft) -> list[str]:
    """Say what the draft changes of the version in use."""
    if campaign.script_version_id is None:
        return []
    with house().db.transaction(current_scope()) as session:
        used = script_document(session, campaign.script_version_id)
    return [change_sentence(change) for change in changes_between(listed(used), draft.document)] if used else []
