"""What a file is that is no sheet of people, told by its first bytes, with the way to get at the sheet itself."""

import re
from typing import Final

from campaigns.sheets.text_encoding import is_wide
from campaigns.sheets.unreadable import UnreadableFile

LOOKED_AT: Final = 1 << 16
_SAVE_AS: Final = "save the table as XLSX or CSV UTF-8 and upload that."
_MEND: Final = {
    "web_page": "open it in a spreadsheet program, choose Save as, XLSX, and upload that.",
    "pdf": "ask whoever sent it for the sheet that it was made from (XLSX, XLS, ODS or CSV), and upload that.",
    "picture": "ask whoever sent it for the sheet that it shows (XLSX, XLS, ODS or CSV), and upload that.",
    "text_document": "copy its table into a spreadsheet, save that as XLSX and upload it.",
    "packed": "unpack it and upload the sheet inside.",
    "wrong_kind": _SAVE_AS,
}
_KINDS: Final = (
    (b"%PDF", "pdf", "a PDF"),
    (b"\x89PNG", "picture", "a picture"),
    (b"\xff\xd8\xff", "picture", "a picture"),
    (b"GIF8", "picture", "a picture"),
    (b"BM", "picture", "a picture"),
    (b"RIFF", "picture", "a picture or a sound"),
    (b"II*\0", "picture", "a picture"),
    (b"MM\0*", "picture", "a picture"),
    (b"{\\rtf", "text_document", "a text document"),
    (b"Rar!", "packed", "a packed archive"),
    (b"7z\xbc\xaf", "packed", "a packed archive"),
    (b"\x1f\x8b", "packed", "a packed archive"),
    (b"PK\x05\x06", "wrong_kind", "an empty zip archive"),
    (b"SQLite format 3", "wrong_kind", "a database"),
)
_MARKUP: Final = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<head", b"<body", b"<meta", b"<style")
_OF_A_TABLE: Final = re.compile(rb"<(table|tr|td|th|html)\b")  # portals write <div>, <font> or <!-- before it
_OF_XML_WORKBOOK: Final = b"<workbook"
_SAVED_PAGE: Final = (b"mime-version:", b"from:")  # a web page in one file, as browsers and spreadsheets save it
_JSON: Final = re.compile(rb"\[\s*[{\[]|\{\s*\"")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")  # a Ctrl-Z at the end is an old program's full stop
_MOST_NUL: Final = 0.3  # of all bytes: a download that was given its length before its content
_MOST_CONTROL: Final = 0.03
_KINDS_OF_CONTROL: Final = 5  # a text that was spoiled holds one or two, and is told where


def other_kind(because: str, what: str) -> UnreadableFile:
    """A file that may hold a table, and is none."""
    return UnreadableFile(because, f"The file is {what} and not a sheet of people: {_MEND[because]}")


def refuse_other_kind(start: bytes) -> None:
    """Refuse what its first bytes show to be something else, and what is neither a workbook nor text."""
    kind = next(((because, what) for magic, because, what in _KINDS if start.startswith(magic)), None)
    if kind is not None and not _is_heading(start):
        raise other_kind(*kind)
    text = _plain(start)
    if _is_page_of_another_kind(text):
        raise other_kind("web_page", "a web page that is only called a workbook, as portals send it,")
    if _JSON.match(text):
        raise other_kind("wrong_kind", "a JSON file")
    if text.startswith(b"begin:vcard"):
        raise other_kind("wrong_kind", "a file of address cards")
    if _is_no_text(start):
        raise UnreadableFile(
            "not_a_workbook",
            "The file holds neither a workbook nor text, so it is damaged or was never a workbook: "
            "copy or download it once more, see that it opens in a spreadsheet program, and upload it again.",
        )


def _plain(start: bytes) -> bytes:
    """The text in small letters, whatever it is encoded in, without what nobody sees before it."""
    text = start.decode("utf-16", "ignore").encode() if start.startswith((b"\xff\xfe", b"\xfe\xff")) else start
    return text.lstrip(b"\xef\xbb\xbf \t\r\n").lower()


def is_page_with_tables(start: bytes) -> bool:
    """Say whether this is a web page whose tables can be read; portals call such a page a workbook."""
    text = _plain(start)
    return _is_page(text) and not _is_page_of_another_kind(text)


def _is_page(text: bytes) -> bool:
    return text.startswith(_MARKUP) or (text.startswith(b"<") and _OF_A_TABLE.search(text) is not None)


def _is_page_of_another_kind(text: bytes) -> bool:
    """A page in many parts, or a workbook written as XML."""
    if text.startswith(_SAVED_PAGE):
        return b"text/html" in text
    return text.startswith(b"<?xml") and (_OF_XML_WORKBOOK in text or _OF_A_TABLE.search(text) is None)


def _is_heading(start: bytes) -> bool:
    """A heading that begins with BM, as a picture does."""
    return start.startswith(b"BM") and start[:64].isascii() and b"\0" not in start[:64]


def _is_no_text(start: bytes) -> bool:
    if is_wide(start):
        return False
    signs = _CONTROL.findall(start)
    many = len(signs) > _MOST_CONTROL * len(start) and len(set(signs)) >= _KINDS_OF_CONTROL
    return many or start.count(0) > _MOST_NUL * len(start)
