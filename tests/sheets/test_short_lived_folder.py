"""A file of people lies on disk for as long as somebody looks at it, whatever becomes of who looked."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from campaigns.sheets.short_lived_folder import short_lived_folder

LOOKS = """
import signal
from campaigns.sheets.short_lived_folder import short_lived_folder
with short_lived_folder() as folder:
    (folder / "list.csv").write_text("Rafiqa")
    print(folder, flush=True)
    signal.pause()
"""


def test_a_killed_look_leaves_nobodys_data_beyond_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with subprocess.Popen([sys.executable, "-c", LOOKS], stdout=subprocess.PIPE, text=True) as looks:
        try:
            assert looks.stdout
            left = Path(looks.stdout.readline().strip())
            with short_lived_folder() as folder, short_lived_folder():
                assert (left / "list.csv").exists(), "somebody is at work there"
                assert folder.exists(), "and here too"
            assert list(tmp_path.iterdir()) == [left]
        finally:
            looks.kill()
    with short_lived_folder():
        assert not left.exists()
    assert list(tmp_path.iterdir()) == []
