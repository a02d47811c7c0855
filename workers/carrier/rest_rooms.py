"""Twilio's REST API: conferences and who is in them."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workers.carrier.options import CarrierOptions
from workers.carrier.orders import flag, hook, one
from workers.carrier.pages import cut_page, page_resource, within
from workers.carrier.refusals import RefusedError
from workers.carrier.resources import participant_resource, room_resource
from workers.carrier.rest import LISTS, answered, read_form
from workers.carrier.rooms import ENDED_BY_API, Participant, Room, Rooms

FLAGS = ("Muted", "Hold", "Coaching")


class RoomsApi:
    """Conferences.json and all under it."""

    def __init__(self, options: CarrierOptions, rooms: Rooms) -> None:
        self._options, self._rooms = options, rooms

    @property
    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        room, people = f"{LISTS}/Conferences/{{room}}.json", f"{LISTS}/Conferences/{{room}}/Participants"
        return [
            Route(f"{LISTS}/Conferences.json", answered(self._options, self.show_all), methods=["GET"]),
            Route(f"{people}.json", answered(self._options, self.show_participants), methods=["GET"]),
            Route(f"{people}/{{call}}.json", answered(self._options, self.show_participant), methods=["GET"]),
            Route(f"{people}/{{call}}.json", answered(self._options, self.change_participant), methods=["POST"]),
            Route(f"{people}/{{call}}.json", answered(self._options, self.remove_participant), methods=["DELETE"]),
            Route(room, answered(self._options, self.show), methods=["GET"]),
            Route(room, answered(self._options, self.change), methods=["POST"]),
        ]

    async def show_all(self, request: Request) -> Response:
        """Show conferences, newest first."""
        query = request.query_params
        found = [
            room_resource(room, self._options.account_sid)
            for room in reversed(self._rooms.all.values())
            if query.get("FriendlyName") in (None, room.name)
            and query.get("Status") in (None, room.status)
            and within(room.created_at, query, "DateCreated")
            and within(room.updated_at, query, "DateUpdated")
        ]
        return JSONResponse(page_resource(cut_page(found, query), request.url.path, "conferences", query))

    async def show(self, request: Request) -> Response:
        """Show one conference."""
        return JSONResponse(room_resource(self._room(request), self._options.account_sid))

    async def change(self, request: Request) -> Response:
        """End a conference."""
        room = self._room(request)
        if one(await read_form(request), "Status") == "completed":
            self._rooms.end(room, ENDED_BY_API)
        return JSONResponse(room_resource(room, self._options.account_sid))

    async def show_participants(self, request: Request) -> Response:
        """Show who is in a conference now."""
        room, query = self._room(request), request.query_params
        everyone = (participant_resource(each, room, self._options.account_sid) for each in room.participants.values())
        found = [
            resource
            for resource in everyone
            if all(query.get(name) in (None, str(resource[name.lower()]).lower()) for name in FLAGS)
        ]
        page = cut_page(found, query, sid="call_sid")
        return JSONResponse(page_resource(page, request.url.path, "participants", query, sid="call_sid"))

    async def show_participant(self, request: Request) -> Response:
        """Show one participant."""
        room = self._room(request)
        return JSONResponse(participant_resource(_participant(room, request), room, self._options.account_sid))

    async def change_participant(self, request: Request) -> Response:
        """Mute or hold a participant, or change what her leaving means."""
        room, form = self._room(request), await read_form(request)
        participant = _participant(room, request)
        if (hold := flag(form, "Hold")) is not None:
            self._rooms.hold(room, participant, on=hold, hears=hook(form, "HoldUrl", "HoldMethod"))
        coaching, coached = flag(form, "Coaching"), one(form, "CallSidToCoach")
        if coaching and coached not in room.participants:
            raise RefusedError(20001, "CallSidToCoach must be a call of this conference")
        if coaching is not None:
            self._rooms.coach(room, participant, of=coached if coaching else None)
        if (muted := flag(form, "Muted")) is not None:
            self._rooms.mute(room, participant, on=muted)
        if (ends := flag(form, "EndConferenceOnExit")) is not None:
            participant.end_on_exit = ends
        return JSONResponse(participant_resource(participant, room, self._options.account_sid))

    async def remove_participant(self, request: Request) -> Response:
        """Take a call out of a conference; it goes on with the next verb of its document."""
        self._rooms.leave(_participant(self._room(request), request).call, "kicked")
        return Response(status_code=204)

    def _room(self, request: Request) -> Room:
        room = self._rooms.all.get(request.path_params["room"])
        if room is None:
            raise RefusedError(20404)
        return room


def _participant(room: Room, request: Request) -> Participant:
    """Return the participant of a call sid, or of a label, which stands in its place."""
    wanted = request.path_params["call"]
    for participant in room.participants.values():
        if wanted in (participant.call.sid, participant.label):
            return participant
    raise RefusedError(20404)
