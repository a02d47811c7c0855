"""Who may be called again because a newer list has a number of hers that was never tried."""

from campaigns.rules.lists.list_versions import NEVER_MET
from campaigns.rules.outcomes import Outcome


def test_nobody_who_was_spoken_to_or_is_past_calling_counts_as_never_met() -> None:
    settled = {Outcome.COMPLETED, Outcome.REFUSED, Outcome.DIED, Outcome.OPT_OUT, Outcome.CALL_LATER}
    assert settled.isdisjoint(NEVER_MET)
    assert {Outcome.WITHDRAWN, Outcome.NOT_CALLED}.isdisjoint(NEVER_MET), "they have rules of their own"


def test_whose_numbers_did_not_exist_were_not_hers_or_did_not_answer_were_never_met() -> None:
    assert {Outcome.INVALID_NUMBER, Outcome.WRONG_NUMBER, Outcome.NO_ANSWER, Outcome.BUSY} <= NEVER_MET
