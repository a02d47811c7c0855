"""Who spoke on a call, as its answers tell; shared by whoever settles a call."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaigns.rules.outcomes import OutcomeWish
from campaigns.store.calls.call_scripts import CallScript
from campaigns.store.desk.answers import answers_of_call, save_answers
from campaigns.store.desk.talks import talk_of
from campaigns.store.session import Session
from campaigns.store.tables import Call

log = logging.getLogger(__name__)


def note_who_spoke(session: Session, call: Call) -> None:
    """Keep on a locked call who picked up, which member of the family, and whether the person herself was reached."""
    talk = talk_of(session, call.id)
    if talk is not None and talk.script is not None:
        _note(call, talk.script, talk.answers)


def keep_last_answers(session: Session, call: Call, wish: OutcomeWish, *, at: datetime) -> None:
    """Keep the answers that came with the outcome of a locked call, and who spoke, as all of its answers tell.

    Most of them were kept as they were given, and are not written again. Those that this script does not know are
    dropped: an outcome must never be lost for one of them.
    """
    given, talk = wish.answers, talk_of(session, call.id)
    if talk is None or talk.script is None:
        save_answers(session, call, given, at=at, taking=wish.taking)
        return
    fitting = talk.script.fitting(given)
    if len(fitting) < len(given):
        log.warning("answers_dropped", extra={"call_id": str(call.id)})
    new = {step: value for step, value in fitting.items() if not _stands(talk.answers, step, value)}
    save_answers(session, call, new, at=at, taking=wish.taking)
    _note(call, talk.script, answers_of_call(session, call.id) if new else talk.answers)


def _stands(answers: Mapping[str, Any], step: str, value: Any) -> bool:
    """Tell whether this very answer is kept; 1 is not true, though Python has them equal."""
    return step in answers and json.dumps(answers[step]) == json.dumps(value)


def _note(call: Call, script: CallScript, answers: Mapping[str, Any]) -> None:
    path = script.path(answers)
    call.answered_by, call.relation = path.answered_by, path.relation
    call.confirmed = path.confirmed if path.answered_by else None  # nothing was asked: nothing is known
