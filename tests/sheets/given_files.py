"""Builds the files that offices send."""

import csv
import io
import zipfile
from pathlib import Path

import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from xlwt.CompoundDoc import XlsDoc

HEADER = ["S.No", "Name", "Mobile"]
PEOPLE = [HEADER, [1, "Raja Begum", 9419012345], [2, "غلام محمد", 9906112233]]


def given_text(path: Path, rows=PEOPLE, *, delimiter=",", encoding="utf-8", newline="\n") -> Path:
    """Write delimited text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def given_workbook(path: Path, rows=PEOPLE, *, hidden=(), empty=(), at=(0, 0)) -> Path:
    """Write a workbook; sheets named in `empty` come first."""
    with xlsxwriter.Workbook(path) as book:
        for name in empty:
            book.add_worksheet(name)
        sheet = book.add_worksheet("People")
        for number, row in enumerate(rows, start=at[0]):
            sheet.write_row(number, at[1], row)
        for name in hidden:
            other = book.add_worksheet(name)
            other.write(0, 0, "secret")
            other.hide()
    return path


def given_locked_workbook(path: Path) -> Path:
    """Write a workbook that asks for a password."""
    plain = given_workbook(path.with_suffix(".plain"))
    with plain.open("rb") as source, path.open("wb") as target:
        OOXMLFile(source).encrypt("let me in", target)
    return path


def given_ods(path: Path, rows=PEOPLE, *, encrypted=False, repeated=1) -> Path:
    """Write an OpenDocument sheet."""
    cells = "".join(
        "<table:table-row>" + "".join(_ods_cell(cell, repeated) for cell in row) + "</table:table-row>" for row in rows
    )
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="People">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    mark = "<manifest:encryption-data/>" if encrypted else ""
    return given_zip(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"<manifest>{mark}</manifest>",
            "content.xml": content,
        },
    )


def _ods_cell(cell: object, repeated: int) -> str:
    times = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    if isinstance(cell, (int, float)):
        return f'<table:table-cell office:value-type="float"{times} office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"{times}><text:p>{cell}</text:p></table:table-cell>'


def given_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    """Write a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def given_compound(stream: str, content: bytes = b"") -> bytes:
    """Return a whole compound file with one stream, as InPage and old office programs write them."""
    out = io.BytesIO()
    XlsDoc().save(out, content.ljust(4096, b"\0"))
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little")
    whole = out.getvalue()
    at = whole.index("Workbook".encode("utf-16-le"))
    return whole[:at] + entry + whole[at + len(entry) :]
