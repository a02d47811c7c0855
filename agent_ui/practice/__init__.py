"""Practice: the agent's desk with invented people, sealed off from every real call; and who has passed."""

from agent_ui.practice.acts import acts
from agent_ui.practice.pages import pages
from agent_ui.practice.passed_pages import passed_pages

blueprints = (pages, acts, passed_pages)
