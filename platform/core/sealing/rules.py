"""Sealing and opening with the key of a house. Pure: keys come in, nothing is looked up."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
FIRST_FORM = b"\x01"
"""Stands before every ciphertext: how it was sealed, so that another way may come later."""


def new_key() -> bytes:
    """A key for a new house."""
    return secrets.token_bytes(KEY_BYTES)


@dataclass(frozen=True)
class Seal:
    """Seals texts of one house (AES-256-GCM) and makes keyed fingerprints of them (HMAC-SHA-256).

    `purpose` names the column. It is authenticated, so a ciphertext that was moved to another column, or to another
    house, does not open.
    """

    house: str
    key: bytes = field(repr=False)

    def close(self, text: str, *, purpose: str) -> bytes:
        """The ciphertext of a text; sealing the same text again gives another one."""
        return self.close_bytes(text.encode(), purpose=purpose)

    def open(self, sealed: bytes, *, purpose: str) -> str:
        """The text again; raises what `open_bytes` raises."""
        return self.open_bytes(sealed, purpose=purpose).decode()

    def close_bytes(self, content: bytes, *, purpose: str) -> bytes:
        """The ciphertext of any content, such as a file."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return FIRST_FORM + nonce + self._cipher.encrypt(nonce, content, self._context(purpose))

    def open_bytes(self, sealed: bytes, *, purpose: str) -> bytes:
        """The content again.

        Raises:
            cryptography.exceptions.InvalidTag: the bytes were changed, or belong to another column or house.
            ValueError: sealed in a form this release does not know.
        """
        if sealed[:1] != FIRST_FORM:
            raise ValueError("sealed in a form that this release does not know")
        nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        return self._cipher.decrypt(nonce, ciphertext, self._context(purpose))

    def fingerprint(self, text: str, *, purpose: str) -> str:
        """What an exact search looks for: the same text gives the same 64 hex digits, and nobody without the key
        can try all PESEL numbers."""
        return hmac.new(self._index_key, purpose.encode() + b"\0" + text.encode(), hashlib.sha256).hexdigest()

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.key)

    @cached_property
    def _index_key(self) -> bytes:
        return hmac.new(self.key, b"index\0" + self.house.encode(), hashlib.sha256).digest()

    def _context(self, purpose: str) -> bytes:
        return f"{self.house}\0{purpose}".encode()
