"""Record of erasures: when something went, of what kind and by which request, and nothing of what it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.editing.replace_file import replace_file
from kiprah.authoring.erasing.erasure import ERASING_DOMAIN, Erasure
from kiprah.authoring.erasing.name_search import NameSearch
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.yaml_text import item_text
from kiprah.cache.atomic_write import write_atomically
from kiprah.cache.digests import digest_of
from kiprah.catalog import words

_FILE = "erasures.yml"
_LONGEST = 200
_FILE_MODE = 0o644


class ErasureRecord(Struct, frozen=True):
    """The line of one erasure, and the file as it was before: written once, whatever is cut off."""

    item: bytes
    intro: bytes
    before: str
    """Digest of the file; empty where there was none."""


def request_words(request: str, names: NameSearch) -> str | Refusal:
    """Accept the word of who asked: short, on one line, and naming nobody who is erased."""
    text = " ".join(request.split())
    if len(text) > _LONGEST or not text.isprintable():
        return Refusal("request-long", {"limit": str(_LONGEST)}, ERASING_DOMAIN)
    if names.names_them(text) or names.near(text) or names.in_path(text):
        return Refusal("request-names", {}, ERASING_DOMAIN)
    return text


def plan_record(erasure: Erasure, request: str, day: date, site: Path, language: str) -> ErasureRecord:
    """Write the line of an erasure, to be added when it is done. Raises ``OSError``."""
    keys = {
        "done": day,
        "what": erasure.kind,
        "files": len(erasure.files),
        "texts": len(erasure.rewritten),
        **({"request": request} if request else {}),
    }
    intro = "".join(f"# {line}\n" for line in words(language, ERASING_DOMAIN).say("record").split("\n"))
    path = site / _FILE
    before = digest_of(path.read_bytes()) if path.exists() else ""
    return ErasureRecord(item_text(keys, "").encode(), intro.encode(), before)


def add_record(record: ErasureRecord, site: Path) -> Path:
    """Add an erasure to the record, once. Raises ``OSError``."""
    path = site / _FILE
    if not path.exists():
        write_atomically(path, record.intro + record.item)
        path.chmod(_FILE_MODE)
        return path
    before = path.read_bytes()
    if digest_of(before) != record.before and record.item in before:
        return path
    newline = b"" if not before or before.endswith((b"\n", b"\r")) else b"\n"
    replace_file(path, before + newline + record.item)
    return path
