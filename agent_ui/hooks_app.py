"""Builds the hooks' app: the carrier's webhooks alone, so that a slow page never delays a call."""

import gc

from flask import Flask

from agent_ui.hooks import calls_in, hooks, listeners
from agent_ui.logs import log_requests
from campaigns.house import House, open_house
from campaigns.log_lines import write_json_lines
from config import Settings, read_settings


def create_hooks_app(settings: Settings | None = None, *, built: House | None = None) -> Flask:
    """Build the app; without settings (as a server process does) they are read from the environment."""
    if settings is None:
        settings = read_settings()
        write_json_lines()
        app = create_hooks_app(settings, built=built)
        gc.freeze()  # looking through what stays anyway would hold every webhook up for a tenth of a second
        return app
    app = Flask(__name__, static_folder=None)
    app.extensions["house"] = built or open_house(settings)
    log_requests(app)
    app.register_blueprint(hooks)
    app.register_blueprint(calls_in)
    app.register_blueprint(listeners)
    return app
