"""What a process has taken of the processors, whatever else runs beside it."""

from contextlib import suppress

import psutil


def cpu_of_tree(root: psutil.Process) -> float:
    """Return the processor seconds that a process and all its children have taken."""
    taken = 0.0
    for process in (root, *root.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            taken += times.user + times.system + times.children_user + times.children_system
    return taken
