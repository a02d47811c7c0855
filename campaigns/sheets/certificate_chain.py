"""Checks that one certificate of a campaign follows another: it names the hash of the seal of the one before."""

from collections.abc import Iterator

from campaigns.sheets.certificate_rows import Checked


def broken_link(before: Checked, after: Checked) -> Iterator[str]:
    """Say what keeps a certificate from being the next one after another; both were checked by themselves."""
    one, next_one = before.seal, after.seal
    for name in ("campaign", "department"):
        if one.get(name) != next_one.get(name):
            yield f"It is of another {name}: {one.get(name)}, not {next_one.get(name)}."
            return
    first, second = one.get("number"), next_one.get("number")
    if not isinstance(first, int) or not isinstance(second, int) or first >= second:
        yield f"It is certificate {first}, which does not stand before certificate {second}."
    elif second - first > 1:
        gap = f"{first + 1}" if second - first == 2 else f"{first + 1} to {second - 1}"
        yield f"It is certificate {first}; between it and certificate {second} stands {gap}: name that file, too."
    elif next_one.get("previous") != before.digest:
        yield (
            f"Certificate {second} names {next_one.get('previous')} as the hash of the one before; the hash of this file's"
            f" last line is {before.digest}: one of the two has been exchanged."
        )
    elif str(one.get("as_of")) >= str(next_one.get("as_of")):
        yield f"It shows {one.get('as_of')}, which is not before {next_one.get('as_of')}."
