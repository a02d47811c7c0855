"""A certificate of an invented account, for tests that spoil it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from campaigns.rules.accounts.account import CaseFacts, RowFacts, ending_of, tally
from campaigns.rules.accounts.drawn_account import (
    Account,
    AccountRow,
    Area,
    Attempt,
    Place,
    PlaceTotals,
    Tier,
)
from campaigns.rules.accounts.listed_totals import ListTotals
from campaigns.rules.carrier.calls_in import CallsInNumbers
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.scripts.who_answered import Answered
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.sheets.signing_key import SigningKey
from campaigns.sheets.write_certificate import CertificateFile, Chain

AT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
LIST = UUID(int=7)
KEY, OTHER_KEY = (SigningKey(Ed25519PrivateKey.from_private_bytes(bytes([at]) * 32)) for at in (1, 2))
STATE, DISTRICT = Area("state:1", "Jammu And Kashmir"), Area("district:623", "Bandipora")
BLOCKS = (Area("block:25@623", "Hajin"), Area("block:32@623", "Sumbal"))
_FACTS = (
    RowFacts(ListStatus.APPROVED, Verdict.REJECTED, Reason.PHONE_ROUNDED),
    RowFacts(
        ListStatus.APPROVED, Verdict.ACCEPTED, None, CaseFacts(CaseStatus.CLOSED, Outcome.COMPLETED, 1, reached=True)
    ),
    RowFacts(ListStatus.APPROVED, Verdict.ACCEPTED, None, CaseFacts(CaseStatus.CLOSED, Outcome.NO_ANSWER, 4)),
    RowFacts(ListStatus.APPROVED, Verdict.ACCEPTED, None, CaseFacts(CaseStatus.WAITING, None, 0)),
)


def given_account(rows: int = 600, *, at: datetime = AT) -> Account:
    """An account of one list, whose people live in two blocks or nowhere known."""
    facts = [_FACTS[row % len(_FACTS)] for row in range(rows)]
    places = [_place(row) for row in range(rows)]
    whole = tally((one, 1) for one in facts)
    listed = ListTotals(LIST, "people.csv", "ab" * 32, ListStatus.APPROVED, rows, rows)
    return Account(
        campaign="Old-age pension 2026",
        slug="pension",
        department="Social Welfare",
        zone="Asia/Kolkata",
        drawn_at=at,
        lists=(listed,),
        whole=whole,
        by_list={LIST: whole},
        tiers={tier: _totals(facts, [place.down_to(tier) for place in places]) for tier in Tier},
        calls_in=CallsInNumbers(),
        rows=_rows(facts, places),
    )


def certificate(
    rows: int = 600, *, chain: Chain | None = None, key: SigningKey = KEY, at: datetime = AT
) -> list[bytes]:
    """Return the lines of a certificate."""
    file = CertificateFile(given_account(rows, at=at), chain or Chain(1, None), key)
    return b"".join(file.blocks()).splitlines(keepends=True)


def _place(row: int) -> Place:
    return Place() if row % 7 == 0 else Place((STATE, None, DISTRICT, BLOCKS[row % 2]))


def _totals(facts: list[RowFacts], places: list[Place]) -> tuple[PlaceTotals, ...]:
    return tuple(
        PlaceTotals(where, tally((one, 1) for one, place in zip(facts, places, strict=True) if place == where))
        for where in dict.fromkeys(places)
    )


def _rows(facts: list[RowFacts], places: list[Place]) -> Iterator[AccountRow]:
    for number, (one, place) in enumerate(zip(facts, places, strict=True), start=1):
        attempts = tuple(
            Attempt(AT - timedelta(days=4 - day), Outcome.NO_ANSWER, "2345", Answered.NEIGHBOUR if day % 2 else None)
            for day in range(one.case.dials if one.case else 0)
        )
        yield AccountRow(
            LIST, "people.csv", number + 1, f"P{number}", place, "2345", ending_of(one), "", None,
            one.case.counted_as if one.case else None, attempts, Decimal(1) if one.case else None,
        )  # fmt: skip
