"""A list that a court or an audit needs is kept beyond its time, and nobody on it is called meanwhile."""

from datetime import date, timedelta
from pathlib import Path

from campaigns.lists.hold_list import hold_list
from campaigns.lists.lift_hold import lift_hold
from campaigns.rules.refusals import Refusal
from campaigns.store.lists.retention import ending_lists
from campaigns.store.session import Database
from campaigns.store.tables import BeneficiaryPhone
from tests.flows.test_retention import floor, withdrawn_before
from tests.given_ended_lists import AFTER, KEEP_UNTIL, called_list, ended
from tests.given_floor import NOW, Floor
from tests.given_list import count, kept, scope

__all__ = ["floor"]  # the fixture of lists that end


def test_a_held_list_is_kept_but_nobody_on_it_is_called(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = called_list(db, floor, tmp_path)
    until = KEEP_UNTIL + timedelta(days=60)
    wrong = [("", until), ("court", None), ("court", date(2026, 1, 1)), ("court", date(2030, 1, 1))]
    refused = [hold_list(db, scope(floor), list_id, hold, user_id=None, now=NOW) for hold in wrong]
    assert [isinstance(one, Refusal) for one in refused] == [True] * 4
    held = hold_list(db, scope(floor), list_id, ("Writ 12 of 2027", until), user_id=None, now=AFTER)
    assert held is None
    ended(db)
    assert count(db, BeneficiaryPhone) == 2
    with db.transaction(scope(floor)) as session:
        assert withdrawn_before(session) == 1
        (shown,) = ending_lists(session, now=AFTER)
        assert (shown.held_until, shown.held_because) == (until, "Writ 12 of 2027")
    assert lift_hold(db, scope(floor), list_id, user_id=None, now=AFTER) is None
    ended(db)
    assert count(db, BeneficiaryPhone) == 0
    late = hold_list(db, scope(floor), list_id, ("too late", until), user_id=None, now=AFTER)
    assert isinstance(late, Refusal)
    assert late.because == "list_erased"


def test_a_hold_whose_day_is_over_holds_nothing(db: Database, floor: Floor, tmp_path: Path) -> None:
    list_id = called_list(db, floor, tmp_path)
    until = KEEP_UNTIL + timedelta(days=2)
    assert hold_list(db, scope(floor), list_id, ("Audit", until), user_id=None, now=AFTER) is None
    ended(db)
    assert kept(db, list_id).erased_at is None
    ended(db, AFTER + timedelta(days=3))
    assert kept(db, list_id).erased_at is not None
