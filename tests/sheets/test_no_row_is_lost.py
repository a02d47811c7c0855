"""Whatever the bytes: rows in = accepted + rejected + ignored, and the same table gets the same verdicts in any format."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.lists.encodings import TextEncoding
from tests.sheets.given_tables import ANY_TABLE, TABLES, text_of, written_as
from tests.sheets.judged_file import judged_file

FORMATS = ("csv", "xlsx", "xls", "xlsb", "ods")
CODECS = {"utf-8": TextEncoding.UTF_8, "utf-8-sig": TextEncoding.UTF_8, "utf-16": TextEncoding.UTF_16}
DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from([",", ";", "\t", "|"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "newline": st.sampled_from(["\n", "\r\n"]),
    }
)


@settings(max_examples=100, deadline=None)
@given(
    table=st.one_of(TABLES, ANY_TABLE),
    dialect=DIALECTS,
    codec=st.sampled_from([*CODECS]),
    region=st.sampled_from(["IN", "PK"]),
)
def test_rows_in_are_accepted_rejected_and_ignored_in_any_spelling_of_a_text_file(
    table, dialect, codec, region
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "list.txt")
        path.write_bytes(text_of(table, **dialect).encode(codec))
        judged_file(path, region, CODECS[codec])


@settings(max_examples=60, deadline=None)
@given(table=TABLES, dialect=DIALECTS, codec=st.sampled_from([*CODECS]))
def test_a_table_that_was_written_as_text_has_all_its_rows(table, dialect, codec) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "list.txt")
        path.write_bytes(text_of(table, **dialect).encode(codec))
        assert len(judged_file(path)) == len(table)


@settings(max_examples=100, deadline=None)
@given(content=st.binary(max_size=300), encoding=st.sampled_from([None, *TextEncoding]))
def test_rows_in_are_accepted_rejected_and_ignored_whatever_the_bytes(content, encoding) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "list")
        path.write_bytes(content)
        judged_file(path, encoding=encoding)


@settings(max_examples=15, deadline=None)
@given(
    table=TABLES,
    kind=st.sampled_from(["xlsx", "ods"]),
    at=st.integers(0, 10**6),
    bits=st.binary(min_size=1, max_size=4),
)
def test_rows_in_are_accepted_rejected_and_ignored_in_a_damaged_workbook(table, kind, at, bits) -> None:
    with TemporaryDirectory() as folder:
        path = written_as(kind, Path(folder, "list"), table)
        content = bytearray(path.read_bytes())
        at %= len(content)
        content[at : at + len(bits)] = bits
        path.write_bytes(content)
        judged_file(path)


@settings(max_examples=10, deadline=None)
@given(table=TABLES, region=st.sampled_from(["IN", "PK"]))
def test_the_same_table_gets_the_same_verdicts_as_text_and_as_any_workbook(table, region) -> None:
    """Row by row: a cell over two lines is two lines of a text file, so what comes after it has another number there."""
    with TemporaryDirectory() as folder:
        told = {
            kind: [
                (row.verdict, row.reason, row.other_reasons, row.warnings, row.name, row.phones)
                for row in judged_file(written_as(kind, Path(folder, kind), table), region)
            ]
            for kind in FORMATS
        }
    assert told["csv"] != []
    assert [told[kind] == told["csv"] for kind in FORMATS] == [True] * len(FORMATS)
