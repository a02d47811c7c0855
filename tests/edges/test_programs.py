"""Which process does what: reading a list never keeps a call waiting."""

from workers.programs import Listening, programs


def test_no_worker_that_places_calls_ever_reads_a_list() -> None:
    queues = {program.name: program.command[3:] for program in programs(["worker"], Listening({}), workers=2)}
    assert queues == {
        "worker-1": ("dial", "upkeep"),
        "worker-2": ("dial", "upkeep"),
        "worker-lists": ("ingest",),
        "worker-reports": ("reports",),
    }
