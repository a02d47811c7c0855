"""The officer's way: campaigns, lists, their problems, and the approval before anybody is called."""

from agent_ui.lists.basis_pages import basis_pages
from agent_ui.lists.campaign_pages import campaign_pages
from agent_ui.lists.change_pages import change_pages
from agent_ui.lists.chunk_pages import chunk_pages
from agent_ui.lists.going_on_pages import going_on_pages
from agent_ui.lists.mend_pages import mend_pages
from agent_ui.lists.number_pages import number_pages
from agent_ui.lists.place_pages import place_pages
from agent_ui.lists.problem_pages import problem_pages
from agent_ui.lists.repair_pages import repair_pages
from agent_ui.lists.retention_pages import retention_pages
from agent_ui.lists.sample_pages import sample_pages
from agent_ui.lists.undo_pages import undo_pages
from agent_ui.lists.upload_pages import upload_pages
from agent_ui.lists.version_pages import version_pages

blueprints = (
    campaign_pages,
    number_pages,
    upload_pages,
    chunk_pages,
    change_pages,
    problem_pages,
    mend_pages,
    repair_pages,
    place_pages,
    basis_pages,
    sample_pages,
    going_on_pages,
    version_pages,
    undo_pages,
    retention_pages,
)
