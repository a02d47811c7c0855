"""Says a refusal in the language of the page; hints that carry figures of their own have a sentence here."""

from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from agent_ui.languages import DEFAULT, language
from agent_ui.lists.change_words import being_changed
from campaigns.rules.refusals import Refusal
from campaigns.shared.changing import BeingChanged

_ = lazy_gettext
SENTENCES: Final[dict[str, LazyString]] = {
    "empty": _("The file holds no row: check that it is the right file and that it was saved, and upload it again."),
    "only_hidden": _(
        "The people stand on a hidden sheet of the workbook, and hidden sheets are not read: show it in the spreadsheet"
        " program, save the workbook and upload it again."
    ),
    "wrong_kind": _("The file is not a sheet of people: save the table as XLSX or CSV UTF-8 and upload that."),
    "not_a_workbook": _(
        "The file holds neither a workbook nor text, so it is damaged or was never a workbook: copy or download it once"
        " more, see that it opens in a spreadsheet program, and upload it again."
    ),
    "cut_off": _(
        "The workbook ends too early, as after a copy or a download that was broken off: copy or download it once more,"
        " see that it opens in a spreadsheet program, and upload it again."
    ),
    "web_page": _(
        "The file is a web page that is only called a workbook, as portals send it: open it in a spreadsheet program,"
        " choose Save as, XLSX, and upload that."
    ),
    "no_table": _(
        "The file is a web page without a table, as a portal sends it when its sign-in has ended: sign in there, download"
        " the list once more, see that it opens in a spreadsheet program, and upload it again."
    ),
    "pdf": _(
        "The file is a PDF and not a sheet of people: ask whoever sent it for the sheet that it was made from, and upload"
        " that."
    ),
    "picture": _(
        "The file is a picture and not a sheet of people: ask whoever sent it for the sheet that it shows, and upload that."
    ),
    "text_document": _(
        "The file is a text document and not a sheet of people: copy its table into a spreadsheet, save that as XLSX and"
        " upload it."
    ),
    "packed": _("The file is a packed archive: unpack it and upload the sheet inside."),
    "inpage": _(
        "The file is an InPage document: in InPage choose File, Export, Unicode text, paste the text into a sheet"
        " and upload that as XLSX or CSV."
    ),
    "password": _("The workbook is locked with a password: save it without one and upload it again."),
    "corrupt": _(
        "The workbook is damaged: open it in a spreadsheet, save it anew as XLSX and upload that; where it does not open"
        " there either, ask for it once more."
    ),
    "zip_bomb": _("The workbook unpacks to far more than a list can hold: save the table as CSV and upload that."),
    "too_big": _("The file is too large: save it as CSV, or upload it in parts, for example one district at a time."),
    "too_many_columns": _("The sheet has too many columns: delete those that are not needed and upload it again."),
    "nul_bytes": _("The file holds bytes that are no text: save the table as XLSX or CSV UTF-8 and upload that."),
    "cell_too_long": _(
        "A cell of the file is far too long: shorten it in a spreadsheet, save it anew and upload that."
    ),
    "quote_never_closed": _(
        "A quotation mark in the file is never closed: close it or take it out in that row, and upload the file again."
    ),
    "no_such_sheet": _("The workbook has no sheet of that name: upload it again."),
    "same_file": _("This very file is already in the campaign. Open the earlier list instead of uploading it again."),
    "seed_wrong": _("Write a seed of 1 to 60 letters or digits."),
    "sample_too_large": _("The list has fewer people who can be called: draw fewer."),
    "sample_too_small": _(
        "The groups need more people than you draw: draw more people, take fewer from each group, or divide the list"
        " more coarsely."
    ),
    "basis_too_long": _("This is too long: write it in at most 300 letters."),
    "notice_too_long": _("The notice is too long: write it in at most 1,500 letters."),
    "hours_wider_than_law": _(
        "The law does not allow calls here at these hours: hours can be made shorter than its own, never longer."
    ),
    "move_not_possible": _("Somebody has moved this campaign in the meantime. This page shows where it is now."),
}


def sentence(refusal: Refusal) -> str:
    """Return the refusal's sentence; in English the hint itself, which may name the row or the size."""
    if isinstance(refusal, BeingChanged):
        return being_changed(refusal)
    if language() == DEFAULT or refusal.because not in SENTENCES:
        return str(gettext(refusal.hint))
    return f"{SENTENCES[refusal.because]}{_place(refusal)}"


def _place(refusal: Refusal) -> str:
    if refusal.row is None:
        return ""
    if not refusal.column:
        return f" ({gettext('row %(row)s', row=refusal.row)})"
    return f" ({gettext('row %(row)s, column %(column)s', row=refusal.row, column=refusal.column)})"
