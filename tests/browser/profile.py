"""A browser with a profile of its own on the disk, as on an agent's PC: it can really be killed, and started again."""

import os
import shutil
from pathlib import Path

import psutil
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import PC, QUIET


class Profile:
    """One agent's browser on one PC."""

    def __init__(self, chromium: Browser, folder: Path) -> None:
        self.chromium, self.folder = chromium, folder
        self.context = self.start()

    def start(self) -> BrowserContext:
        """Start the browser with what its profile holds."""
        own = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        self.context = self.chromium.browser_type.launch_persistent_context(
            self.folder, executable_path=own, args=list(QUIET), viewport=PC
        )
        return self.context

    def kill(self) -> None:
        """Let the browser go as in a power cut: SIGKILL, nothing is tidied up."""
        mine = [one for one in psutil.process_iter(["cmdline"]) if self._is_mine(one)]
        with self.context.expect_event("close"):
            for process in mine:
                process.kill()
        psutil.wait_procs(mine)

    def _is_mine(self, process: psutil.Process) -> bool:
        return f"--user-data-dir={self.folder}" in (process.info["cmdline"] or ())
