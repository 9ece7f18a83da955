"""Keys of a circle and authenticated encryption of its parts; the browser's half is ``browser/circle.js``.

Nonces are derived from what they seal (as SIV does), since builds are deterministic: equal parts stay equal files, and
two different parts never share a nonce but by a collision of 96 bits of HMAC.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from typing import Any

from msgspec import Struct

PBKDF2_ROUNDS = 1_000_000
"""Rounds of PBKDF2-HMAC-SHA-256, once for a visit: about a second on a telephone."""
SALT = 16
PART_BYTES = 65536
"""Bytes of a part before it is sealed; all parts have as many."""
_NONCE, _TAG = 12, 16
SEALED = _NONCE + PART_BYTES + _TAG
_ROOT = 4096
"""Bytes to a multiple of which the root is filled before it is sealed."""


class CircleKeys(Struct, frozen=True):
    """Keys derived from a passphrase and a salt; only ``seal`` is needed to read."""

    seal: bytes
    nonce: bytes
    name: bytes

    def name_of(self, content: bytes, length: int = 32) -> str:
        """Name content by a keyed digest: nobody without the key can test a guess of it."""
        return hmac.digest(self.name, content, "sha256").hex()[:length]


def circle_keys(passphrase: str, salt: bytes, rounds: int = PBKDF2_ROUNDS) -> CircleKeys:
    """Derive the keys."""
    secret = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, rounds)
    # HKDF-SHA-256 (RFC 5869) with an empty salt and one block of output for each purpose.
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return CircleKeys(
        *(hmac.digest(extracted, f"kiprah circle {purpose} 1\x01".encode(), "sha256") for purpose in _PURPOSES)
    )


_PURPOSES = ("seal", "nonce", "name")


def new_salt() -> bytes:
    """Draw a salt for a new circle."""
    return os.urandom(SALT)


def sealed(keys: CircleKeys, content: bytes, context: str) -> bytes:
    """Encrypt content for one place: nonce, ciphertext, tag. ``context`` is authenticated with it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    bound = context.encode()
    nonce = hmac.digest(keys.nonce, bound + b"\0" + content, "sha256")[:_NONCE]
    return nonce + AESGCM(keys.seal).encrypt(nonce, content, bound)


def part_context(name: str) -> str:
    """Bind a part to its name, so that no part can stand in another's place."""
    return f"kiprah circle part 1 {name}"


ROOT_CONTEXT = "kiprah circle root 1"


def padded_json(value: Any, multiple: int = _ROOT) -> bytes:
    """Write a value as JSON, filled with blanks to a multiple of so many bytes."""
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    return content + b" " * (-len(content) % multiple)
