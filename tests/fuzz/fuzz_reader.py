"""Feeds the reader of lists ever stranger bytes, led by what they reach in it: `make fuzz`, `make fuzz FOR=600`.

The first byte chooses the encoding, or that it is guessed; what follows is the file. A file that breaks the promise
of judged_file is left in .run/fuzz as crash-…, and is read again by `python -m tests.fuzz.fuzz_reader FILE`.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import atheris

with atheris.instrument_imports(include=["campaigns"]):
    from campaigns.rules.lists.encodings import TextEncoding
    from tests.sheets.given_files import PEOPLE, given_ods, given_text, given_workbook
    from tests.sheets.judged_file import judged_file

FOUND: Final = Path(__file__).parents[2] / ".run" / "fuzz"
CHOICES: Final = (None, *TextEncoding)
LONGEST: Final = 4096  # bytes; longer files teach nothing that shorter ones do not


def write_seeds(folder: Path) -> None:
    """Give the search something to begin from: a list in each format, in several encodings, one cell of several lines."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as work:
        at = Path(work, "list")
        made = [given_text(at, delimiter=mark).read_bytes() for mark in ",;\t|"]
        made += [given_text(at, encoding=name).read_bytes() for name in ("utf-8-sig", "utf-16", "cp1256")]
        made.append(given_text(at, [*PEOPLE, [3, 'Sara\n"Bano"', "9419012345"]]).read_bytes())
        made.append(b"<table><tr><th>Name<th>Mobile<tr><td>Raja Begum<td>9419012345</table>")
        made += [given_workbook(at).read_bytes(), given_ods(at).read_bytes()]
    for number, content in enumerate(made):
        (folder / f"seed-{number}").write_bytes(b"\0" + content)


def main() -> None:
    """Search until the time is over, or until something is found."""
    corpus = FOUND / "corpus"
    write_seeds(corpus)
    with TemporaryDirectory() as folder:
        path = Path(folder, "list")

        def read(content: bytes) -> None:
            path.write_bytes(content[1:])
            judged_file(path, encoding=CHOICES[content[0] % len(CHOICES)] if content else None)

        asked = [*sys.argv, f"-artifact_prefix={FOUND}/", f"-max_len={LONGEST}", "-print_final_stats=1"]
        if all(word.startswith("-") for word in sys.argv[1:]):
            asked.append(str(corpus))
        atheris.Setup(asked, read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
