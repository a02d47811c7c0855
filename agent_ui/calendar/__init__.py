"""The calendar of calling: hours, holidays, gaps, outages and caps, and how each campaign keeps to them."""

from agent_ui.calendar.calendar_pages import calendar_pages
from agent_ui.calendar.placing_pages import placing_pages
from agent_ui.calendar.plan_pages import plan_pages

blueprints = (calendar_pages, placing_pages, plan_pages)
