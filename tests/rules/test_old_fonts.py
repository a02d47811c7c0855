"""A column typed in an old Hindi font is told from names in Latin, and Latin names are never taken for one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.old_fonts import ENOUGH_CELLS, LEAST_CELLS, looks_like_old_font
from campaigns.sheets.old_font_cells import decoded, with_hindi

KRUTI_DEV = [
    "jke yky",
    "lhrk nsoh",
    "deyk dqekjh",
    "jkts'k 'kekZ",
    "xqykc pUn",
    "HkxoUrh nsoh",
    "eksgEen v'kjQ",
    "Qkfrek csxe",
    "lquhrk jkuh",
    "'kdqUryk nsoh",
    "jes'k flag",
    "cyohj flag",
    "deyk nsoh",
    "vCnqy [kku",
    "ulhek ckuks",
    "iwtk Bkdqj",
    "nhid HkV",
    "lat; xqIrk",
    "uhye",
    "jhuk",
]
FIRST = [
    "Fata",
    "Raja",
    "Zooni",
    "Mst Khurshida",
    "Mohd Ramzan",
    "Gh Nabi",
    "Ab Rashid",
    "Ghulam Mohammad",
    "Khaliq",
    "Kak",
    "Bakhti",
    "Shakeela",
    "Mukhtar",
    "Akram",
    "Ashok",
    "Vikram",
    "Rakesh",
    "Kuldeep",
    "Krishan",
    "Kamlesh",
    "Sh Brij",
    "Smt Kanta",
    "Khan Begum",
    "Mst Hajra",
    "Tsering",
    "Stanzin",
    "Phuntsog",
    "Mohd Sdq",
]
LAST = [
    "Wani",
    "Dar",
    "Lone",
    "Khan",
    "Kak",
    "Khanday",
    "Malik",
    "Sheikh",
    "Koka",
    "Kuchay",
    "Bhat",
    "Mir",
    "Khatoon",
    "Kaul",
    "Tickoo",
    "Singh",
    "Sharma",
    "Angmo",
    "D/o Gh Qdr",
    "",
]
NAMES = st.builds(lambda first, last: f"{first} {last}".strip(), st.sampled_from(FIRST), st.sampled_from(LAST))
SPELLINGS = st.sampled_from([str, str.lower, str.upper, str.title])


def test_a_column_of_kruti_dev_is_told() -> None:
    assert looks_like_old_font(KRUTI_DEV)
    assert looks_like_old_font([*KRUTI_DEV, None, 7, "—".join(KRUTI_DEV[:2])])


@settings(max_examples=400)
@given(st.lists(NAMES, max_size=200, unique=True), SPELLINGS)
def test_names_in_latin_are_never_taken_for_an_old_font(names, spelling) -> None:
    assert not looks_like_old_font([spelling(name) for name in names])


@pytest.mark.parametrize("cells", [8, 5, 3])
def test_a_short_list_in_kruti_dev_is_told(cells) -> None:
    assert looks_like_old_font(KRUTI_DEV[:cells])
    assert not looks_like_old_font([*KRUTI_DEV[:cells], "Sharma"])


@given(st.lists(st.sampled_from(KRUTI_DEV), max_size=9))
def test_one_or_two_cells_never_tell(cells) -> None:
    assert not looks_like_old_font(list(dict.fromkeys(cells))[: LEAST_CELLS - 1])


@settings(max_examples=400)
@given(st.lists(st.one_of(NAMES, st.sampled_from([*FIRST, *LAST])), max_size=ENOUGH_CELLS - 1, unique=True), SPELLINGS)
def test_few_names_in_latin_are_never_taken_for_an_old_font(names, spelling) -> None:
    assert not looks_like_old_font([spelling(name) for name in names])


@pytest.mark.parametrize(
    "cells",
    [
        ["BPL", "APL", "AAY", "PHH", "NPHH"],
        ["jk bank", "jk grameen bank", "j and k bank", "jkb", "jk coop bank"],
    ],
    ids=range(2),
)
def test_few_words_that_are_short_of_vowels_are_no_old_font(cells) -> None:
    assert not looks_like_old_font(cells)


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [""] * 50,
        list(range(50)),
        [f"JK{n:03}BKKHK" for n in range(50)],
        [f"{a}{b}KHK" for a in "BCDFG" for b in "HJKLM"],
        [f"राम {a}{b}" for a in "कखगघच" for b in "तथदधन"],
        [f"غلام {a}{b}" for a in "کگبپت" for b in "ریسشص"],
        [f"{name} राम" for name in KRUTI_DEV],
    ],
    ids=range(8),
)
def test_codes_and_other_scripts_are_no_old_font(cells) -> None:
    assert not looks_like_old_font(cells)


def test_the_decoded_sample_reads_as_hindi() -> None:
    assert [decoded(text) for text in KRUTI_DEV[:3]] == ["राम लाल", "सीता देवी", "कमला कुमारी"]


def test_a_short_i_and_an_r_above_stand_where_hindi_has_them() -> None:
    names = {
        "'kekZ": "शर्मा",
        "nqxkZ": "दुर्गा",
        "dkfrZd": "कार्तिक",
        "f'koukFk": "शिवनाथ",
        "fLFkfr": "स्थिति",
        "fcfYdl": "बिल्किस",
        "HkkbZ": "भाई",
    }
    assert {typed: decoded(typed) for typed in names} == names


@given(st.text())
def test_whatever_stands_there_is_decoded_to_something(text) -> None:
    assert isinstance(decoded(text), str)


def test_only_confirmed_columns_below_the_heading_are_decoded() -> None:
    rows = [(1, ["uke", "jke yky"]), (2, ["jke yky", "jke yky", None, 9419012345])]
    assert with_hindi(rows, ColumnMap(header_row=1)) is rows
    assert list(with_hindi(rows, ColumnMap(header_row=1, old_font=(0, 3)))) == [
        rows[0],
        (2, ["राम लाल", "jke yky", None, 9419012345]),
    ]
