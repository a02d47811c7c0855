"""What a request may send: a list from those who upload lists, from everybody else no more than a form holds."""

from typing import Final

from flask import Flask, abort, request

from agent_ui.sign_in.access import current_user
from campaigns.rules.roles import Role
from config import Settings

LONGEST_FORM: Final = 1 << 20  # a body is read whole when the token that guards a form is looked for in it
SEND_FILES: Final = (Role.OFFICER, Role.ADMIN)


def limit_bodies(app: Flask, settings: Settings) -> None:
    """Refuse a longer body before it is read; register it before what reads bodies."""

    @app.before_request
    def limit() -> None:
        if any("\0" in value for _, value in request.args.items(multi=True)):
            abort(404)  # no place, day or id is written so, and PostgreSQL would break over it
        if request.mimetype == "multipart/form-data":
            person = current_user()
            if person is not None and person.role in SEND_FILES:
                return  # MAX_CONTENT_LENGTH, the setting, holds
        request.max_content_length = min(LONGEST_FORM, settings.max_upload_bytes)
