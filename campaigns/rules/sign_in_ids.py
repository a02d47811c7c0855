"""What a sign-in ID looks like: small Latin letters, digits, dots and hyphens, so that any keyboard writes it."""

import re
from typing import Final

SIGN_IN_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
