"""Says to whoever tends the server what a database lacks that is older or newer than this program; agents need not know."""

from typing import Final

from flask_babel import lazy_gettext

from campaigns.store.session import Shape

FOR_WHO_TENDS: Final = {
    Shape.OLDER: lazy_gettext(
        "For whoever tends the server: the database is older than this program. Run “raabta migrate”."
    ),
    Shape.NEWER: lazy_gettext(
        "For whoever tends the server: the database is newer than this program. Update Raabta on this machine and start it again."
    ),
}
