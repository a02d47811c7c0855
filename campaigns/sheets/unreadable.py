"""Why an office file cannot be read, said in one sentence for the person who sent it."""


class UnreadableFile(Exception):  # noqa: N818 - named for what the officer has: a file that cannot be read
    """`because` is a constant word for code and translations; `hint` is the one sentence for the officer."""

    def __init__(self, because: str, hint: str) -> None:
        super().__init__(hint)
        self.because = because
        self.hint = hint
