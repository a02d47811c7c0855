"""Pages in which an office writes the scripts of its campaigns, and chooses what agents may log."""

from agent_ui.scripts.edit_pages import edit_pages
from agent_ui.scripts.outcome_pages import outcome_pages
from agent_ui.scripts.version_pages import version_pages

blueprints = (version_pages, edit_pages, outcome_pages)
