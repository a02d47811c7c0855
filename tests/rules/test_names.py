"""Names compare equal however an office spells them; placeholders name nobody."""

import pytest

from campaigns.rules.lists.names import fold_name, is_placeholder_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ghulam Mohammad Bhat", "GHULAM  MOHAMMAD BHAT"),
        ("Smt. Raja Begum", "Raja Begum"),
        ("Mst. Zoona", "zoona"),
        ("Haji Abdul Aziz", "Abdul Aziz"),
        ("Zoona W/o Abdul Aziz", "Zoona"),
        ("Zoona w.o. Abdul Aziz", "Zoona"),
        ("Abdul Rashid S/O: Gh. Nabi", "Abdul Rashid"),
        ("Nasreen D/o Ali", "Nasreen"),
        ("Abdul son of Aziz", "Abdul"),
        ("श्रीमती राम देवी", "राम देवी"),
        ("रामलाल पुत्र श्यामलाल", "रामलाल"),
        ("محمد علي", "محمد علی"),
        ("كريم", "کریم"),
        ("فاطمه", "فاطمہ"),
        ("مُحَمَّد", "محمد"),
        ("جناب محمد علی", "محمد علی"),
        ("زینب زوجہ کریم", "زینب"),
        ("ज़ीनत", "जीनत"),
        ("José", "Jose"),
    ],
)
def test_two_spellings_of_one_name_fold_to_the_same(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_different_names_stay_different() -> None:
    assert fold_name("Abdul Aziz") != fold_name("Abdul Rashid")
    assert fold_name("राम") != fold_name("रमा")
    assert fold_name("Sonia") != ""
    assert fold_name("بنت النساء") != fold_name("زینب")
    assert fold_name("पत्नीदेवी") == "पत्नीदेवी"


@pytest.mark.parametrize(
    "name",
    ["", " ", "-", "--", "...", "NA", "N/A", "n.a.", "Nil", "none", "xxx", "XXXX", "0", "12345", "Not Available", "No Name",
     "unknown", "Name not available", "Smt.", "Mr. ", "test", "नहीं", "अज्ञात", "नाम नहीं", "نامعلوم", "کوئی نہیں", "نام", "\u200f"],
)  # fmt: skip
def test_a_placeholder_names_nobody(name: str) -> None:
    assert is_placeholder_name(name)


@pytest.mark.parametrize(
    "name", ["Noor", "Nazir", "Nila", "A", "Ram", "राम", "محمد", "Xavier", "Nanda", "Mr Khan", "नीला", "D'Souza"]
)
def test_a_name_is_a_name(name: str) -> None:
    assert not is_placeholder_name(name)
