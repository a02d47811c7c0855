"""A certificate that anybody checks: whatever was changed, taken out, added or swapped in it is found and named."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.accounts.merkle import PAGE, MerklePages, leaf_hash, merkle_root
from campaigns.sheets.canonical import canonical
from campaigns.sheets.certificate_check import check_certificate
from campaigns.sheets.signing_key import NoKeyError, make_signing_key, public_key, signed_by, signing_key
from campaigns.sheets.write_certificate import Chain
from tests.sheets.given_certificate import AT, KEY, OTHER_KEY, certificate
from workers.commands.verify_account import verify_account

SCRIPT = Path(__file__).parents[2] / "agent_ui" / "static" / "verify_account.py"
WHOLE = certificate()
Spoil = Callable[[list[bytes]], list[bytes]]


def findings(lines: list[bytes], key: str = KEY.public) -> list[str]:
    """What our own check finds."""
    return check_certificate(lines, key, signed_by).findings


def by_script(lines: list[bytes], folder: Path, key: str = KEY.public) -> tuple[int, str]:
    """What the script that uses nothing of ours says."""
    path = folder / "account.jsonl"
    path.write_bytes(b"".join(lines))
    done = subprocess.run([sys.executable, SCRIPT, path, key], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def resigned(line: bytes, **changed: object) -> bytes:
    """A row changed by somebody who makes its own hash fit."""
    row = json.loads(line)["row"] | changed
    return b'{"leaf":"%b","row":%b}\n' % (leaf_hash(canonical(row)).hex().encode(), canonical(row))


def without(at: int) -> Spoil:
    return lambda lines: lines[:at] + lines[at + 1 :]


def with_line(at: int, change: Callable[[bytes], bytes]) -> Spoil:
    return lambda lines: [*lines[:at], change(lines[at]), *lines[at + 1 :]]


SPOILED: list[tuple[str, Spoil, str, str]] = [
    ("a changed byte", with_line(5, lambda line: line.replace(b'"row":6,', b'"row":9,')), "Line 6, row number 5", "Line 6"),
    ("a byte that ends the line's form", with_line(5, lambda line: line.replace(b'"n"', b'"n')), "Line 6 (row number 5) was", "Line 6"),
    ("a space put in", with_line(5, lambda line: line.replace(b',"n"', b', "n"')), "Line 6 (row number 5) was", "Line 6"),
    ("a missing row", without(5), "Row number 5 is missing: it stood between the numbers 4 and 6", "Line 6"),
    ("a missing last row", without(600), "Row number 600 is missing", "The seal knows 600 rows"),
    ("two swapped rows", lambda x: [*x[:5], x[6], x[5], *x[7:]], "Line 7, row number 5 (row 6 of people.csv), does not stand in its place: it was swapped", "Line 6"),
    ("two rows swapped over a page", lambda x: [*x[:255], x[300], *x[256:300], x[255], *x[301:]], "Line 301, row number 255 (row 256 of people.csv), does not stand in its place", "Line 256"),
    ("a row that stands twice", lambda x: [*x[:6], x[5], *x[6:]], "Line 7, row number 5 (row 6 of people.csv), stands there a second time", "Line 7"),
    ("a row added at the end", lambda x: [*x[:-1], resigned(x[600], n=601), x[-1]], "Row number 601 is not in the seal", "The seal knows 600 rows"),
    ("a forged row", with_line(300, lambda line: resigned(line, ending="reached", detail="completed")), "One of the rows number 256 to 511", "Lines 257 to 512"),
    ("a changed head", with_line(0, lambda line: line.replace(b"Social", b"Secret")), "Line 1, the head, was changed", "Line 1"),
    ("a changed seal", with_line(601, lambda line: line.replace(b'"number":1', b'"number":2')), "The signature does not fit the seal", "or the seal: it was changed"),
    ("a changed name in the seal", with_line(601, lambda line: line.replace(b'"pages":', b'"pagez":')), "Line 602, the seal, was changed", "or the seal: it was changed"),
    ("a changed byte of the signature", with_line(601, lambda line: line[:-4] + b"X" + line[-3:]), "The signature does not fit the seal", "or the seal: it was changed"),
    ("a file cut off after a line", lambda x: x[:100], "after line 100, row number 99 (row 100 of people.csv): it was cut off", "after line 100 without its seal"),
    ("a file cut off in a line", lambda x: [*x[:99], x[99][:20]], "Line 100 (row number 99) was changed or cut off", "Line 100"),
    ("a line behind the seal", lambda x: [*x, x[5]], "Line 603 stands after the seal", "Line 603"),
    ("an empty file", lambda _: [], "without its seal", "after line 0"),
    ("another kind of file", lambda _: [b"list,row\n", b"people.csv,1\n"], "Line 1 is not the head of an account", "Line 1"),
]  # fmt: skip


def test_a_certificate_as_it_was_signed_stands_before_both_checks(tmp_path: Path) -> None:
    checked = check_certificate(WHOLE, KEY.public, signed_by)
    assert (checked.findings, checked.rows, checked.head["balanced"]) == ([], 600, True)
    code, said = by_script(WHOLE, tmp_path)
    assert (code, "Certificate 1 of pension: 600 rows, as signed" in said) == (0, True), said
    assert len(SCRIPT.read_text().splitlines()) <= 60


@pytest.mark.parametrize(("spoil", "found", "said"), [pytest.param(*one[1:], id=one[0]) for one in SPOILED])
def test_what_was_done_to_a_certificate_is_named(spoil: Spoil, found: str, said: str, tmp_path: Path) -> None:
    spoiled = spoil(list(WHOLE))
    assert any(found in finding for finding in findings(spoiled)), findings(spoiled)
    code, told = by_script(spoiled, tmp_path)
    assert (code, said in told, "Traceback" in told) == (1, True, False), told


def test_a_single_fault_is_not_told_as_many(tmp_path: Path) -> None:
    for _, spoil, found, _ in SPOILED[:3]:
        assert [found in one or "totals" in one for one in findings(spoil(list(WHOLE)))].count(False) == 0
    assert findings(without(5)(list(WHOLE)))[1:] != []  # and the head's totals, which the rows no longer reach


def test_a_wrong_key_is_told_from_a_wrong_signature(tmp_path: Path) -> None:
    assert "signed with the key" in findings(WHOLE, OTHER_KEY.public)[0]
    forged = certificate(key=OTHER_KEY)
    forged[-1] = forged[-1].replace(OTHER_KEY.public.encode(), KEY.public.encode())
    assert findings(forged) == ["The signature does not fit the seal: the last line was changed."]
    assert by_script(WHOLE, tmp_path, OTHER_KEY.public)[0] == 1


def test_wrong_totals_are_named_by_area(tmp_path: Path) -> None:
    head = json.loads(WHOLE[0])["head"]
    head["totals"]["endings"]["block"]["block:32@623"]["reached"] += 1
    lines = [b'{"head":%b,"leaf":"%b"}\n' % (canonical(head), leaf_hash(canonical(head)).hex().encode()), *WHOLE[1:]]
    assert any("The totals of block block:32@623 (endings): the head says" in one for one in findings(lines))
    code, told = by_script(lines, tmp_path)
    assert (code, "('endings', 'block', 'block:32@623', 'reached')" in told) == (1, True), told


def test_certificates_make_a_chain() -> None:
    first = check_certificate(certificate(5), KEY.public, signed_by)
    second = check_certificate(certificate(5, chain=Chain(2, first.digest)), KEY.public, signed_by)
    assert (second.findings, second.head["previous"], second.seal["number"]) == ([], first.digest, 2)


def test_a_chain_is_followed_from_file_to_file_and_a_broken_link_is_named(tmp_path: Path) -> None:
    names = ("first", "second", "third", "other", "forged")
    first, second, third, other, forged = (tmp_path / f"{name}.jsonl" for name in names)
    digests = [""]
    for number, path in enumerate((first, second, third), start=1):
        lines = certificate(5, chain=Chain(number, digests[-1] or None), at=AT + timedelta(days=number))
        path.write_bytes(b"".join(lines))
        digests.append(check_certificate(lines, KEY.public, signed_by).digest)
    other.write_bytes(b"".join(certificate(7)))
    forged.write_bytes(b"".join(certificate(5, chain=Chain(2, "ab" * 32), at=AT + timedelta(days=2))))
    assert "Certificate 2 follows certificate 1 in first.jsonl" in verified(0, third, second, first)
    assert "third.jsonl: It is certificate 3, which does not stand before certificate 2." in verified(1, second, third)
    assert "between it and certificate 3 stands 2: name that file" in verified(1, third, first)
    assert f"names {digests[1]} as the hash of the one before" in verified(1, second, other)
    assert f"names {digests[2]} as the hash of the one before" in verified(1, third, forged)
    first.write_bytes(first.read_bytes().replace(b'"row":3,', b'"row":4,'))
    assert "first.jsonl: Line 3, row number 2 (row 4 of people.csv), was changed" in verified(1, second, first)


def verified(code: int, file: Path, *before: Path) -> str:
    """What the command says of a file and those before it."""
    asked = [str(file), "--key", KEY.public, *(word for path in before for word in ("--before", str(path)))]
    done = CliRunner().invoke(verify_account, asked)
    assert done.exit_code == code, done.output
    return done.output


@settings(max_examples=200)
@given(
    content=st.dictionaries(
        st.text(st.characters(max_codepoint=127)),
        st.recursive(
            st.text(st.characters(exclude_categories=["Cs"])) | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.none(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner),
        ),
        max_size=4,
    )
)  # fmt: skip
def test_the_one_form_is_that_of_the_standard_library_with_sorted_keys(content: dict[str, object]) -> None:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(content) == plain.encode()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_changed_byte_goes_unfound_and_no_file_breaks_the_check(data: st.DataObject) -> None:
    lines = certificate(7)
    file = bytearray(b"".join(lines))
    at = data.draw(st.integers(0, len(file) - 1))
    file[at] ^= data.draw(st.integers(1, 255))
    assert findings(bytes(file).splitlines(keepends=True))


@given(st.lists(st.binary(max_size=4), max_size=3 * PAGE))
def test_the_tree_of_pages_is_the_tree_of_rfc_6962(contents: list[bytes]) -> None:
    def tree(leaves: list[bytes]) -> bytes:  # as section 2.1 has it
        if len(leaves) <= 1:
            return leaf_hash(leaves[0]) if leaves else merkle_root([])
        half = 1 << ((len(leaves) - 1).bit_length() - 1)
        return merkle_root([tree(leaves[:half]), tree(leaves[half:])])

    pages = MerklePages()
    for content in contents:
        pages.add(leaf_hash(content))
    assert pages.root == tree(contents)


def test_a_key_is_made_once_read_by_its_owner_only_and_named_where_it_is_none(tmp_path: Path) -> None:
    private = tmp_path / "key.pem"
    make_signing_key(private)
    made = signing_key(str(private)).public
    make_signing_key(private)
    assert private.stat().st_mode & 0o077 == 0
    assert {public_key(str(private)), public_key(str(tmp_path / "key.pub")), public_key(made.upper())} == {made}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key.pem", "key.pub"]
    for told in ("", str(tmp_path / "none.pem"), str(SCRIPT)):
        with pytest.raises(NoKeyError, match="openssl genpkey"):
            signing_key(told)
    with pytest.raises(NoKeyError, match="no public key"):
        public_key("12ab")
