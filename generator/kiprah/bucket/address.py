"""Address of a place that several machines see: a folder, or a bucket with a prefix."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from kiprah.blake2 import blake2b

_SCHEMES = ("s3", "gs", "az")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


class BadAddress(ValueError):
    """A text looks like an address and is none that kiprah can use."""


class StoreAddress(Struct, frozen=True):
    """Address of objects: ``folder`` for ``file://``, else the ``url`` of a bucket and prefix, without a last slash."""

    url: str
    folder: Path | None = None

    @property
    def bucket(self) -> str:
        """Name what a person gives rights on."""
        return urlsplit(self.url).netloc


def near_folder(folder: Path, address: StoreAddress) -> Path:
    """Return where this machine keeps what belongs to an address, apart from all others."""
    return folder / "shared" / blake2b(address.url.encode(), digest_size=8).hexdigest()


def harmless_address(text: str) -> str:
    """Show an address without what may be a password, and without what a terminal would obey."""
    shown = re.sub(r"//[^/@]*@", "//...@", text.partition("?")[0])
    return "".join(char if char.isprintable() else "?" for char in shown)


def store_address(text: str) -> StoreAddress | None:
    """Read an address; None where the text is a plain path. Raises ``BadAddress``."""
    if not _ADDRESS.match(text):
        return None
    if any(ord(char) < 33 or ord(char) == 127 for char in text):
        raise BadAddress(text)
    parts = urlsplit(text)
    scheme, path = parts.scheme.lower(), parts.path
    # A password in an address would end in histories and logs.
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise BadAddress(f"{scheme}://")
    if ".." in path.split("/"):
        raise BadAddress(text)
    if scheme == "file":
        if parts.netloc not in ("", "localhost") or not path.startswith("/"):
            raise BadAddress(text)
        return StoreAddress(text.rstrip("/"), Path(unquote(path)))
    segments = [segment for segment in path.split("/") if segment]
    if scheme not in _SCHEMES or not parts.netloc:
        raise BadAddress(text)
    return StoreAddress("/".join((f"{scheme}://{parts.netloc}", *segments)))
