"""In which language somebody is called next with whom an agent found no language to speak in."""

from collections.abc import Collection, Sequence


def language_instead(
    heard: str | None, *, campaign: Sequence[str], spoken: Collection[str] | None, tried: Collection[str]
) -> str | None:
    """Return the one that the agent has recognised, else the first of the campaign that nobody has tried with her.

    `spoken`: by its agents; None: by some of them any. None is returned where no language is left to be tried: then the
    next call is as good as this one was, and somebody else of the house may pick up.
    """
    left = [one for one in campaign or sorted(spoken or ()) if one not in tried and (spoken is None or one in spoken)]
    return heard or (left[0] if left else None)
