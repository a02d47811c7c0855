"""Writes a frozen account, line by line in the form of rules/accounts/certificate.py, and signs it at its end."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from campaigns.rules.accounts.account import Tally
from campaigns.rules.accounts.certificate import HEAD_KIND, SEAL_KIND, VERSION, Counted, Totals, totals_of
from campaigns.rules.accounts.drawn_account import Account, AccountRow, Attempt, Tier
from campaigns.rules.accounts.listed_totals import ListTotals
from campaigns.rules.accounts.merkle import PAGE, MerklePages, leaf_hash
from campaigns.sheets.canonical import canonical
from campaigns.sheets.signing_key import SigningKey
from campaigns.sheets.write_account import DEFINITIONS, weight_in_words

_BLOCK: Final = 64 * 1024
_TOLD: Final = ("rr1", "con1", "source", "attempts", "calls_in", "answered_by", "weight", "stratum")


class TotalsDisagreeError(Exception):
    """The rows do not add up to the account's own totals; such an account is not signed."""


@dataclass(frozen=True)
class Chain:
    """Where a certificate stands among those of its campaign."""

    number: int
    previous: str | None  # digest of the one before


class CertificateFile:
    """The file of one certificate: go through `blocks` once, and the rest is known."""

    def __init__(self, account: Account, chain: Chain, key: SigningKey) -> None:
        """Take an account whose rows nobody has gone through."""
        self.chain = chain
        self._account, self._key = account, key
        self._numbers = {one.id: at for at, one in enumerate(account.lists, start=1)}
        self._counted = Counter[Counted]()
        self._pages = MerklePages()
        self.size = 0
        self.rows = 0
        self.signature = self.digest = ""

    @property
    def root(self) -> str:
        """Return the Merkle root of head and rows."""
        return self._pages.root.hex()

    def blocks(self) -> Iterator[bytes]:
        """Give the file in pieces of some 64 KiB.

        Raises:
            TotalsDisagreeError: before the seal.
        """
        gathered: list[bytes] = []
        waiting = 0
        for line in self._lines():
            gathered.append(line)
            waiting += len(line)
            if waiting >= _BLOCK:
                self.size += waiting
                yield b"".join(gathered)
                gathered, waiting = [], 0
        self.size += waiting
        yield b"".join(gathered)

    def _lines(self) -> Iterator[bytes]:
        totals = _totals(self._account)
        head = canonical(self._head(totals))
        yield b'{"head":%b,"leaf":"%b"}\n' % (head, self._leaf(head))
        for row in self._account.rows:
            self.rows += 1
            number = self._numbers[row.list_id]
            self._counted[Counted(number, *row.place.words, row.ended.ending, row.counted_as or "")] += 1
            line = canonical(self._row(row, number))
            yield b'{"leaf":"%b","row":%b}\n' % (self._leaf(line), line)
        if totals_of(self._counted.items()) != totals:
            raise TotalsDisagreeError
        yield self._seal()

    def _leaf(self, content: bytes) -> bytes:
        leaf = leaf_hash(content)
        self._pages.add(leaf)
        return leaf.hex().encode()

    def _head(self, totals: Totals) -> dict[str, Any]:
        account = self._account
        return {
            "kind": HEAD_KIND,
            "version": VERSION,
            **self._whose(),
            "campaign_name": account.campaign,
            "zone": account.zone,
            "balanced": account.balanced,
            "calls_in": asdict(account.calls_in),
            "definitions": {name: DEFINITIONS[name] for name in _TOLD},
            "lists": {str(at): _list(one) for at, one in enumerate(account.lists, start=1)},
            "places": _places(account),
            "totals": totals,
        }

    def _whose(self) -> dict[str, Any]:
        account = self._account
        return {
            "campaign": account.slug,
            "department": account.department,
            "as_of": _moment(account.drawn_at),
            "number": self.chain.number,
            "previous": self.chain.previous,
        }

    def _row(self, row: AccountRow, number: int) -> dict[str, Any]:
        """Return what is kept of a row; what it does not have is left out."""
        perhaps = {
            "detail": row.ended.detail,
            "outcome": row.counted_as,
            "aapor": row.aapor,
            "same_as": row.same_as,
            "callback_at": row.callback_at and _moment(row.callback_at),
            "attempts": row.attempts and [_call(one) for one in row.attempts],
            "calls_in": row.calls_in and [_call(one) for one in row.calls_in],
            "weight": row.weight and weight_in_words(row.weight),
            "stratum": row.stratum,
        }
        always = {"n": self.rows, "list": number, "row": row.row, "ending": row.ended.ending}
        return always | row.place.ids | {name: value for name, value in perhaps.items() if value}

    def _seal(self) -> bytes:
        seal = {
            "kind": SEAL_KIND,
            "version": VERSION,
            **self._whose(),
            "leaves": self._pages.leaves,
            "page": PAGE,
            "pages": [root.hex() for root in self._pages.roots],
            "root": self.root,
            "public_key": self._key.public,
        }
        signed = canonical(seal)
        self.signature = self._key.sign(signed)
        line = b'{"seal":%b,"signature":"%b"}' % (signed, self.signature.encode())
        self.digest = sha256(line).hexdigest()
        return line + b"\n"


def _totals(account: Account) -> Totals:
    """Return the account's totals in the certificate's form; they were counted apart from its rows."""
    found = totals_of(())
    _add(found, "all", "", account.whole)
    for at, one in enumerate(account.lists, start=1):
        _add(found, "list", str(at), account.by_list[one.id])
    for tier in Tier:
        for total in account.tiers[tier]:
            area = total.place.area(tier)
            _add(found, tier, area.id if area else "", total.tally)
    return found


def _add(found: Totals, tier: str, area: str, counted: Tally) -> None:
    kinds: tuple[tuple[str, Mapping[Any, int]], ...] = (("endings", counted.endings), ("outcomes", counted.people))
    for kind, words in kinds:
        for word, number in words.items():
            if number:
                into = found[kind][tier].setdefault(area, {})
                into[str(word)] = into.get(word, 0) + number


def _places(account: Account) -> dict[str, str]:
    areas = (total.place.area(tier) for tier in Tier for total in account.tiers[tier])
    return {area.id: area.name for area in areas if area}


def _call(one: Attempt) -> dict[str, str]:
    told = {"at": _moment(one.at), "result": one.result}
    return told | {"answered_by": one.answered_by} if one.answered_by else told


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z"


def _list(one: ListTotals) -> dict[str, Any]:
    return {
        "file": one.filename,
        "sha256": one.sha256,
        "status": one.status,
        "file_rows": one.file_rows,
        "rows": one.counted,
        "sample_seed": one.sample.seed if one.sample else None,
    }
