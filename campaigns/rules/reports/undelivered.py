"""Why a file of a report did not arrive, each with how to mend it; the page of an administrator tells it."""

from typing import Final

from campaigns.rules.refusals import Refusal

NOT_WRITTEN: Final = Refusal("not_written", "The file could not be written: the log says why.")
WRITTEN_TOO_SLOWLY: Final = Refusal(
    "written_too_slowly", "The file took too long to write: the machine has too much to do."
)
FIGURES_TOO_SLOW: Final = Refusal("figures_too_slow", "The database was too slow to draw the figures.")
FAULT: Final = Refusal("delivery_fault", "It could not be sent because of a fault on our side: the log says why.")
BROKE_OFF: Final = Refusal(
    "delivery_broke_off",
    "The work broke off before it was done: the machine or its worker stopped. It may have arrived.",
)
MISSED: Final = Refusal(
    "delivery_missed",
    "Nobody was there to send it: the machine or its worker was off, or had too much to do. One report was sent for all"
    " that were missed, as soon as they worked again.",
)
NO_FOLDER: Final = Refusal("no_folder", "The settings name no folder: set DELIVERY_FOLDER.")
FOLDER_SHUT: Final = Refusal(
    "folder_shut", "The folder cannot be written: look at its rights and at the room on the disk."
)
NO_MAIL: Final = Refusal("no_mail", "The settings name no mail server: set SMTP_URL and MAIL_FROM.")
MAIL_OPEN: Final = Refusal(
    "mail_open",
    "The mail server takes no encryption, so that the password is not sent to it: use smtps:// or STARTTLS.",
)
MAIL_REFUSED: Final = Refusal("mail_refused", "The mail server did not take it.")
WEB_SILENT: Final = Refusal("web_silent", "The web address does not answer.")
WEB_REFUSED: Final = Refusal("web_refused", "The web address answered, but did not take it.")
