"""Limits on how often somebody may try; counted in Redis, in this process while Redis is away."""

from flask import Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


class LimiterOfSome(Limiter):
    """Looks at those pages that have a limit, as they are opened; at no other, for there is no limit of all pages."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:  # noqa: FBT001, FBT002 - as Flask-Limiter has it
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = LimiterOfSome(
    get_remote_address,
    strategy="moving-window",  # of any ten minutes, not of those of the clock
    in_memory_fallback_enabled=True,
    swallow_errors=True,
    key_prefix="raabta:limit:",
)


def _failed(response: Response) -> bool:
    return response.status_code == 422


def _written_id() -> str:
    return request.form.get("sign_in", "").strip().lower()[:64]


def _written_id_here() -> str:
    return f"{_written_id()} {get_remote_address()}"


# Only failures count: 350 agents behind one address sign in at nine. The second is wide enough that nobody locks a
# colleague out by mistyping her ID, and narrow enough that nobody guesses a password.
one_person_here = limiter.limit("10 per 10 minutes", key_func=_written_id_here, methods=["POST"], deduct_when=_failed)
one_person = limiter.limit("60 per hour", key_func=_written_id, methods=["POST"], deduct_when=_failed)
one_address = limiter.limit("300 per 10 minutes", methods=["POST"], deduct_when=_failed)
