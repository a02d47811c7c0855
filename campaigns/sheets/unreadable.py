"""Why an office file cannot be read, said in one sentence for the person who sent it."""


class UnreadableFile(Exception):
    """`because` is a constant word for code and translations; `hint` is the one sentence for the officer."""

    def __init__(self, because: str, hint: str) -> None:
        super().__init__(hint)
        self.because = because
        self.hint = hint
