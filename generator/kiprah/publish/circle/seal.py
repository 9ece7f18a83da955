"""Sealer of a built site: packs what visitors can come to, writes the new parts, and the page that names them."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Collection, Mapping
from html import unescape
from pathlib import Path

from msgspec import Struct

from kiprah.publish.circle.folder import CircleFolder, sealed_part_of
from kiprah.publish.circle.gate import gate_files, gate_page
from kiprah.publish.circle.linked_files import HOME, reachable
from kiprah.publish.circle.packing import Packer
from kiprah.publish.circle.sealing import (
    PBKDF2_ROUNDS,
    ROOT_CONTEXT,
    SALT,
    SEALED,
    CircleKeys,
    circle_keys,
    new_salt,
    padded_json,
    part_context,
    sealed,
)

_FORMAT = 1
PART_FILE = len('kiprahPart("","");\n') + 32 + -(-SEALED // 3) * 4
"""Bytes of a part's file: the same for all of them."""
_SEGMENT = 16
"""Files of a segment, on average."""
_CONTACT = re.compile(rb'href="(mailto:[^"?]+|https://wa\.me/[0-9]+)"')


class CircleFacts(Struct, frozen=True):
    """Facts of a circle besides the site's files."""

    title: str
    language: str
    languages: tuple[str, ...]
    url: str
    """Address at which the site stands or will stand: links to it stay in the circle."""
    reply_to: str
    """Address for replies, ``mailto:`` or ``https://wa.me/``; empty: what the home page shows."""
    until: str | None
    """The last day, as ISO date."""
    ends: int | None
    """Time when that day is over, in milliseconds since 1970."""


class Sealing(Struct, frozen=True):
    """Report of a sealing: the counts of files and parts."""

    files: int
    parts: int
    written: int
    removed: int
    reply_to: str


def seal_site(
    folder: Path,
    passphrase: str,
    paths: Collection[str],
    content_of: Callable[[str], bytes],
    facts: CircleFacts,
    done: Callable[[int, int], None],
) -> Sealing:
    """Make a folder the circle of a site. ``content_of`` is asked for one file at a time. Raises ``OSError``."""
    salt = _salt_of(sealed_part_of(folder))
    keys = circle_keys(passphrase, salt)
    writer = CircleFolder(folder)
    packer = Packer(lambda part: _put(writer, keys, part))
    # What every page needs lies together, before the pages; pictures come last, since few visitors see them all.
    order = sorted(reachable(paths, content_of, facts.url, facts.languages), key=lambda path: (_shelf(path), path))
    shelf = 0
    for number, path in enumerate(order):
        done(number, len(order))
        if _shelf(path) != shelf or int(keys.name_of(path.encode(), 4), 16) % _SEGMENT == 0:
            packer.close_segment()
        shelf = _shelf(path)
        packer.add(path, content_of(path))
    packer.close_segment()
    files = {
        path: [*span, keys.name_of(f"page {path}".encode(), 10)] if path.endswith(".html") else [*span]
        for path, span in packer.spans.items()
    }
    index = padded_json({"files": files, "parts": packer.names}, 1)
    listed = Packer(lambda part: _put(writer, keys, part))
    listed.add("index", index)
    listed.close_segment()
    reply_to = facts.reply_to or _contact_in(content_of(HOME))
    root = {
        "ends": facts.ends,
        "home": HOME,
        "index": listed.names,
        "length": len(index),
        "name": facts.title,
        "to": reply_to,
        "until": facts.until,
        "url": f"{facts.url.rstrip('/')}/" if facts.url else "",
    }
    public = {
        "ends": facts.ends,
        "format": _FORMAT,
        "root": _text(sealed(keys, padded_json(root), ROOT_CONTEXT)),
        "rounds": PBKDF2_ROUNDS,
        "salt": _text(salt),
        "until": facts.until,
    }
    beside = gate_files()
    removed = writer.finish(beside, gate_page(facts.language, public, tuple(beside)))
    done(len(order), len(order))
    return Sealing(len(order), len({*packer.names, *listed.names}), writer.written, removed, reply_to)


def _put(writer: CircleFolder, keys: CircleKeys, part: bytes) -> str:
    name = keys.name_of(part)
    if not writer.has_part(name, PART_FILE):
        writer.write_part(name, f'kiprahPart("{name}","{_text(sealed(keys, part, part_context(name)))}");\n'.encode())
    return name


def _shelf(path: str) -> int:
    return 0 if path.endswith((".css", ".woff2", ".svg")) else 1 if path.endswith(".html") else 2


def _salt_of(before: Mapping[str, object]) -> bytes:
    """Return the salt of the circle that stands there, so that unchanged parts stay the same files; else a new one."""
    try:
        salt = base64.b64decode(str(before.get("salt", "")), validate=True)
    except ValueError:
        salt = b""
    return salt if len(salt) == SALT else new_salt()


def _contact_in(home: bytes) -> str:
    """Find the address that the person shows everybody on the home page."""
    found = _CONTACT.search(home)
    return unescape(found[1].decode()) if found else ""


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
