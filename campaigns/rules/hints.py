"""Says of each reason, in one sentence, what is wrong and how to mend it."""

from typing import Final

from campaigns.rules.verdicts import Reason

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
