"""Journal of an erasure: all that was agreed to, kept until the last of it is done, so that a kill loses nothing."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.authoring.editing.replace_file import replace_file
from kiprah.authoring.erasing.erasure import Erased, Erasure, Rewritten
from kiprah.authoring.erasing.erasure_record import ErasureRecord
from kiprah.cache.atomic_write import write_atomically
from kiprah.cache.digests import digest_of

_FILE = "erasing"
_ENCODER = Encoder()


class Journal(Struct, frozen=True):
    """Journal of an erasing: all that is to be done, whatever has been done of it already."""

    kind: Erased
    asked: str
    """Digest of what was asked for, by which the same command is known again."""
    files: tuple[str, ...]
    folders: tuple[str, ...]
    rewritten: tuple[Rewritten, ...]
    kept_versions: tuple[str, ...]
    photos: tuple[str, ...]
    record: ErasureRecord


class Undone(Struct, frozen=True):
    """Remainder of an erasing: all that could not be done as it was agreed to."""

    changed: tuple[str, ...] = ()
    """Files that somebody changed in between: they stand as they are."""
    folders: tuple[str, ...] = ()
    """Folders in which something else lies by now."""


_DECODER = Decoder(Journal)


def begin_journal(erasure: Erasure, asked: str, record: ErasureRecord, cache: Path) -> Journal:
    """Write down what was agreed to, before anything is done. Raises ``OSError``."""
    journal = Journal(
        erasure.kind,
        asked,
        erasure.files,
        erasure.folders,
        erasure.rewritten,
        erasure.kept_versions,
        erasure.photos,
        record,
    )
    write_atomically(cache / _FILE, _ENCODER.encode(journal))
    return journal


def open_journal(cache: Path) -> Journal | None:
    """Return what an earlier command began and did not end; None where there is nothing. Raises ``OSError``."""
    try:
        return _DECODER.decode((cache / _FILE).read_bytes())
    except FileNotFoundError:
        return None
    except DecodeError:
        # It is written whole or not at all: this is none of ours.
        return None


def close_journal(cache: Path) -> None:
    """Forget what was agreed to, as all of it is done."""
    (cache / _FILE).unlink(missing_ok=True)


def carry_out(journal: Journal, site: Path, cache: Path) -> Undone:
    """Change and remove a person's files, who names them first; a second time does what is left. Raises ``OSError``."""
    for place in (site, cache, *(cache / "undo").glob("*"), *{(site / one.path).parent for one in journal.rewritten}):
        _sweep(place)
    changed = [one.path for one in journal.rewritten if not _rewrite(one, site)]
    for path in journal.files:
        _remove(site / path)
    left = []
    for folder in journal.folders:
        try:
            (site / folder).rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            if not (site / folder).is_dir():
                raise
            if not any((site / folder).iterdir()):
                raise
            left.append(folder)
    for version in journal.kept_versions:
        _remove(cache / version)
        with suppress(OSError):
            (cache / version).parent.rmdir()
    return Undone(tuple(changed), tuple(left))


def _sweep(folder: Path) -> None:
    """Remove what a killed writing left half done: names that only kiprah gives."""
    for pattern in (".editing-*", ".new-*"):
        for left in folder.glob(pattern):
            left.unlink(missing_ok=True)


def _rewrite(one: Rewritten, site: Path) -> bool:
    """Put a file's new content in its place; False where it is another file by now."""
    target = site / one.path
    try:
        digest = digest_of(_read(target))
    except FileNotFoundError:
        return False
    if digest == digest_of(one.content):
        return True
    if digest != one.before:
        return False
    replace_file(target, one.content)
    return True


def _read(path: Path) -> bytes:
    if path.is_symlink():
        raise OSError(0, "not a regular file", str(path))
    return path.read_bytes()


def _remove(path: Path) -> None:
    """Remove a file or a link, never what a link leads to."""
    try:
        os.unlink(path)  # noqa: PTH108  names the path in what it raises
    except FileNotFoundError:
        return
    except NotADirectoryError:
        return
