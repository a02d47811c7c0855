"""Twilio's REST API: the account, and the numbers from which it may call.

The account owns none; every number that is asked for was verified to be its customer's, but those that faults refuse.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workers.carrier.faults import draw
from workers.carrier.options import CarrierOptions
from workers.carrier.pages import cut_page, page_resource
from workers.carrier.resources import account_resource, caller_number_resource
from workers.carrier.rest import LISTS, answered
from workers.carrier.webhooks import Webhooks


class NumbersApi:
    """The account itself, IncomingPhoneNumbers.json and OutgoingCallerIds.json."""

    def __init__(self, options: CarrierOptions, webhooks: Webhooks) -> None:
        self._options, self._webhooks = options, webhooks

    @property
    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        return [
            Route(f"{LISTS}.json", answered(self._options, self.account), methods=["GET"]),
            Route(f"{LISTS}/IncomingPhoneNumbers.json", answered(self._options, self.owned), methods=["GET"]),
            Route(f"{LISTS}/OutgoingCallerIds.json", answered(self._options, self.verified), methods=["GET"]),
        ]

    async def account(self, _request: Request) -> Response:
        """Show the account; without funds it is suspended."""
        stopped = self._refuses(self._webhooks.faults.no_funds, "account")
        status = "suspended" if stopped else "active"
        return JSONResponse(account_resource(self._options.account_sid, status))

    async def owned(self, request: Request) -> Response:
        """Show no number."""
        query = request.query_params
        return JSONResponse(page_resource(cut_page([], query), request.url.path, "incoming_phone_numbers", query))

    async def verified(self, request: Request) -> Response:
        """Show the number that is asked for."""
        query = request.query_params
        number = query.get("PhoneNumber", "")
        known = number and not self._refuses(self._webhooks.faults.caller_refused, number)
        found = [caller_number_resource(number, self._options.account_sid)] if known else []
        return JSONResponse(page_resource(cut_page(found, query), request.url.path, "outgoing_caller_ids", query))

    def _refuses(self, rate: float, about: str) -> bool:
        return draw(self._options.seed, "refuses", about).random() < rate
