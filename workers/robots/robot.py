"""One robot agent: looks at its desk, does what its status asks for, and looks again."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.outcomes import Outcome
from campaigns.rules.scripts.path import follow
from campaigns.rules.scripts.script import read_script
from workers.robots.desk import Desk
from workers.robots.desk_link import DeskLink, NotLetIn, Puzzled
from workers.robots.diary import Diary, Fact
from workers.robots.news import News
from workers.robots.persona import Persona

log = logging.getLogger(__name__)
PUZZLED: Final = 5.0  # wall seconds, as the next three
NOT_LET_IN: Final = 15.0
LOOKS_AGAIN: Final = 0.5
ALIVE_EVERY: Final = 10.0
SILENT_LINE: Final = (5.0, 9.0)
RECORD: Final = (4.0, 12.0)
WRAP_UP: Final = (3.0, 10.0)


@dataclass
class Robot:
    """A robot at its desk. Its thinking takes carrier time: `speed` seconds of it pass in each second."""

    link: DeskLink
    persona: Persona
    news: News
    stop: asyncio.Event
    speed: float
    break_ends: float = 0.0  # on the loop's clock
    silent_calls: set[str] = field(default_factory=set)
    diary: Diary = field(default_factory=Diary)

    async def work(self) -> None:
        """Work until told to stop, then leave the desk in order."""
        desk: Desk | None = None
        while not self.stop.is_set():
            try:
                desk = await self._turn(desk or await self.link.state())
            except Puzzled as puzzle:
                log.error("robot_puzzled", extra={"robot": self.link.sign_in, "by": str(puzzle)})
                await self.link.rest(PUZZLED)
                desk = None
            except NotLetIn as refusal:
                log.error("robot_not_let_in", extra={"robot": self.link.sign_in, "because": str(refusal)})
                await self.link.rest(NOT_LET_IN)
                desk = None
        with suppress(Puzzled, NotLetIn):
            await self._leave()

    async def _turn(self, desk: Desk) -> Desk | None:
        """Do one thing; return the desk as it stands afterwards, None to look again."""
        match desk.status:
            case AgentStatus.PAUSED:
                return await self._paused(desk)
            case AgentStatus.READY:
                return None if await self.news.wait() else await self.link.pulse()
            case AgentStatus.RESERVED:
                return await self._reserved(desk)
            case AgentStatus.ON_CALL:
                return await self._talk(desk)
            case AgentStatus.WRAP_UP:
                return await self._log(desk)
            case AgentStatus.SIGNED_OUT:
                await self.link.open_desk()
        return None

    async def _paused(self, desk: Desk) -> Desk | None:
        """Log what is owed, sit out a break while the desk shows that it is there, then go ready."""
        if desk.call_id:
            return await self._log(desk)
        left = self.break_ends - asyncio.get_running_loop().time()
        if left > 0:
            await self.link.rest(min(left, ALIVE_EVERY))
            return await self.link.act("alive")
        desk = await self.link.act("ready")
        if desk.refused:
            await self.link.rest(1)
            return None
        return desk

    async def _reserved(self, desk: Desk) -> Desk | None:
        if not desk.preview:
            await self.news.wait()
            return None
        await self._think(min(self.persona.looks(*RECORD), desk.preview_seconds * 0.7))
        return None if self.stop.is_set() else await self.link.act("dial", call_id=desk.call_id)

    async def _talk(self, desk: Desk) -> Desk:
        call_id = desk.call_id or ""
        self.diary.note(Fact.SEEN, call_id)
        if self.persona.nobody_speaks() or desk.script_version is None:
            self.silent_calls.add(call_id)
            await self._think(self.persona.looks(*SILENT_LINE))
            return await self.link.act("hang-up", call_id=call_id)
        document = await self.link.script(desk.script_version)
        script = read_script(document)
        while desk.status is AgentStatus.ON_CALL and desk.call_id == call_id:
            path = follow(script, desk.answers, desk.record)
            name = path.next_step
            if name is None or desk.refused or self.stop.is_set():
                if name is None and self.persona.says_nearly_done(script.steps[path.steps[-1]]):
                    await self.link.act("nearly-done", call_id=call_id, nearly=True)
                await self._think(self.persona.looks(2, 5))
                return await self.link.act("hang-up", call_id=call_id)
            step = script.steps[name]
            await self._think(self.persona.talks(step, _words(document, name, desk.language)))
            answer = self.persona.answer(step, desk)
            desk = await self.link.answer(call_id, name, answer)
            if self.news.heard():  # she may have hung up
                desk = await self.link.state()
        return desk

    async def _log(self, desk: Desk) -> Desk:
        await self._think(self.persona.looks(*WRAP_UP))
        outcome = self.persona.outcome(desk)
        if desk.call_id in self.silent_calls:
            outcome = Outcome.NOT_AVAILABLE
        logged = await self._say(desk, outcome)
        if logged.refused and logged.call_id == desk.call_id:
            logged = await self._say(desk, Outcome.NOT_AVAILABLE)
        if not logged.refused:
            self.diary.note(Fact.LOGGED, desk.call_id)
        self.silent_calls.clear()
        return logged

    async def _say(self, desk: Desk, outcome: Outcome) -> Desk:
        if outcome is Outcome.CALL_LATER and not desk.slots:
            outcome = Outcome.NOT_AVAILABLE
        later = outcome is Outcome.CALL_LATER
        pause = (PauseReason.MEETING, 0.0) if self.stop.is_set() else self.persona.break_after_call()
        if pause:
            self.break_ends = asyncio.get_running_loop().time() + pause[1] / self.speed
        return await self.link.act(
            "outcome",
            key=f"robot-{desk.call_id}",  # the same however often it is sent
            call_id=desk.call_id,
            outcome=outcome.value,
            answers=desk.answers,  # all of them again, as a desk does
            note="",
            callback_at=self.persona.dice.choice(desk.slots) if later else None,
            mine=later and self.persona.dice.random() < 0.2,
            then_pause=pause[0].value if pause else None,
        )

    async def _leave(self) -> None:
        """Put the phone down, log what is owed and close the desk; a call that still rings for it is waited for."""
        while True:
            desk = await self.link.state()
            if desk.status is AgentStatus.ON_CALL:
                await self.link.act("hang-up", call_id=desk.call_id)
            elif desk.call_id and desk.status in (AgentStatus.WRAP_UP, AgentStatus.PAUSED):
                await self._log(desk)
            elif await self.link.leave():
                return
            await asyncio.sleep(LOOKS_AGAIN)

    async def _think(self, seconds: float) -> None:
        await self.link.rest(seconds / self.speed)


def _words(document: Mapping[str, Any], name: str, language: str) -> str:
    read: Mapping[str, str] = document["steps"][name].get("read") or document["steps"][name]["title"]
    return read.get(language) or next(iter(read.values()))
