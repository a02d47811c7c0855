"""A webhook as it came, before anybody has believed it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RawRequest:
    """`target` is the raw path with its query, before any decoding."""

    target: str
    form: Mapping[str, str]
    signature: str
