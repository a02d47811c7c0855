"""Which process does what: reading a list never keeps a call waiting."""

from workers.programs import NAMES, Listening, programs


def test_no_worker_that_places_calls_ever_reads_a_list() -> None:
    queues = {program.name: program.command[3:] for program in programs(["worker"], Listening({}), workers=2)}
    assert queues == {
        "worker-1": ("dial", "upkeep"),
        "worker-2": ("dial", "upkeep"),
        "worker-lists": ("ingest",),
        "worker-reports": ("reports",),
    }


def test_dialling_and_papers_give_way_to_whoever_waits_on_a_line_or_at_a_desk() -> None:
    steps = {one.name: one.gives_way for one in programs(NAMES, Listening(dict.fromkeys(NAMES, 8000)), workers=1)}
    assert steps["web"] == steps["hooks"] == steps["live"] == 0
    assert (
        0 < steps["dialler"] == steps["worker-1"] == steps["upkeep"] < steps["worker-lists"] == steps["worker-reports"]
    )
