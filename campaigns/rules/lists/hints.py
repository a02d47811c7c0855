"""Says of each reason and each warning, in one sentence, what it means and how to mend it."""

from typing import Final

from campaigns.rules.lists.odd_numbers import Oddity
from campaigns.rules.verdicts import Reason, Warn

REASON_HINTS: Final[dict[Reason, str]] = {
    Reason.NOT_A_RECORD: "This row is blank, a title, a heading, a total or a signature: nothing needs to be done.",
    Reason.NAME_MISSING: "Nobody is named here: write the person's name as it should be asked for.",
    Reason.PHONE_MISSING: "There is no phone number: write one, or leave the row out.",
    Reason.PHONE_ROUNDED: (
        "The spreadsheet has rounded the number and its last digits are gone: "
        "take it from the original record, and format the column as text before saving."
    ),
    Reason.PHONE_DUMMY: "This number was only typed to fill the cell: write the person's real number.",
    Reason.PHONE_INVALID: "This is no valid phone number: look for a missing, extra or hidden digit and write it whole.",
    Reason.PHONE_OWN_SERIES: (
        "This is a helpline, a short code or a number that only callers use: write the person's own number."
    ),
    Reason.SUPPRESSED: "Every number here is on the register of those who must not be called: the row is kept, nobody calls.",
    Reason.DUPLICATE_IN_FILE: "The same person stands in an earlier row, which is kept: nothing needs to be done.",
    Reason.DUPLICATE_IN_CAMPAIGN: "This person is already called in this campaign: nothing needs to be done.",
}
WARNING_HINTS: Final[dict[Warn, str]] = {
    Warn.PHONE_SHARED: "Several people share this number: right for a household, worth a look from five on.",
    Warn.AREA_UNKNOWN: "The place is not known: the person can be called all the same.",
    Warn.AREA_ALIAS: "The place was found under another spelling of its name.",
    Warn.IDENTITY_NUMBER_CUT: "An Aadhaar or CNIC number was cut to its last four digits; only the uploaded file still has it.",
    Warn.PHONE_EXTRA_DROPPED: "A second number in the cell was not valid and is left out.",
    Warn.FORMULA_TEXT: "A cell begins like a formula: it is kept as text and never run.",
    Warn.LEGACY_FONT: (
        "A column looks as if it was typed in an old font: open the columns, and tick it there if its Hindi reads right."
    ),
    Warn.LETTERS_LOST: (
        "This row was saved in another encoding than the file, so letters of it cannot be read: "
        "write them from the original record."
    ),
    Warn.FORMULA_BROKEN: (
        "A formula of this row gives #REF!, #N/A or another error in place of a value: write what the cell should show, "
        "or mend the formula in the spreadsheet and upload the file again."
    ),
}
_AS_TEXT: Final = "write the number as it is dialled, and format the column as text before saving."
ODDITY_HINTS: Final[dict[Oddity, str]] = {
    Oddity.DATE: f"A date stands in place of a number: {_AS_TEXT}",
    Oddity.BELOW_ZERO: f"The number is below zero: {_AS_TEXT}",
    Oddity.FRACTION: f"The number is a fraction: {_AS_TEXT}",
    Oddity.BROKEN_FORMULA: WARNING_HINTS[Warn.FORMULA_BROKEN],
}
