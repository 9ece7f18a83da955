"""Page digest: what a page comes to in a browser, its bytes and the files it uses, apart from its style sheets."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from kiprah.blake2 import blake2b

_LINK = re.compile(rb"<link\b[^>]*>", re.IGNORECASE)
_IS_STYLE = re.compile(rb"""\brel\s*=\s*["']?stylesheet\b""", re.IGNORECASE)
_HREF = re.compile(rb"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_USED = re.compile(rb"""\b(?:src|poster)\s*=\s*"([^"#?]+)""", re.IGNORECASE)
_NAMED_BY_DIGEST = ("assets/", "media/")
"""Folders below which another content has another name, which the page's own bytes tell."""


class Shape(Struct, frozen=True):
    """Digests of a page as a browser should have it."""

    shape: str
    """Digest that is another one where the page must be loaded again."""
    look: str
    """Digest that is another one where its style sheets are others."""
    styles: tuple[str, ...]
    """The addresses of its style sheets as the page writes them, in order."""


def page_digest_of(content: bytes, folder: Path, output: Path, status: int) -> Shape:
    """Tell the shape of a page that stands in a folder of the output and is sent with this status."""
    styles: list[str] = []

    def without_address(found: re.Match[bytes]) -> bytes:
        tag = found.group()
        href = _HREF.search(tag)
        if href is None or not _IS_STYLE.search(tag):
            return tag
        styles.append(html.unescape((href[1] or href[2] or href[3] or b"").decode("utf-8", "replace")))
        return tag[: href.start()] + tag[href.end() :]

    rest = _LINK.sub(without_address, content)
    used = {html.unescape(one.decode("utf-8", "replace")) for one in _USED.findall(rest)}
    digest = blake2b(rest, digest_size=12)
    digest.update("".join(_states(output, folder, used)).encode())
    look = "".join(_states(output, folder, styles)).encode()
    return Shape(f"{status}-{digest.hexdigest()}", blake2b(look, digest_size=6).hexdigest(), tuple(styles))


def _states(output: Path, folder: Path, addresses: Iterable[str]) -> list[str]:
    """Note the state of each file that a page shows; others' files are not ours."""
    states = []
    for address in sorted(set(addresses)):
        parts = urlsplit(address)
        path = unquote(parts.path)
        if parts.scheme or parts.netloc or not path:
            continue
        file = output / path[1:] if path.startswith("/") else folder / path
        name = str(file)
        if name.startswith(tuple(f"{output}/{start}" for start in _NAMED_BY_DIGEST)) or "/media/" in path:
            states.append(f"{name}\0")
            continue
        try:
            facts = file.stat()
        except (OSError, ValueError):  # it is not there, or it is no name at all
            continue
        states.append(f"{name}\0{facts.st_mtime_ns}\0{facts.st_size}\0")
    return states
