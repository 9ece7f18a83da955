"""Mirror of a site's content: a bucket's objects as files of this machine, for one listing and what changed."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from kiprah.bucket.address import StoreAddress, near_folder
from kiprah.bucket.client import BucketClient
from kiprah.bucket.errors import BucketFailed
from kiprah.bucket.store import NewObject, StoredObject
from kiprah.cache.atomic_write import write_atomically
from kiprah.cache.digests import digest_of

_FOLDER, _RECORD = "content", "content.json"
_TRIES = 3


def mirrored_content(address: StoreAddress, cache: Path) -> Path:
    """Make a folder below the cache equal to what lies at an address; return the folder.

    An object whose size, ETag and time are those of the last time is not fetched again. A name that no file may have is
    refused before anything is written. Raises ``BucketFailed``, and ``OSError`` for this machine's faults.
    """
    if address.folder is not None:
        return address.folder
    base = near_folder(cache, address)
    folder, client = base / _FOLDER, BucketClient(address.url)
    objects = {one.name: one for one in client.listing() if not one.name.endswith("/")}
    _refuse_bad_names(objects, address)
    before = _record(base)
    changed = [name for name, one in sorted(objects.items()) if not _is_mirrored(folder / name, one, before.get(name))]
    record = {name: facts for name, facts in before.items() if name in objects and name not in changed}
    for name in _files_of(folder):
        if name not in objects:
            (folder / name).unlink()
    folder.mkdir(parents=True, exist_ok=True)
    _write_record(base, record)
    for _ in range(_TRIES):
        cut_off = []
        for name, content in client.get_many(changed):
            if content is None:
                # Deleted since it was listed: as if it had not been there.
                (folder / name).unlink(missing_ok=True)
            elif len(content) != objects[name].size:
                cut_off.append(name)
            else:
                write_atomically(folder / name, content)
                record[name] = _facts_of(objects[name], folder / name, content)
        changed = cut_off
    _write_record(base, record)
    if changed:
        raise BucketFailed("bucket-unreachable", address.url, "GET", "truncated")
    return folder


def return_files(address: StoreAddress, site: Path, names: Iterable[str]) -> None:
    """Put files that a build wrote into its content back to where they lie for everybody; raises ``BucketFailed``.

    ``site`` is the mirror, or the site's folder in it. What somebody else changed meanwhile stands.
    """
    if address.folder is not None:
        return
    root = _mirror_of(site)
    client, record = BucketClient(address.url), _record(root.parent)
    for path in sorted(site / name for name in names):
        name, facts = path.relative_to(root).as_posix(), path.stat()
        known = record.get(name)
        if known is None or known[3:5] != [facts.st_size, facts.st_mtime_ns]:
            etag = str(known[1]) if known is not None else ""
            client.put(NewObject(name, path.read_bytes()), create=known is None, etag=etag)


def mirrored_digests(site: Path) -> tuple[str, dict[str, str]]:
    """Return where a mirrored site lies below its address, and the digest of each of its files as it was fetched.

    ``site`` is the mirror, or the site's folder in it; names are from that folder, as they are written in the bucket.
    """
    root = _mirror_of(site)
    prefix = "" if root == site else f"{site.name}/"
    record = _record(root.parent)
    found = {name[len(prefix) :]: str(facts[5]) for name, facts in record.items() if name.startswith(prefix)}
    return prefix, found


def _mirror_of(site: Path) -> Path:
    return site if (site.parent / _RECORD).is_file() else site.parent


def _refuse_bad_names(names: Iterable[str], address: StoreAddress) -> None:
    folded: set[str] = set()
    names = sorted(names)
    folders = {name[:at] for name in names for at, char in enumerate(name) if char == "/"}
    for name in names:
        parts = name.split("/")
        bad = any(part in ("", ".", "..") for part in parts) or "\\" in name or len(name.encode()) > 1000
        bad = (
            bad or any(unicodedata.category(char) in ("Cc", "Cs") for char in name) or (os.name == "nt" and ":" in name)
        )
        # Two names that are one file elsewhere, or a file where a folder must be: which one would it hold?
        same = unicodedata.normalize("NFC", name)
        if bad or same in folded or name in folders:
            raise BucketFailed("bucket-key", address.url, "LIST")
        folded.add(same)


def _is_mirrored(path: Path, one: StoredObject, known: list[object] | None) -> bool:
    if known is None or known[:3] != [one.size, one.etag, one.modified] or path.is_symlink():
        return False
    try:
        facts = path.stat()
    except OSError:
        return False
    return known[3:5] == [facts.st_size, facts.st_mtime_ns]


def _facts_of(one: StoredObject, path: Path, content: bytes) -> list[object]:
    facts = path.stat()
    return [one.size, one.etag, one.modified, facts.st_size, facts.st_mtime_ns, digest_of(content)]


def _files_of(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or path.is_file()]


def _record(base: Path) -> dict[str, list[object]]:
    """Read what is known of the mirror; what is damaged is fetched anew."""
    try:
        record = json.loads((base / _RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(record, dict):
        return {}
    return {name: facts for name, facts in record.items() if isinstance(facts, list) and len(facts) == 6}


def _write_record(base: Path, record: Mapping[str, list[object]]) -> None:
    write_atomically(base / _RECORD, json.dumps(record, sort_keys=True).encode())
