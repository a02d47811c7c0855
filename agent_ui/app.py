"""Builds the pages' app: every blueprint, the security around them, the languages in which they speak."""

import gc
import re
import time
from typing import Final

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from agent_ui import numbers
from agent_ui.admin.break_pages import breaks
from agent_ui.admin.delivery_pages import sent_reports
from agent_ui.admin.key_pages import keys
from agent_ui.admin.pages import admin
from agent_ui.admin.person_pages import people
from agent_ui.api.pages import api
from agent_ui.bodies import limit_bodies
from agent_ui.calendar import blueprints as calendar_blueprints
from agent_ui.cookies import cookie_configuration
from agent_ui.desk import blueprints as desk_blueprints
from agent_ui.errors import speak_of_errors
from agent_ui.floor import blueprints as floor_blueprints
from agent_ui.languages import DEFAULT, direction, language, offered
from agent_ui.limits import limiter
from agent_ui.lists import blueprints as list_blueprints
from agent_ui.logs import log_requests
from agent_ui.opt_outs import blueprints as opt_out_blueprints
from agent_ui.practice import blueprints as practice_blueprints
from agent_ui.referrals import blueprints as referral_blueprints
from agent_ui.referrals.told import new_problems
from agent_ui.rehearsal import blueprints as rehearsal_blueprints
from agent_ui.rehearsal.sentences import forecast_sentence
from agent_ui.reports.certificate_pages import certificates
from agent_ui.reports.figures_pages import figures
from agent_ui.reports.pages import reports
from agent_ui.scripts import blueprints as script_blueprints
from agent_ui.security import guard_answers, page_nonce
from agent_ui.sessions import Sessions
from agent_ui.sign_in.access import current_user
from agent_ui.sign_in.language import all_nastaliq, chosen_language, languages_to_choose
from agent_ui.sign_in.languages_page import languages_page
from agent_ui.sign_in.pages import pages as sign_in_pages
from agent_ui.static_files import asset, keep_static_files, module_addresses
from agent_ui.tiers.entitled_pages import entitled
from agent_ui.tiers.pages import tiers
from agent_ui.tokens import Tokens
from agent_ui.words import unknown_place, word
from campaigns.house import House, open_house
from campaigns.log_lines import write_json_lines
from config import Settings, read_settings

PAGES: Final = (
    sign_in_pages,
    languages_page,
    *list_blueprints,
    *opt_out_blueprints,
    admin,
    *desk_blueprints,
    *floor_blueprints,
    *practice_blueprints,
    *calendar_blueprints,
    *rehearsal_blueprints,
    *referral_blueprints,
    *script_blueprints,
    reports,
    figures,
    keys,
    breaks,
    sent_reports,
    people,
    api,
    tiers,
    entitled,
    certificates,
)


def create_app(settings: Settings | None = None, *, built: House | None = None) -> Flask:
    """Build the app; without settings (as a server process does) they are read from the environment."""
    if settings is None:
        settings = read_settings()
        write_json_lines()
        app = create_app(settings, built=built)
        gc.freeze()  # looking through what stays anyway would hold every request up for a tenth of a second
        return app
    app = Flask(__name__)
    app.config.from_mapping(configuration(settings))
    app.session_interface = Sessions(app)
    app.extensions["house"] = built or open_house(settings)
    app.extensions["started"] = time.monotonic()
    log_requests(app)
    keep_static_files(app)
    guard_answers(app, settings)
    speak_of_errors(app)
    limit_bodies(app, settings)  # before the token is looked for in the body
    Tokens().init_app(app)
    limiter.init_app(app)
    Babel(app, locale_selector=chosen_language)
    teach_templates(app)
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign] # Flask's documented way
    return app


def configuration(settings: Settings) -> dict[str, object]:
    """Return Flask's configuration."""
    return {
        **cookie_configuration(settings),
        "WTF_CSRF_TIME_LIMIT": None,  # a desk stays open for a shift; the token ends with the session
        "MAX_CONTENT_LENGTH": settings.max_upload_bytes,
        "BABEL_DEFAULT_LOCALE": DEFAULT,
        "RATELIMIT_STORAGE_URI": re.sub("^unix:", "redis+unix:", settings.redis_url),
        "RATELIMIT_STORAGE_OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }


def teach_templates(app: Flask) -> None:
    """Give templates our words, numbers and macros' needs."""
    app.jinja_env.globals.update(
        asset=asset,
        current_user=current_user,
        page_nonce=page_nonce,
        module_addresses=module_addresses,
        language=language,
        direction=direction,
        all_nastaliq=all_nastaliq,
        new_problems=new_problems,
        forecast_sentence=forecast_sentence,
        unknown_place=unknown_place,
        languages=offered(),
        languages_to_choose=languages_to_choose,
    )
    app.jinja_env.filters.update(
        number=numbers.number,
        percent=numbers.percent,
        clock=numbers.clock,
        moment=numbers.moment,
        day=numbers.day,
        time_of_day=numbers.time_of_day,
        word=word,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # Urdu as letters takes half as much as in escapes
    app.jinja_env.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
