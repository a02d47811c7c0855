"""The floor: what supervisors see now, and why the dialler rings whom it rings."""

from agent_ui.floor.agent_passwords import agent_passwords
from agent_ui.floor.case_pages import case_pages
from agent_ui.floor.listening_pages import listening
from agent_ui.floor.pages import floor
from agent_ui.floor.refused_pages import refused_pages
from agent_ui.floor.tending_pages import tending
from agent_ui.floor.why_pages import why_pages

blueprints = (floor, listening, tending, why_pages, refused_pages, case_pages, agent_passwords)
