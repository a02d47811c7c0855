"""Accounts are frozen one after the other, each signed after the one before, and stay as they were frozen."""

import gzip
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text, update
from sqlalchemy.exc import ProgrammingError

from campaigns.accounts.ask_for_certificate import ask_for_certificate
from campaigns.accounts.freeze_account import freeze_account
from campaigns.accounts.ring_waiting_freezes import ring_waiting_freezes
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.refusals import Refusal
from campaigns.sheets.certificate_check import Checked, check_certificate
from campaigns.sheets.signing_key import NoKeyError, SigningKey, make_signing_key, signed_by, signing_key
from campaigns.store.accounts.certificates import certificates_of, file_of, last_freeze
from campaigns.store.bells import NoBells
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import AccessTrace, Case, Certificate
from tests.flows.test_account import floor  # noqa: F401 - fixture
from tests.given_floor import NOW, Floor
from tests.sheets.given_certificate import KEY
from workers.commands.account import account as account_command
from workers.commands.verify_account import verify_account


def scope(floor: Floor) -> Scope:  # noqa: F811
    return Scope(floor.department.id)


def asked(db: Database, floor: Floor, *, minutes: float = 0) -> UUID:  # noqa: F811
    asked = ask_for_certificate(db, scope(floor), floor.campaign.id, None, now=NOW + timedelta(minutes=minutes))
    assert isinstance(asked, UUID)
    return asked


def frozen(db: Database, floor: Floor, *, minutes: float = 0) -> Certificate | Refusal:  # noqa: F811
    """Freeze at so many minutes past NOW."""
    at = NOW + timedelta(minutes=minutes)
    return freeze_account(db, asked(db, floor, minutes=minutes), lambda: KEY, now=lambda: at)


def checked(db: Database, floor: Floor, certificate: Certificate) -> Checked:  # noqa: F811
    with db.transaction(scope(floor)) as session:
        file = b"".join(file_of(session, certificate.id))
    assert len(file) == certificate.size
    return check_certificate(file.splitlines(keepends=True), KEY.public, signed_by)


def test_each_certificate_holds_the_hash_of_the_one_before_and_stays_as_it_was(db: Database, floor: Floor) -> None:  # noqa: F811
    first = frozen(db, floor)
    with db.transaction(EVERYTHING) as session:
        session.execute(update(Case).values(status=CaseStatus.CLOSED, outcome=Outcome.REFUSED, reached=True))
    second = frozen(db, floor, minutes=5)
    assert isinstance(first, Certificate)
    assert isinstance(second, Certificate)
    for certificate, number, previous in ((first, 1, None), (second, 2, first.digest)):
        found = checked(db, floor, certificate)
        assert found.findings == []
        assert (found.head["number"], found.head["previous"], found.digest) == (number, previous, certificate.digest)
        assert (found.seal["root"], found.rows) == (certificate.root, certificate.rows) == (certificate.root, 8)
    assert checked(db, floor, first).head["totals"]["endings"]["all"][""]["waiting"] == 1
    assert "waiting" not in checked(db, floor, second).head["totals"]["endings"]["all"][""]


def test_a_certificate_names_nobody(db: Database, floor: Floor) -> None:  # noqa: F811
    made = frozen(db, floor)
    assert isinstance(made, Certificate)
    with db.transaction(scope(floor)) as session:
        file = b"".join(file_of(session, made.id)).decode()
    for personal in ("Invented", "2345", "HYPERLINK", "P1"):
        assert personal not in file
    assert '"result":"no_answer"' in file
    assert '"same_as":"people.csv:3"' in file


def test_the_same_moment_is_not_frozen_twice(db: Database, floor: Floor) -> None:  # noqa: F811
    assert isinstance(frozen(db, floor), Certificate)
    again = freeze_account(db, asked(db, floor, minutes=0.1), lambda: KEY, now=lambda: NOW)
    assert isinstance(again, Refusal)
    assert again.because == "same_moment"
    with db.transaction(scope(floor)) as session:
        last = last_freeze(session, floor.campaign.id)
        assert last is not None
        assert last.refused_because == again.because
    assert isinstance(frozen(db, floor, minutes=1), Certificate)


def test_one_is_made_at_a_time_and_a_lost_bell_rings_again(db: Database, floor: Floor) -> None:  # noqa: F811
    waits = asked(db, floor)
    second = ask_for_certificate(db, scope(floor), floor.campaign.id, None, now=NOW)
    assert isinstance(second, Refusal)
    assert second.because == "being_frozen"
    rung: list[tuple[str, ...]] = []

    class Heard(NoBells):
        def enqueue(self, queue: str, job: str, *ids: str) -> None:
            rung.append((queue, job, *ids))

    heard = Database(db.engine.url.render_as_string(hide_password=False), Heard(), pool_size=1)
    ring_waiting_freezes(heard)
    heard.close()
    assert rung == [("reports", "freeze_account", str(waits))]
    assert isinstance(freeze_account(db, waits, lambda: KEY, now=lambda: NOW), Certificate)
    assert isinstance(freeze_account(db, waits, lambda: KEY, now=lambda: NOW), Refusal), "the second bell finds it done"


def test_without_a_key_it_says_how_to_make_one(db: Database, floor: Floor) -> None:  # noqa: F811
    def no_key() -> SigningKey:
        raise NoKeyError("There is no key to sign with. Make one.")

    refused = freeze_account(db, asked(db, floor), no_key, now=lambda: NOW)
    assert isinstance(refused, Refusal)
    assert refused.hint == "There is no key to sign with. Make one."
    assert isinstance(frozen(db, floor, minutes=1), Certificate), "nothing stands in the way of the next one"


def test_nobody_changes_a_certificate_or_sees_that_of_another_department(db: Database, floor: Floor) -> None:  # noqa: F811
    assert isinstance(frozen(db, floor), Certificate)
    for change in ("UPDATE certificates SET rows = 7", "DELETE FROM certificate_parts", "DELETE FROM certificates"):
        with pytest.raises(ProgrammingError, match="permission denied"), db.transaction(EVERYTHING) as session:
            session.execute(text(change))
    with db.transaction(Scope(UUID(int=1))) as session:
        assert list(certificates_of(session, floor.campaign.id)) == []
    with db.transaction(EVERYTHING) as session:
        trace = session.scalars(select(AccessTrace).where(AccessTrace.action == "account_frozen")).one()
    assert trace.subject == {"campaign_id": str(floor.campaign.id), "number": 1}


def test_the_command_freezes_and_the_next_one_checks(
    db: Database, floor: Floor, database_url: str, redis_url: str, tmp_path: Path  # noqa: F811
) -> None:  # fmt: skip
    out, private = tmp_path / "account.jsonl", tmp_path / "key.pem"
    settings = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": "x" * 32}
    refused = CliRunner(env=settings).invoke(account_command, ["pension", "--freeze", "--out", str(out)])
    assert refused.exit_code == 1
    assert "openssl genpkey" in refused.output
    make_signing_key(private)
    settings |= {"CERTIFICATE_KEY_FILE": str(private)}
    done = CliRunner(env=settings).invoke(account_command, ["pension", "--freeze", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "Certificate 1 of pension: 8 rows" in done.output
    assert out.stat().st_mode & 0o077 == 0
    own = CliRunner(env=settings).invoke(verify_account, [str(out)])
    assert own.exit_code == 0, own.output
    assert f"this project's own settings, {signing_key(str(private)).public}" in own.output
    named = CliRunner(env=settings).invoke(verify_account, [str(out), "--key", str(tmp_path / "key.pub")])
    assert (named.exit_code, "own settings" in named.output) == (0, False), named.output
    wrong = CliRunner(env=settings).invoke(verify_account, [str(out), "--key", KEY.public])
    assert (wrong.exit_code, "the wrong key" in wrong.output) == (1, True), wrong.output
    unset = CliRunner(env=settings).invoke(verify_account, [str(out), "--key", ""])
    assert (unset.exit_code, "Nothing stands behind --key" in unset.output) == (1, True), unset.output
    whole = out.read_bytes()
    for brought_into, told in (
        (b"", "The file is empty"),
        (gzip.compress(whole), "The file is packed (gzip)"),
        (b"\xef\xbb\xbf" + whole, "a byte order mark"),
        (whole.replace(b"\n", b"\r\n"), "Its line ends were changed (CRLF)"),
    ):
        out.write_bytes(brought_into)
        found = CliRunner(env=settings).invoke(verify_account, [str(out)])
        assert (found.exit_code, told in found.output) == (1, True), found.output
        assert "Line 1" not in found.output
