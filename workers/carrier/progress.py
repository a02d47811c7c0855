"""Tells a customer how her call goes: its status callbacks, and what machine detection heard."""

from dataclasses import dataclass

from workers.carrier.calls import Call
from workers.carrier.fields import call_fields, progress_fields
from workers.carrier.pace import Pace
from workers.carrier.people import DialPlan
from workers.carrier.webhooks import Webhooks

DETECTION_SECONDS = 3.5  # how long machine detection listens


@dataclass(frozen=True)
class Progress:
    """The callbacks of calls."""

    account_sid: str
    pace: Pace
    webhooks: Webhooks

    def tell(self, call: Call, event: str, *, sip: int | None = None) -> None:
        """Tell of a step; it is counted also where the customer does not wish to hear of it."""
        fields = progress_fields(call, self.account_sid, event, self.pace.now(), sip)
        about = (call.orders.to, call.attempt, event, call.told)
        call.told += 1
        if call.orders.told is not None and event in call.orders.events:
            self.webhooks.tell(call.orders.told, fields, about, call.telling)

    def note_who_answered(self, call: Call, plan: DialPlan) -> None:
        """Set down what machine detection heard; tell of it where it listens while the call goes on."""
        call.answered_by = "machine_start" if plan.machine else "human"
        if call.orders.detection is not None:
            fields = call_fields(call, self.account_sid)
            fields["MachineDetectionDuration"] = str(round(DETECTION_SECONDS * 1000))
            self.webhooks.tell(call.orders.detection, fields, (call.orders.to, call.attempt, "amd", 0), call.telling)
