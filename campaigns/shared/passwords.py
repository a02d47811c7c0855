"""Passwords: kept as argon2id hashes, checked in the same time whether or not the person exists."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from campaigns.rules.refusals import Refusal

SHORTEST = 10
LONGEST = 200  # longer ones only cost time
LEAST_DIFFERENT = 6
GUESSED_FIRST = (
    *("password", "passw0rd", "raabta", "qwerty", "asdfgh", "welcome", "letmein", "admin"),
    *("abcdef", "12345", "67890", "54321"),
)
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's least; 350 agents sign in at nine


def password_refusal(password: str, sign_in_id: str = "") -> Refusal | None:
    """Say why a new password is not good enough; length is what counts, of what is not guessed first."""
    if not SHORTEST <= len(password) <= LONGEST:
        return Refusal("password_short", "The password needs at least 10 characters.")
    rest = password.lower()
    for guess in (*GUESSED_FIRST, sign_in_id):
        rest = rest.replace(guess, "") if guess else rest
    if len(set(rest)) < LEAST_DIFFERENT:
        return Refusal(
            "password_easy", "This password is easily guessed: choose three words that nobody expects together."
        )
    return None


def hash_password(password: str) -> str:
    """Return what is stored instead of a password."""
    return _HASHER.hash(password)


def check_password(password_hash: str | None, password: str) -> bool:
    """Tell whether a password fits; without a hash (nobody of that name) it takes as long and says no."""
    try:
        _HASHER.verify(password_hash or _nobodys_hash(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("the password of nobody")
