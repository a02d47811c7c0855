"""The floor: what supervisors see now, and why the dialler rings whom it rings."""

from agent_ui.floor.case_pages import case_pages
from agent_ui.floor.pages import floor

blueprints = (floor, case_pages)
