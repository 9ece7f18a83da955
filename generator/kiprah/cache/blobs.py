"""The store: bytes under the digest of the value that made them; another value has another key."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

_DIGEST = 16
_DAY = 24 * 3600
_KEEP_SECONDS = 14 * _DAY


def key_of(*parts: str | bytes) -> str:
    """Return the key of a value: BLAKE2b over its parts, 20 bytes, hex."""
    digest = blake2b(digest_size=20)
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


class BlobStore(Struct, frozen=True):
    """Finished bytes in a folder; what a photo became lies apart, so that it can be forgotten whole."""

    root: Path

    def path(self, key: str, photo: str = "") -> Path:
        """Name the file of a key; ``photo`` is the digest of the photo it was made from."""
        if photo:
            return self.root / "photos" / photo / key
        return self.root / "store" / key[:2] / key[2:]

    def get(self, key: str, photo: str = "") -> bytes | None:
        """Return the bytes of a key; None where there are none, or where they were damaged."""
        try:
            data = self.path(key, photo).read_bytes()
        except FileNotFoundError:
            return None
        payload = data[_DIGEST:]
        if len(data) < _DIGEST or blake2b(payload, digest_size=_DIGEST).digest() != data[:_DIGEST]:
            return None
        return payload

    def put(self, key: str, payload: bytes, photo: str = "") -> None:
        """Keep bytes under a key: a whole file or none; two writers of one key do no harm."""
        target = self.path(key, photo)
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(blake2b(payload, digest_size=_DIGEST).digest())
                file.write(payload)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def drop(self, key: str, photo: str = "") -> None:
        """Forget one key, so that it is made again."""
        self.path(key, photo).unlink(missing_ok=True)

    def forget_photos(self, digests: Iterable[str]) -> None:
        """Remove everything that was ever made from these photos."""
        for digest in digests:
            folder = self.root / "photos" / digest
            if folder.is_dir():
                shutil.rmtree(folder)

    def prune_daily(self, used: frozenset[str]) -> int:
        """Prune where nobody has for a day, since walking through the whole store takes longer than most builds."""
        marker = self.root / "pruned"
        if marker.exists() and time.time() - marker.stat().st_mtime < _DAY:
            return 0
        removed = self.prune(used)
        marker.write_bytes(b"")
        return removed

    def prune(self, used: frozenset[str], now: float | None = None) -> int:
        """Remove what this build did not use and nobody made within two weeks; return how many files went."""
        before = (time.time() if now is None else now) - _KEEP_SECONDS
        removed = 0
        for folder in (self.root / "store", self.root / "photos"):
            for path in folder.rglob("*") if folder.is_dir() else ():
                if path.is_dir():
                    continue
                key = path.name if folder.name == "photos" else path.parent.name + path.name
                if key not in used and path.stat().st_mtime < before:
                    path.unlink(missing_ok=True)
                    removed += 1
        return removed
