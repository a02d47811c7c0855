"""The watchman: when the runner of a home is killed, ends what it ran, in order and at once, and the home's database last.

Nobody dials, and nobody listens, without a runner: it alone starts again what dies. How it died (SIGKILL, too little
memory, a closed terminal) does not matter, for the lock that it held is free then.
"""

import logging
import sys
from pathlib import Path

from workers.embedded.folders import servers_folder
from workers.embedded.postgres import Postgres
from workers.home_lock import inherit_home
from workers.logs import set_up_logs
from workers.process_groups import end_left_behind

log = logging.getLogger(__name__)


def main(home: Path) -> None:
    """Wait for the runner's death and tidy up after it."""
    set_up_logs()
    with inherit_home(home):
        log.warning("runner_died")
        end_left_behind(home)
        Postgres(servers_folder(home)).stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
