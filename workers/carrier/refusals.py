"""What the API says when it refuses: Twilio's numbers, with its own JSON."""

from typing import Final

from starlette.responses import JSONResponse

REFUSALS: Final[dict[int, tuple[int, str]]] = {
    10004: (429, "Call concurrency limit exceeded"),
    20001: (400, "Invalid parameter"),
    20003: (401, "Authenticate"),
    20005: (403, "Account not active"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too many requests"),
    20500: (500, "An internal server error has occurred"),
    21201: (400, "No 'To' number is specified"),
    21205: (400, "Url parameter is required, and must be a valid URL"),
    21210: (400, "The 'From' number is not verified, or not owned by this account"),
    21211: (400, "The 'To' number is not a valid phone number"),
    21212: (400, "The 'From' number is not a valid phone number, shortcode, or alphanumeric sender ID"),
    21213: (400, "Caller phone number is required"),
    21220: (400, "Call is not in-progress. Cannot redirect."),
}


class RefusedError(Exception):
    """A request that is answered with a refusal."""

    def __init__(self, code: int, message: str | None = None) -> None:
        self.code = code
        self.status, usual = REFUSALS[code]
        self.message = message or usual
        super().__init__(self.message)


def refusal(error: RefusedError) -> JSONResponse:
    """Return a refusal as Twilio writes it."""
    body = {
        "code": error.code,
        "message": error.message,
        "more_info": f"https://www.twilio.com/docs/errors/{error.code}",
        "status": error.status,
    }
    headers = {401: {"WWW-Authenticate": 'Basic realm="Twilio API"'}, 429: {"Retry-After": "1"}}
    return JSONResponse(body, error.status, headers.get(error.status))
