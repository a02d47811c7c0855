"""Twilio's own OpenAPI document, cut to what is used here, as a check of every request and response."""

import json
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import requests
from openapi_core import Config, OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response

DOCUMENT = Path("node_modules/@twilio/cli-core/src/services/twilio-api/twilio_api_v2010.json")
ACCOUNT = "/2010-04-01/Accounts/{AccountSid}"
PATHS = (
    "/2010-04-01/Accounts/{Sid}.json",
    f"{ACCOUNT}/IncomingPhoneNumbers.json",
    f"{ACCOUNT}/OutgoingCallerIds.json",
    f"{ACCOUNT}/Calls.json",
    f"{ACCOUNT}/Calls/{{Sid}}.json",
    f"{ACCOUNT}/Conferences.json",
    f"{ACCOUNT}/Conferences/{{Sid}}.json",
    f"{ACCOUNT}/Conferences/{{ConferenceSid}}/Participants.json",
    f"{ACCOUNT}/Conferences/{{ConferenceSid}}/Participants/{{CallSid}}.json",
)


def read_document(project: Path) -> OpenAPI:
    """Read the document that npm has installed, with what it leaves unsaid."""
    whole = json.loads((project / DOCUMENT).read_text())
    paths = {path: whole["paths"][path] for path in PATHS}
    for path in paths.values():
        path["servers"] = [{"url": "/"}]  # the carrier stands elsewhere
        for operation in path.values():
            if isinstance(operation, dict) and "requestBody" in operation:
                _explode_arrays(operation["requestBody"])
    # Twilio's own examples have null here.
    reason = whole["components"]["schemas"]["conference_enum_reason_conference_ended"]
    reason["nullable"], reason["enum"] = True, [*reason["enum"], None]
    cut = {**whole, "servers": [{"url": "/"}], "paths": paths}
    config = Config(extra_format_validators={"date-time-rfc-2822": _is_rfc_2822})
    return OpenAPI.from_dict(cut, config=config)


def _explode_arrays(body: dict[str, Any]) -> None:
    """Say that arrays are sent as repeated keys, as Twilio and its SDK do."""
    for content in body["content"].values():
        arrays = [name for name, kind in content["schema"]["properties"].items() if kind.get("type") == "array"]
        content["encoding"] = {name: {"style": "form", "explode": True} for name in arrays}


def _is_rfc_2822(written: Any) -> bool:
    try:
        return not isinstance(written, str) or parsedate_to_datetime(written).tzinfo is not None
    except ValueError:
        return False


class CheckedHttpClient(TwilioHttpClient):
    """The SDK's client, pointed at the carrier; every exchange must be as the document says."""

    def __init__(self, base_url: str, document: OpenAPI) -> None:
        super().__init__(timeout=120)
        self.base_url, self.document = base_url, document
        self.checked = 0
        self.session.trust_env = False
        self.session.hooks["response"].append(self._check)

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        """Send the request to the carrier instead of Twilio."""
        return super().request(method, url.replace("https://api.twilio.com", self.base_url, 1), *args, **kwargs)

    def _check(self, response: requests.Response, **_: Any) -> None:
        response.content  # noqa: B018 - read whole, so that the connection is given back whatever the checks say
        asked = RequestsOpenAPIRequest(response.request)
        self.document.validate_request(asked)
        self.checked += 1
        if response.status_code < 400:  # the document knows no refusals
            self.document.validate_response(asked, RequestsOpenAPIResponse(response))
