"""Checks a certificate line by line and names what is not as it was signed: which line, which row, which figure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from campaigns.rules.accounts.certificate import HEAD_KIND, SEAL_KIND, VERSION, Counted, totals_of
from campaigns.rules.accounts.merkle import leaf_hash, merkle_root
from campaigns.sheets.canonical import canonical
from campaigns.sheets.certificate_rows import NO_LINE, Checked, FollowedRows, NotCanonicalError, parts_of

MOST_FIGURES: Final = 5
SignedBy = Callable[[str, bytes, str], bool]  # public key, message, signature


def check_certificate(lines: Iterable[bytes], public_key: str, signed_by: SignedBy) -> Checked:
    """Check every line of a file; each line comes with its LF."""
    checked = Checked()
    rows = FollowedRows(checked)
    for number, raw in enumerate(lines, start=1):
        if checked.seal:
            checked.find(f"Line {number} stands after the seal: it was added.")
        elif number == 1:
            _take_head(checked, rows, raw)
        elif raw.startswith(b'{"seal":'):
            _take_seal(checked, number, raw)
        else:
            rows.take(number, raw)
    if not checked.seal:
        checked.find(f"The file ends without its seal, after {rows.told_last}: it was cut off.")
        return checked
    rows.end(checked.seal)
    for finding in [*_seal_findings(checked, public_key, signed_by), *_wrong_figures(checked.head, rows.counted)]:
        checked.find(finding)
    return checked


def _take_head(checked: Checked, rows: FollowedRows, raw: bytes) -> None:
    try:
        head, leaf = parts_of(raw, "head", "leaf")
        _look_through(head)
    except NO_LINE:
        checked.find("Line 1 is not the head of an account: it was changed, or this is another kind of file.")
        rows.add_leaf(0, b"", broken=True)
        return
    checked.head = head
    if (head.get("kind"), head.get("version")) != (HEAD_KIND, VERSION):
        checked.find(f"Line 1 is the head of another kind of file, or of a version other than {VERSION}.")
    actual = leaf_hash(canonical(head))
    if actual.hex() != leaf:
        checked.find("Line 1, the head, was changed: it does not fit its own hash.")
    rows.add_leaf(0, actual, broken=actual.hex() != leaf)


def _look_through(head: Mapping[str, Any]) -> None:
    """Make sure that lists and totals can be looked up.

    Raises:
        TypeError, KeyError: where they are not what a head holds.
    """
    for one in head["lists"].values():
        one["file"], one["sha256"]
    for tiers in head["totals"].values():
        for areas in tiers.values():
            for words in areas.values():
                sum(words.values())


def _take_seal(checked: Checked, number: int, raw: bytes) -> None:
    try:
        seal, signature = parts_of(raw, "seal", "signature")
        if not (isinstance(seal["leaves"], int) and isinstance(seal["pages"], list)):
            raise NotCanonicalError
    except NO_LINE:
        checked.find(f"Line {number}, the seal, was changed or cut off: it is not as it was written.")
        checked.seal = {"leaves": 0, "pages": [], "unread": True}
        return
    checked.seal = {**seal, "signature": signature}
    checked.digest = sha256(raw.rstrip(b"\n")).hexdigest()


def _seal_findings(checked: Checked, public_key: str, signed_by: SignedBy) -> Iterator[str]:
    seal = dict(checked.seal)
    signature = seal.pop("signature", "")
    if "unread" in seal:
        return
    if (seal.get("kind"), seal.get("version")) != (SEAL_KIND, VERSION):
        yield f"The seal is of another kind of file, or of a version other than {VERSION}."
    if seal.get("public_key") != public_key:
        yield f"It is signed with the key {seal.get('public_key')}, not with {public_key}: the wrong key, or not ours."
    elif not signed_by(public_key, canonical(seal), signature):
        yield "The signature does not fit the seal: the last line was changed."
    if _root(seal["pages"]) != seal.get("root"):
        yield "The seal's root is not the root of its pages."
    for name in ("campaign", "number", "previous", "as_of"):
        if checked.head and checked.head.get(name) != seal.get(name):
            yield f"Head and seal name another {name.replace('_', ' ')}: they are of two certificates."


def _root(pages: list[Any]) -> str | None:
    try:
        return merkle_root([bytes.fromhex(page) for page in pages]).hex()
    except (TypeError, ValueError):
        return None


def _wrong_figures(head: Mapping[str, Any], counted: Mapping[Counted, int]) -> list[str]:
    """Compare the head's totals with those of the rows."""
    told, found = head.get("totals", {}), totals_of(counted.items())
    wrong: list[str] = []
    for kind, tiers in found.items():
        for tier, areas in tiers.items():
            says = told.get(kind, {}).get(tier, {})
            for area in sorted({*areas, *says}):
                if areas.get(area) != says.get(area):
                    where = f"{tier} {area}".strip()
                    wrong.append(
                        f"The totals of {where} ({kind}): the head says {_figures(says.get(area))},"
                        f" the rows add up to {_figures(areas.get(area))}."
                    )
    return wrong[:MOST_FIGURES]


def _figures(words: Mapping[str, int] | None) -> str:
    return ", ".join(f"{number} {word}" for word, number in sorted((words or {}).items())) or "nothing"
