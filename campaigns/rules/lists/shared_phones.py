"""Which rows of one file share a number with another row: right for a household, worth a look from five on.

store/lists/rows_settling.py says the same in SQL for a list that is stored.
"""

from campaigns.rules.lists.beneficiary_list import JudgedRow
from campaigns.rules.verdicts import Verdict


class SharedPhones:
    """Sees the rows go by; about 100 bytes of memory are kept for each number."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self._first: dict[int, int] = {}  # the first row of each number, which may come to be shared later

    def see(self, judged: JudgedRow) -> None:
        """Note the numbers of a row that can be called."""
        if judged.verdict is not Verdict.ACCEPTED:
            return
        for phone in judged.phones:
            first = self._first.setdefault(int(phone.number), judged.row)
            if first != judged.row:
                self.rows |= {first, judged.row}
