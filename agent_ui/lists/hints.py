"""How to mend a row, in the language of the page: the sentences of rules/lists/hints.py, marked for the translators."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

from campaigns.rules.verdicts import Reason, Warn

_ = lazy_gettext
HINTS: Final[dict[Reason | Warn, LazyString]] = {
    Reason.NOT_A_RECORD: _("This row is blank, a title, a heading, a total or a signature: nothing needs to be done."),
    Reason.NAME_MISSING: _("Nobody is named here: write the person's name as it should be asked for."),
    Reason.PHONE_MISSING: _("There is no phone number: write one, or leave the row out."),
    Reason.PHONE_ROUNDED: _(
        "The spreadsheet has rounded the number and its last digits are gone: take it from the original record, and format the column as text before saving."
    ),
    Reason.PHONE_DUMMY: _("This number was only typed to fill the cell: write the person's real number."),
    Reason.PHONE_INVALID: _(
        "This is no valid phone number: look for a missing, extra or hidden digit and write it whole."
    ),
    Reason.PHONE_OWN_SERIES: _(
        "This is a helpline, a short code or a number that only callers use: write the person's own number."
    ),
    Reason.SUPPRESSED: _(
        "Every number here is on the register of those who must not be called: the row is kept, nobody calls."
    ),
    Reason.DUPLICATE_IN_FILE: _("The same person stands in an earlier row, which is kept: nothing needs to be done."),
    Reason.DUPLICATE_IN_CAMPAIGN: _("This person is already called in this campaign: nothing needs to be done."),
    Warn.PHONE_SHARED: _("Several people share this number: right for a household, worth a look from five on."),
    Warn.AREA_UNKNOWN: _("The place is not known: the person can be called all the same."),
    Warn.AREA_ALIAS: _("The place was found under another spelling of its name."),
    Warn.IDENTITY_NUMBER_CUT: _(
        "An Aadhaar or CNIC number was cut to its last four digits; only the uploaded file still has it."
    ),
    Warn.PHONE_EXTRA_DROPPED: _("A second number in the cell was not valid and is left out."),
    Warn.FORMULA_TEXT: _("A cell begins like a formula: it is kept as text and never run."),
    Warn.LETTERS_LOST: _(
        "This row was saved in another encoding than the file, so letters of it cannot be read: write them from the original record."
    ),
    Warn.FORMULA_BROKEN: _(
        "A formula of this row gives #REF!, #N/A or another error in place of a value: write what the cell should show, or mend the formula in the spreadsheet and upload the file again."
    ),
    Warn.LEGACY_FONT: _(
        "A column looks as if it was typed in an old font: open the columns, and tick it there if its Hindi reads right."
    ),
}
