"""What can be wrong with a script: where it stands, and a sentence that says how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from campaigns.rules.refusals import Refusal


class Fault(StrEnum):
    """One kind of mistake."""

    SHAPE = "shape"
    NO_TEXT = "no_text"
    UNKNOWN_FIELD = "unknown_field"
    MERGED_ELSEWHERE = "merged_elsewhere"
    OPTION_COUNT = "option_count"
    OPTIONS_ELSEWHERE = "options_elsewhere"
    SAME_VALUE = "same_value"
    CHOICES_BRANCH = "choices_branch"
    NO_SUCH_STEP = "no_such_step"
    END_LEADS_ON = "end_leads_on"
    LEADS_NOWHERE = "leads_nowhere"
    LOOP = "loop"
    UNREACHED = "unreached"
    BOUNDS_CROSSED = "bounds_crossed"
    BOUNDS_ELSEWHERE = "bounds_elsewhere"
    NO_DAY = "no_day"
    NO_SUCH_RECORD_FIELD = "no_such_record_field"
    CONDITION_MISPLACED = "condition_misplaced"
    NO_OPTION_FOR_ALL = "no_option_for_all"
    OPENING_NOT_A_CHOICE = "opening_not_a_choice"
    WHO_MISSING = "who_missing"
    RELATION_OF_STRANGER = "relation_of_stranger"
    NO_NEUTRAL = "no_neutral"
    SCHEME_TOO_EARLY = "scheme_too_early"
    PART_MISSING = "part_missing"
    PART_TOO_LATE = "part_too_late"
    DEPARTMENT_UNNAMED = "department_unnamed"


# A hint may hold the facts of its problem in braces.
SENTENCES: Final[dict[Fault, Refusal]] = {
    Fault(one.because): one
    for one in (
        Refusal(Fault.SHAPE, "This is not written as a script is: {error}"),
        Refusal(Fault.NO_TEXT, "There is no text in {language}."),
        Refusal(Fault.UNKNOWN_FIELD, "The text names “{field}” in braces, which no record has."),
        Refusal(
            Fault.MERGED_ELSEWHERE,
            "Only what is read out and the hint can hold “{field}” in braces: this text stands in reports, too.",
        ),
        Refusal(Fault.OPTION_COUNT, "It needs between 1 and 9 options: one digit key each."),
        Refusal(Fault.OPTIONS_ELSEWHERE, "Only a choice has options: take them out, or make it a choice."),
        Refusal(Fault.SAME_VALUE, "Two options have the same short name: give each its own."),
        Refusal(
            Fault.CHOICES_BRANCH,
            "Where several answers may be chosen, they cannot branch, suggest an outcome or say who speaks: give the step"
            " one next step.",
        ),
        Refusal(Fault.NO_SUCH_STEP, "It leads to “{step}”, which is no step."),
        Refusal(Fault.END_LEADS_ON, "An ending can lead nowhere: take its next step out."),
        Refusal(Fault.LEADS_NOWHERE, "It has a way that leads nowhere: give it a next step, or make it an ending."),
        Refusal(Fault.LOOP, "It leads back to “{step}”: the call would never end."),
        Refusal(Fault.UNREACHED, "Nothing leads to this step: lead to it, or take it out."),
        Refusal(Fault.BOUNDS_CROSSED, "The least is above the most: no answer could ever fit."),
        Refusal(Fault.BOUNDS_ELSEWHERE, "Bounds belong to a number or to a date: take them out."),
        Refusal(Fault.NO_DAY, "“{day}” is no day of the calendar: write it as 2026-10-31."),
        Refusal(
            Fault.NO_SUCH_RECORD_FIELD,
            "No record has “{field}”: ask for language, gender, category, state, district, block, village or a column of"
            " the list.",
        ),
        Refusal(
            Fault.CONDITION_MISPLACED,
            "The opening and the endings are for everybody, and a step that is for some people needs a next step for the"
            " others.",
        ),
        Refusal(Fault.NO_OPTION_FOR_ALL, "Every option is for some people only: leave one for everybody."),
        Refusal(
            Fault.OPENING_NOT_A_CHOICE, "The script must begin with who has answered: a single choice that is required."
        ),
        Refusal(Fault.WHO_MISSING, "No option of the opening says that this person speaks: {who}."),
        Refusal(Fault.RELATION_OF_STRANGER, "Only of a family member it is asked which: take the relation out."),
        Refusal(
            Fault.NO_NEUTRAL, "Write what others are told: a message that names neither the scheme nor any benefit."
        ),
        Refusal(
            Fault.SCHEME_TOO_EARLY,
            "Somebody else may still be on the line here: say nothing of the scheme before it is the person herself.",
        ),
        Refusal(Fault.PART_MISSING, "No step says this part of the opening: {part}."),
        Refusal(Fault.PART_TOO_LATE, "This may be asked before the person has been told: {part}."),
        Refusal(Fault.DEPARTMENT_UNNAMED, "A step that names the department needs {{department}} in its text."),
    )
}


@dataclass(frozen=True)
class Place:
    """Where in a script something stands; without a step it is of the whole script."""

    step: str | None = None
    part: str | None = None  # title, read, hint, label, neutral, calling_back
    option: int | None = None  # from 1
    language: str | None = None

    def __str__(self) -> str:
        """Write it as an officer reads it."""
        where = f"steps.{self.step}" if self.step else ""
        where += f", option {self.option}" if self.option else ""
        ending = ".".join(part for part in (self.part, self.language) if part)
        return f"{where}.{ending}" if where and ending else where or ending or "The script"


@dataclass(frozen=True)
class Problem:
    """One mistake with its place."""

    fault: Fault
    place: Place
    facts: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.place}: {SENTENCES[self.fault].hint.format(**self.facts)}"


@dataclass(frozen=True)
class ScriptRefused(Refusal):
    """A script that was not saved, with everything that has to be mended first."""

    problems: tuple[Problem, ...] = field(default=(), kw_only=True)
