"""The Ed25519 key that signs certificates: a private PEM file, and the public one beside it for whoever checks."""

import os
import re
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

HOW_TO_MAKE: Final = "Make one with `openssl genpkey -algorithm ed25519 -out FILE` and name it in CERTIFICATE_KEY_FILE."
NOTE: Final = b"""# Made by Raabta at its first use, for the servers that it starts itself: demos and trials.
# It signs frozen accounts. Keep it secret, and keep it: the public key beside it checks nothing that another one signed.
"""
_HEX_KEY: Final = re.compile(r"[0-9a-f]{64}")


class NoKeyError(Exception):
    """There is no key, or the file holds none; the message says what to do."""


class SigningKey:
    """Signs; `public` is the key by which anybody checks, as 64 hexadecimal digits."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, message: bytes) -> str:
        """Return the signature in hexadecimal."""
        return self._private.sign(message).hex()


def signing_key(path: str) -> SigningKey:
    """Read the private key.

    Raises:
        NoKeyError: with what to do.
    """
    if not path:
        raise NoKeyError(f"There is no key to sign with. {HOW_TO_MAKE}")
    try:
        private = load_pem_private_key(Path(path).read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as unread:
        raise NoKeyError(f"CERTIFICATE_KEY_FILE holds no private key that can be read. {HOW_TO_MAKE}") from unread
    if not isinstance(private, Ed25519PrivateKey):
        raise NoKeyError(f"CERTIFICATE_KEY_FILE holds a key of another kind than Ed25519. {HOW_TO_MAKE}")
    return SigningKey(private)


def make_signing_key(path: Path) -> None:
    """Make a private key that its owner alone can read, with the public one beside it; a key that is there stays."""
    private = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(NOTE + private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        os.link(fresh, path)  # where two make it at once, one key stands
    except FileExistsError:
        return
    finally:
        fresh.unlink()
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    path.with_suffix(".pub").write_bytes(public)


def public_key(told: str) -> str:
    """Return a public key as 64 hexadecimal digits, of such digits or of a PEM file of a public or private key.

    Raises:
        NoKeyError: where it is none.
    """
    if _HEX_KEY.fullmatch(told.lower()):
        return told.lower()
    try:
        content = Path(told).read_bytes()
        if b"PRIVATE KEY" in content:
            return signing_key(told).public
        if _HEX_KEY.fullmatch(text := content.decode("ascii").strip().lower()):
            return text
        loaded = load_pem_public_key(content)
    except (OSError, ValueError, UnsupportedAlgorithm) as unread:
        raise NoKeyError(
            f"{told} is no public key: neither 64 hexadecimal digits nor a file that holds one."
        ) from unread
    if not isinstance(loaded, Ed25519PublicKey):
        raise NoKeyError(f"{told} holds a key of another kind than Ed25519.")
    return loaded.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def signed_by(public: str, message: bytes, signature: str) -> bool:
    """Tell whether a signature was made with the private key of this public one."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
