"""What a desk keeps on its computer until the server has it."""

from enum import StrEnum


class EntryKind(StrEnum):
    """What an agent has given."""

    ANSWER = "answer"
    OUTCOME = "outcome"
    GO_ON = "go_on"  # the talk goes on with the next person on the open line
