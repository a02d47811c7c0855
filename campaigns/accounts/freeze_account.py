"""Freezes an account that was asked for: its file is made row by row, kept, and signed, after the campaign's one before."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from campaigns.rules.accounts.drawn_account import Account
from campaigns.rules.clock import Now
from campaigns.rules.refusals import Refusal
from campaigns.shared.drawing import drawn_account
from campaigns.sheets.signing_key import NoKeyError, SigningKey
from campaigns.sheets.write_certificate import CertificateFile, Chain, TotalsDisagreeError
from campaigns.store.access_traces import note_access
from campaigns.store.accounts.certificates import lock_freeze, newest_certificate, save_certificate, save_file
from campaigns.store.alone import alone_with
from campaigns.store.session import EVERYTHING, Database, Scope, Session, tell
from campaigns.store.tables import AccessTrace, AccountFreeze, Certificate

MOST_TRIES: Final = 3
ALONE: Final = "freeze_account"
GONE: Final = Refusal(
    "freeze_over", "This certificate has been made, or is being made, already: look at the certificates of the account."
)
SAME_MOMENT: Final = Refusal(
    "same_moment", "The last certificate shows this very moment, or a later one: look at the machine's clock."
)
DISAGREES: Final = Refusal(
    "totals_disagree", "Rows and totals of this account do not agree, so it is not signed. Tell an administrator."
)
GIVEN_UP: Final = Refusal("freeze_given_up", "It was begun three times and never came to its end. Ask once more.")
Key = Callable[[], SigningKey]


def freeze_account(db: Database, freeze_id: UUID, key: Key, *, now: Now, wait: bool = False) -> Certificate | Refusal:
    """Make the certificate; safe to run twice, as one worker alone is at it. Leave it to her, or `wait` until she is done."""
    with alone_with(db, ALONE, freeze_id, wait=wait) as alone:
        asked = _begin(db, freeze_id) if alone else None
        if asked is None:
            return GONE
        try:
            made = GIVEN_UP if asked.tries > MOST_TRIES else _frozen(db, asked, key(), now=now())
        except NoKeyError as lacking:
            made = Refusal("no_key", str(lacking))
        except TotalsDisagreeError:
            made = DISAGREES
        if isinstance(made, Refusal):
            _refuse(db, freeze_id, made, at=now())
        return made


def _begin(db: Database, freeze_id: UUID) -> AccountFreeze | None:
    with db.transaction(EVERYTHING) as session:
        asked = lock_freeze(session, freeze_id)
        if asked is not None:
            asked.tries += 1
        return asked


def _frozen(db: Database, asked: AccountFreeze, key: SigningKey, *, now: datetime) -> Certificate | Refusal:
    """Read in one transaction and write in another, so that the account shows one moment and its file is kept whole."""
    scope = Scope(asked.department_id)
    with db.transaction(scope) as keeping, db.transaction(scope, one_moment=True) as reading:
        before = newest_certificate(keeping, asked.campaign_id)
        if before is not None and before.frozen_at >= now:
            return SAME_MOMENT
        account = drawn_account(reading, asked.campaign_id, now=now)
        if account is None:
            return GONE
        return _kept(keeping, asked, CertificateFile(account, _after(before), key), account, key)


def _after(before: Certificate | None) -> Chain:
    return Chain(before.number + 1, before.digest) if before else Chain(1, None)


def _kept(
    session: Session, asked: AccountFreeze, file: CertificateFile, account: Account, key: SigningKey
) -> Certificate:
    certificate_id = uuid4()
    save_file(session, certificate_id, asked.department_id, file.blocks())
    certificate = Certificate(
        id=certificate_id,
        department_id=asked.department_id,
        campaign_id=asked.campaign_id,
        number=file.chain.number,
        frozen_at=account.drawn_at,
        frozen_by=asked.asked_by,
        rows=file.rows,
        root=file.root,
        previous=file.chain.previous,
        signature=file.signature,
        public_key=key.public,
        digest=file.digest,
        size=file.size,
    )
    save_certificate(session, certificate)
    ended = lock_freeze(session, asked.id)
    if ended is not None:
        ended.ended_at = account.drawn_at
    note_access(session, _trace(certificate))
    tell(session, f"floor:{asked.campaign_id}")
    return certificate


def _trace(certificate: Certificate) -> AccessTrace:
    return AccessTrace(
        at=certificate.frozen_at,
        user_id=certificate.frozen_by,
        department_id=certificate.department_id,
        action="account_frozen",
        subject={"campaign_id": str(certificate.campaign_id), "number": certificate.number},
    )


def _refuse(db: Database, freeze_id: UUID, refusal: Refusal, *, at: datetime) -> None:
    with db.transaction(EVERYTHING) as session:
        asked = lock_freeze(session, freeze_id)
        if asked is not None:
            asked.ended_at, asked.refused_because = at, refusal.because
