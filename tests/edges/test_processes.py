"""The process runner: what dies is started again, a stop leaves nothing behind, and neither does a killed runner."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from workers.home_lock import AlreadyRunningError
from workers.process_groups import MARK
from workers.processes import Program, Runner

# A process that says its id over a socket and then waits; `deaf` ones do not hear SIGTERM.
SAYS_ITS_ID = """
import os, signal, socket, subprocess, sys
if "deaf" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "parent" in sys.argv:
    subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as line:
    line.sendall(str(os.getpid()).encode())
signal.pause()
"""


class Listener:
    """Hears the ids of started processes."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(120)
        self.port = self.socket.getsockname()[1]

    def next_id(self) -> int:
        line, _ = self.socket.accept()
        with line:
            return int(line.recv(64))

    def program(self, name: str, *how: str, stage: int = 1, gives_way: int = 0) -> Program:
        return Program(name, (sys.executable, "-c", SAYS_ITS_ID, str(self.port), *how), stage, gives_way)


@pytest.fixture
def listener() -> Iterator[Listener]:
    heard = Listener()
    yield heard
    heard.socket.close()


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    made = Runner(tmp_path, dict(os.environ))
    made.open()
    yield made
    made.close()


def test_a_process_that_is_killed_is_started_again(runner: Runner, listener: Listener) -> None:
    runner.start([listener.program("dialler")])
    first = listener.next_id()
    runner.kill("dialler")
    runner.tend(60)  # hears of the death
    runner.tend(60)  # and starts it again
    second = listener.next_id()
    assert first != second
    assert not psutil.pid_exists(first)
    assert psutil.pid_exists(second)
    assert runner.restarts == {"dialler": 1}


def test_a_stop_ends_every_process_and_its_children(runner: Runner, listener: Listener) -> None:
    runner.start([listener.program("web", "parent"), listener.program("live")])
    ids = [listener.next_id(), listener.next_id()]
    family = [process for one in ids for process in [psutil.Process(one), *psutil.Process(one).children()]]
    assert len(family) == 3
    runner.close()
    assert not psutil.wait_procs(family, timeout=60)[1]


def test_a_process_that_may_wait_gives_way_with_all_its_children(runner: Runner, listener: Listener) -> None:
    runner.start([listener.program("reports", "parent", gives_way=3), listener.program("hooks")])
    leaders = {one: psutil.Process(listener.next_id()) for one in range(2)}.values()
    family = [process for leader in leaders for process in (leader, *leader.children())]
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert sorted(process.nice() - ours for process in family) == [0, 3, 3]
    for process in family:  # where the machine shares its processors between sessions first
        session = Path(f"/proc/{process.pid}/autogroup")
        if session.exists() and (told := session.read_text().strip()):
            assert told.endswith(f"nice {process.nice() - ours}")


def test_processes_stop_stage_by_stage(runner: Runner, listener: Listener, tmp_path: Path) -> None:
    told = tmp_path / "told"
    writes = (
        "import signal,socket,sys\n"
        "def end(*_):\n open(sys.argv[2],'a').write(sys.argv[3]+' ');sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "socket.create_connection(('127.0.0.1', int(sys.argv[1]))).sendall(b'1')\n"
        "signal.pause()"
    )
    for name, stage in (("valkey", 4), ("robots", 0), ("web", 1)):
        command = (sys.executable, "-c", writes, str(listener.port), str(told), name)
        runner.start([Program(name, command, stage)])
        listener.next_id()
    runner.close()
    assert told.read_text().split() == ["robots", "web", "valkey"]


def test_a_second_runner_is_refused_with_a_sentence(runner: Runner) -> None:
    with pytest.raises(AlreadyRunningError, match="already runs here"):
        Runner(runner.home, {}).open()


KILLED_RUNNER = """
import os, sys
from pathlib import Path
from workers.processes import Program, Runner
from workers.programs import watchman
home = Path(sys.argv[1])
runner = Runner(home, dict(os.environ))
runner.open()
if sys.argv[2] == "watched":
    runner.start([watchman(home)])
runner.start([Program("worker-1", tuple(sys.argv[3:]), 2)])
while True:
    runner.tend(60)
"""


def _left_by_a_killed_runner(listener: Listener, home: Path, how: str, *unmarked: str) -> psutil.Process:
    worker = listener.program("worker-1").command
    killed = subprocess.Popen([sys.executable, "-c", KILLED_RUNNER, str(home), how, *unmarked, *worker])
    left = psutil.Process(listener.next_id())
    note = home / "pids.json"
    while not note.exists() or not note.read_text().count(str(left.pid)):
        left.cpu_percent(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    return left


@pytest.mark.parametrize("known_by", ["its note", "its mark"])
def test_what_a_killed_runner_left_is_ended_by_the_next(listener: Listener, tmp_path: Path, known_by: str) -> None:
    unmarked = ("env", "-u", MARK) if known_by == "its note" else ()  # as Valkey, which writes over its environment
    left = _left_by_a_killed_runner(listener, tmp_path, "unwatched", *unmarked)
    if known_by == "its mark":  # it was killed before it could write the note, or the power went
        (tmp_path / "pids.json").write_text("")
    assert left.is_running()
    following = Runner(tmp_path, dict(os.environ))
    following.open()
    following.close()
    with suppress(psutil.TimeoutExpired):
        left.wait(60)
    assert not left.is_running()


def test_nothing_goes_on_without_its_runner_and_the_next_one_waits_for_the_watchman(
    listener: Listener, tmp_path: Path
) -> None:
    left = _left_by_a_killed_runner(listener, tmp_path, "watched")
    with suppress(psutil.TimeoutExpired):
        left.wait(60)
    assert not left.is_running()
    following = Runner(tmp_path, dict(os.environ))
    following.open()  # while the watchman is still at it
    following.close()
    assert "runner_died" in (tmp_path / "logs" / "watchman.log").read_text()


def test_a_process_keeps_its_log(runner: Runner, tmp_path: Path) -> None:
    runner.start([Program("upkeep", (sys.executable, "-c", "print('cases_due')"))])
    runner.tend(60)
    assert (tmp_path / "logs" / "upkeep.log").read_text() == "cases_due\n"
