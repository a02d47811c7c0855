"""Where the servers keep their data: at home, or as root under /var/lib/raabta, so that no private home is opened."""

import hashlib
import os
from pathlib import Path
from typing import Final

ROOT_HOME: Final = Path("/var/lib/raabta")


def servers_folder(home: Path) -> Path:
    """Return the folder for the servers' data: the home itself, or as root one of its own under /var/lib/raabta."""
    if os.geteuid() != 0:
        return home
    return ROOT_HOME / f"{home.parent.name}-{hashlib.sha256(str(home).encode()).hexdigest()[:8]}"


def run_folder(project: Path) -> Path:
    """Return the folder for the data of a project's servers."""
    return servers_folder(project / ".run")
