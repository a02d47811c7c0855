"""What a long change of a list is called, and the sentence for whoever comes while it is being made."""

from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from agent_ui.house import house
from agent_ui.numbers import clock
from campaigns.rules.lists.long_changes import LongKind
from campaigns.shared.changing import BeingChanged

_ = lazy_gettext
MADE: Final[dict[LongKind, LazyString]] = {
    LongKind.APPROVE: _("The list is being approved: its people's cases are opened"),
    LongKind.WITHDRAW: _("The list is being withdrawn: its people's cases are closed"),
    LongKind.EQUAL_VALUES: _("Equal values are being changed together"),
    LongKind.OTHER_COLUMN: _("Phones are being taken from another column"),
    LongKind.FROM_FILE: _("Rows mended in a spreadsheet are being taken back"),
    LongKind.NOT_SO: _("What was put right is being taken back"),
    LongKind.UNDO: _("A change is being undone"),
    LongKind.UNDO_IMPORT: _("What was read of the file is being taken away"),
    LongKind.NEWER_THAN: _("The list is being compared with an older one"),
    LongKind.SAMPLE: _("A sample is being drawn"),
    LongKind.GO_ON: _("A sample is being drawn"),
    LongKind.READ_SO: _("The file is being opened anew"),
}


def being_changed(busy: BeingChanged) -> str:
    """Return what is being done to a list, since when and for whom, and what to do."""
    done = MADE[busy.kind] if busy.kind else ""
    since = clock(house().now() - busy.since) if busy.since else "–"
    return str(
        gettext(
            "%(done)s, for %(time)s now, asked for by %(who)s. Look again in a moment: nothing else of the list can be"
            " changed meanwhile.",
            done=done,
            who=busy.by or "–",
            time=since,
        )
    )
