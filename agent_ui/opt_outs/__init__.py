"""The opt-out register of a department: who must not be called, by hand and from do-not-call files."""

from agent_ui.opt_outs.file_pages import file_pages
from agent_ui.opt_outs.register_pages import register_pages
from agent_ui.opt_outs.upload_pages import upload_pages

blueprints = (register_pages, file_pages, upload_pages)
