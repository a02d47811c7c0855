"""The page and the server walk the same way through every script, whatever was answered and whatever the record says."""

import json
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser

from campaigns.rules.outcomes import AGENT_OUTCOMES
from campaigns.rules.scripts.answers import LONGEST_TEXT, fits
from campaigns.rules.scripts.path import follow
from campaigns.rules.scripts.script import StepKind, read_script
from campaigns.rules.scripts.who_answered import Answered, Relation

ROOT = Path(__file__).parents[2]
PATH = ROOT / "agent_ui" / "static" / "desk" / "path.js"
PENSION = json.loads((ROOT / "workers" / "demo" / "old_age_pension_check.json").read_text(encoding="utf-8"))
WALK = """([source, cases]) => {
  const { follow, fits } = new Function(`${source}; return { follow, fits };`)();
  return cases.map(([script, answers, record]) => {
    const path = follow(script, answers, record);
    const fitting = Object.entries(answers).map(([name, value]) => fits(script.steps[name], value, record));
    return [path.steps, path.next, path.suggested, path.answeredBy, path.relation, path.confirmed, fitting];
  });
}"""
ODD = (
    *(
        None,
        True,
        False,
        0,
        -1,
        7,
        7.5,
        10**15,
        "",
        " ",
        "\u00a0",
        "\ufeff",
        "\x85",
        "\x1c",
        "a\x00b",
        "7",
        "مدد",
        "😀" * LONGEST_TEXT,
    ),
    *("x" * LONGEST_TEXT, "x" * (LONGEST_TEXT + 1), "2026-10-31", "2026-02-30", "2024-02-29", "0000-01-01", "20261031"),
    *(
        "٢٠٢٦-١٠-٣١",
        "2026-10-31\n",
        [],
        ["a"],
        ["a", "a"],
        ["a", "b"],
        ["b", "z"],
        [1],
        [["a"]],
        {"a": "b"},
        "a",
        "b",
        "c",
    ),
)
SAYINGS = (
    "female",
    " Female ",
    "FEMALE",
    "male",
    "",
    "J&K  Bank",
    "j&k bank",
    "İ",
    "ΟΔΟΣ",
    "بانڈی پورہ",
    "a\x1cb",
    "\u00a0a",
)
FIELDS = ("gender", "district", "column:Bank")


def some_condition(dice: Random) -> dict[str, Any]:
    return {"field": dice.choice(FIELDS), dice.choice(("is", "is_not")): dice.sample(SAYINGS, 2)}


def some_option(dice: Random, value: str, names: list[str]) -> dict[str, Any]:
    option: dict[str, Any] = {"value": value, "label": {}}
    wishes = {
        "next": lambda: dice.choice(names),
        "suggests": lambda: dice.choice(AGENT_OUTCOMES).value,
        "when": lambda: some_condition(dice),
        "who": lambda: dice.choice(list(Answered)).value,
        "relation": lambda: dice.choice(list(Relation)).value,
    }
    return option | {name: wish() for name, wish in wishes.items() if dice.random() < 0.4}


def some_step(dice: Random, names: list[str]) -> dict[str, Any]:
    kind = dice.choice(list(StepKind))
    step: dict[str, Any] = {"kind": kind.value, "title": {}, "read": {}}
    if kind in (StepKind.CHOICE, StepKind.CHOICES):
        step["options"] = [some_option(dice, value, names) for value in "abc"[: dice.randrange(1, 4)]]
    bounds = {
        StepKind.NUMBER: {"min": 0, "max": 10},
        StepKind.DATE: {"earliest": "2024-01-01", "latest": dice.choice(("2026-10-31", "today"))},
    }
    step |= {name: bound for name, bound in bounds.get(kind, {}).items() if dice.random() < 0.5}
    if dice.random() < 0.9 and kind is not StepKind.END:
        step["next"] = dice.choice(names)
    if dice.random() < 0.3:
        step["when"] = some_condition(dice)
    if dice.random() < 0.5:
        step["required"] = dice.random() < 0.5
    return step


def some_case(dice: Random) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    names = [f"s{number}" for number in range(dice.randrange(2, 8))]
    document = {"opening": "s0", "languages": [], "steps": {name: some_step(dice, names) for name in names}}
    if dice.random() < 0.2:
        document = PENSION
    record = {field: dice.choice(SAYINGS) for field in FIELDS if dice.random() < 0.7}
    record |= {"today": dice.choice(("2026-10-30", "2026-10-31"))} if dice.random() < 0.7 else {}
    script, answers = read_script(document), dict[str, Any]()
    while (at := follow(script, answers, record).next_step) and at not in answers and dice.random() < 0.95:
        likely = [option.value for option in script.steps[at].options] or ["2026-10-31", 7, "مدد"]
        answers[at] = dice.choice(likely if dice.random() < 0.7 else ODD)
    return document, answers, record


def test_the_page_and_the_server_walk_the_same_way_through_hundreds_of_scripts(chromium: Browser) -> None:
    dice = Random(5)
    cases = [some_case(dice) for _ in range(700)]
    page = chromium.new_page()
    told = page.evaluate(WALK, [PATH.read_text(encoding="utf-8").replace("export ", ""), cases])
    page.close()
    ends = 0
    for (document, answers, record), said in zip(cases, told, strict=True):
        script = read_script(document)
        path = follow(script, answers, record)
        fitting = [fits(script.steps[name], value, record) for name, value in answers.items()]
        here = [path.steps, path.next_step, path.suggested, path.answered_by, path.relation, path.confirmed, fitting]
        assert said == json.loads(json.dumps(here)), (document, answers, record)
        ends += path.next_step is None
    assert 140 < ends < 660  # walks of every length


DAYS = """([source, cases]) => {
  const { readDay } = new Function(`${source}; return { readDay };`)();
  return cases.map(([words, bounds]) => readDay(words, bounds, new Date("2026-11-23T06:00:00Z")));
}"""


def test_a_day_is_read_day_before_month_whatever_order_the_pc_would_show(chromium: Browser) -> None:
    told: dict[str, str | None] = {
        **dict.fromkeys(("13.11.2026", "13/11/26", "13 11", "1311", "131126", "13112026", "2026-11-13"), "2026-11-13"),
        "3.1.2026": "2026-01-03",
        "3.1": "2027-01-03",
        "28 12": "2026-12-28",
        "13.13.2026": "2026-13-13",
        "12 5 85": "1985-05-12",
        "12 5 27": "2027-05-12",
        **dict.fromkeys(("", "13", "131", "on Friday", "1.2.3.4"), None),
    }
    cases: list[Any] = [[words, {}] for words in told]
    cases += [["28 12", {"latest": "2026-11-23"}], ["3.1", {"earliest": "2026-11-23"}]]
    cases += [["5.6.48", {"latest": "2026-11-23"}], ["5.6.48", {"earliest": "2026-11-23"}]]  # born, and to be paid
    page = chromium.new_page()
    source = PATH.with_name("written_day.js").read_text(encoding="utf-8").replace("export ", "")
    read = page.evaluate(DAYS, [source, cases])
    page.close()
    assert read == [*told.values(), "2025-12-28", "2027-01-03", "1948-06-05", "2048-06-05"]
