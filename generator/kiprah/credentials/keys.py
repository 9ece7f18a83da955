"""Ed25519 keys: as text in multibase, and as an encrypted file in OpenSSH's form."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

BCRYPT_ROUNDS = 64
"""Rounds of bcrypt: more than half a second for each guess of a passphrase."""
SHORTEST_PASSPHRASE = 12
_ED25519 = b"\xed\x01"


class WrongPassphrase(Exception):
    """The passphrase does not open the key file."""


class NoKeyFile(Exception):
    """The file is no encrypted Ed25519 key in OpenSSH's form."""


class SigningKey(Struct, frozen=True):
    """A private key in use: it signs, and names its public half. It is never written as text."""

    private: Ed25519PrivateKey
    multibase: str

    def sign(self, message: bytes) -> bytes:
        """Sign a message."""
        return self.private.sign(message)


def new_key() -> SigningKey:
    """Make a new key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _signing_key(Ed25519PrivateKey.generate())


def key_from_seed(seed: bytes) -> SigningKey:
    """Make the key of 32 bytes, for examples whose signatures stay the same; whoever knows the bytes can sign."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _signing_key(Ed25519PrivateKey.from_private_bytes(seed))


def write_key(path: Path, key: SigningKey, passphrase: str) -> None:
    """Write a new file that only its owner may read, encrypted. Raises ``OSError``, also where the file is there."""
    from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat

    builder = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(BCRYPT_ROUNDS)
    data = key.private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, builder.build(passphrase.encode()))
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def read_key(path: Path, passphrase: str) -> SigningKey:
    """Open a key file. Raises ``WrongPassphrase``, ``NoKeyFile`` and ``OSError``."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    data = path.read_bytes()
    if not data.startswith(b"-----BEGIN OPENSSH PRIVATE KEY-----"):
        raise NoKeyFile
    try:
        private = load_ssh_private_key(data, passphrase.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        # The library says the same of a wrong passphrase and of a file without one.
        raise (NoKeyFile if "not encrypted" in str(error) else WrongPassphrase) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise NoKeyFile
    return _signing_key(private)


def public_key(multibase: str) -> Ed25519PublicKey | None:
    """Read a key in multibase; None where it is no Ed25519 key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    data = decoded_base58(multibase)
    if data is None or len(data) != 34 or not data.startswith(_ED25519):
        return None
    try:
        return Ed25519PublicKey.from_public_bytes(data[2:])
    except ValueError:
        return None


def encoded_base58(data: bytes) -> str:
    """Write bytes in base58btc multibase."""
    import base58

    return "z" + base58.b58encode(data).decode()


def decoded_base58(text: str) -> bytes | None:
    """Read base58btc multibase; None for anything else, and for a second writing of the same bytes."""
    import base58

    if not text.startswith("z"):
        return None
    try:
        data: bytes = base58.b58decode(text[1:])
    except ValueError:
        return None
    return data if encoded_base58(data) == text else None


def _signing_key(private: Ed25519PrivateKey) -> SigningKey:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return SigningKey(private, encoded_base58(_ED25519 + raw))
