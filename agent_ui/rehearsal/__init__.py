"""Pages that play a campaign through before anyone is called, and say when it will be finished."""

from agent_ui.rehearsal.pages import rehearsal

blueprints = (rehearsal,)
