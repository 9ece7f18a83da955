"""Opens a circle as its visitor's browser does, with nothing of kiprah's own code."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

PART = re.compile(r'kiprahPart\("([0-9a-f]{32})","([A-Za-z0-9+/=]+)"\);\n')


def public_facts(folder: Path) -> dict[str, Any]:
    """Return what the page says openly."""
    found = re.search(r'id="sealed">(.*?)</script>', (folder / "index.html").read_text("utf-8"))
    assert found
    return dict(json.loads(found[1]))


class Circle:
    """An opened circle; raises ``InvalidTag`` where the passphrase is wrong or a byte was changed."""

    def __init__(self, folder: Path, passphrase: str) -> None:
        self.folder = folder
        public = public_facts(folder)
        assert public["rounds"] >= 600_000
        salt = base64.b64decode(public["salt"])
        secret = PBKDF2HMAC(SHA256(), 32, salt, public["rounds"]).derive(passphrase.encode())
        self.key = HKDF(SHA256(), 32, bytes(32), b"kiprah circle seal 1").derive(secret)
        self.root = json.loads(self.unsealed(base64.b64decode(public["root"]), "kiprah circle root 1"))
        index = b"".join(self.part(name) for name in self.root["index"])[: self.root["length"]]
        self.index = json.loads(index)

    def unsealed(self, data: bytes, context: str) -> bytes:
        """Decrypt."""
        return AESGCM(self.key).decrypt(data[:12], data[12:], context.encode())

    def part(self, name: str) -> bytes:
        """Read and decrypt a part."""
        found = PART.fullmatch((self.folder / "parts" / f"{name}.js").read_text("ascii"))
        assert found and found[1] == name
        return self.unsealed(base64.b64decode(found[2]), f"kiprah circle part 1 {name}")

    @property
    def paths(self) -> set[str]:
        """The site's files in it."""
        return set(self.index["files"])

    def read(self, path: str) -> bytes:
        """Return one file of the site."""
        start, length = self.index["files"][path][:2]
        first, last = start // 65536, (start + max(length, 1) - 1) // 65536
        whole = b"".join(self.part(name) for name in self.index["parts"][first : last + 1])
        return whole[start - first * 65536 :][:length]
