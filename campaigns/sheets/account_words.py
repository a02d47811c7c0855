"""An account's words in the reader's language, handed in by the edges, which alone know languages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.rules.accounts.account import Ended


@dataclass(frozen=True)
class AccountWords:
    """What a reader calls the columns, endings and results of calls."""

    language: str
    right_to_left: bool
    columns: Mapping[str, str]  # every column of write_account.COLUMNS
    endings: Mapping[str, str]
    results: Mapping[str, str]  # of calls: outcomes, and "in_call"
    speakers: Mapping[str, str]  # who picked up
    sheets: Mapping[str, str]  # "rows", and each tier: names of a workbook's sheets
    groups: Sequence[tuple[str, frozenset[str]]]  # the columns of a tier's totals, and the endings that each gathers
    unknown_place: str
    moment: Callable[[datetime], str]
    detail: Callable[[Ended], str]

    def ended(self, ended: Ended) -> tuple[str, str]:
        """Return an ending and its detail in words."""
        return self.endings[ended.ending], self.detail(ended)
