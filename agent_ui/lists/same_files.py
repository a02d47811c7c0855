"""What else the campaign has, or once had, of the very file that a list was made of."""

from typing import Any

from agent_ui.house import house
from agent_ui.lists.this_list import ThisList
from agent_ui.sign_in.access import current_scope
from campaigns.store.lists.lists import former_lists_of_file, lists_of_file


def same_files(this: ThisList) -> dict[str, Any]:
    """Return the lists of the file's other sheets, and those of this sheet that do not stand any more."""
    with house().db.transaction(current_scope()) as session:
        of_file = lists_of_file(session, this.kept.campaign_id, this.kept.sha256)
        former = former_lists_of_file(session, this.kept)
    return {"other_sheets": [other for other in of_file if other.id != this.kept.id], "former": former}
