"""Planned edits of a site's files: collected in memory, so that all can be shown before anything is done."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.editing.undo import NOTE, UndoStore
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.erasing.erasure import Rewritten, rewritten_file
from kiprah.authoring.erasing.folder_files import Holdings
from kiprah.authoring.erasing.keyed_text import read_keyed, with_values
from kiprah.cache.digests import digest_of
from kiprah.content.folder import SiteFolder
from kiprah.fields.yaml_spans import Plain
from kiprah.model.photo import PHOTO_ENDINGS
from kiprah.model.settings import Settings

_REGISTERS = frozenset({"addresses.yml", "erasures.yml"})


def is_register(path: str) -> bool:
    """Say whether a file is a register that kiprah writes itself, line by line."""
    return path in _REGISTERS or (path.startswith("addresses/") and path.endswith(".yml"))


class ErasingContext(Struct, frozen=True):
    """Context of an erasing: the site with all that lies in its folder."""

    folder: Path
    """The site's folder, absolute."""
    site: SiteFolder
    settings: Settings
    holdings: Holdings
    cache: Path
    today: date


class PlannedEdits:
    """Edits and deletions that are planned so far; nothing is written."""

    def __init__(self, context: ErasingContext) -> None:
        """Begin with nothing planned."""
        self.context = context
        self.gone: set[str] = set()
        self.folders: list[str] = []
        self.by_hand: set[str] = set()
        self._changed: dict[str, bytes] = {}

    def data(self, path: str) -> bytes:
        """Return a file as it will be. Raises ``OSError``."""
        return self._changed[path] if path in self._changed else self.context.holdings.read(path)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every text that stays, as it will be."""
        holdings = self.context.holdings
        for path in holdings.files:
            if path in self.gone or is_register(path):
                continue
            text = self._changed[path].decode() if path in self._changed else holdings.text(path)
            if text is not None:
                yield path, text

    def unread(self) -> tuple[str, ...]:
        """Name the files that stay and in which no words can be looked for, pictures aside."""
        kept = (path for path in self.context.holdings.files if path not in self.gone)
        return tuple(
            p for p in kept if not p.casefold().endswith(PHOTO_ENDINGS) and self.context.holdings.text(p) is None
        )

    def remove(self, files: Iterable[str], folders: Iterable[str] = ()) -> None:
        """Plan that files go, and folders once they are empty."""
        self.gone.update(files)
        self.folders += [folder for folder in folders if folder not in self.folders]

    def change(
        self, path: str, of_values: Callable[[Mapping[str, Plain]], Mapping[str, Plain]], of_body: Callable[[str], str]
    ) -> None:
        """Plan the change of a text with keys; what cannot be changed value by value is for a person."""
        before = self.data(path)
        parts = read_keyed(path, before)
        if parts is None:
            return
        values = parts.values
        wanted = of_values(values)
        try:
            after = with_values(parts, wanted, of_body(parts.body)).data
        except CannotEdit:
            self.by_hand.add(path)
            return
        if after != before:
            self._changed[path] = after

    def write(self, path: str, data: bytes) -> None:
        """Plan that a file becomes this."""
        self._changed[path] = data

    def rewritten(self) -> tuple[Rewritten, ...]:
        """Return what changes in files that stay."""
        found = []
        for path in sorted(self._changed):
            one = rewritten_file(path, self.context.holdings.read(path), self._changed[path])
            if one is not None and path not in self.gone:
                found.append(one)
        return tuple(found)

    def kept_versions(self, also: Callable[[str, bytes], bool] = lambda path, data: False) -> tuple[str, ...]:
        """Name the earlier versions that go: all of what goes or changes, and others of whose content that is said."""
        touched = self.gone | self._changed.keys()
        cache = self.context.cache
        kept = UndoStore(cache).kept_files()
        going = {path for path, _ in kept if path in touched or any(_is_below(path, one) for one in self.folders)}
        found = [f for path, f in kept if path in going or (f.name != NOTE and also(path, f.read_bytes()))]
        # A note of whose versions they are says nothing where no version is left.
        staying = {f.parent for _, f in kept if f.name != NOTE and f not in found}
        found += [f for _, f in kept if f.name == NOTE and f not in found and f.parent not in staying]
        return tuple(file.relative_to(cache).as_posix() for file in found)

    def photo_digests(self) -> tuple[str, ...]:
        """Return the digests of photos that go."""
        holdings = self.context.holdings
        digests = {
            digest_of(holdings.read(path))
            for path in self.gone
            if path in holdings.files and path.casefold().endswith(PHOTO_ENDINGS)
        }
        return tuple(sorted(digests))


def copies_of(path: str, holdings: Holdings) -> tuple[str, ...]:
    """Name every file with the same bytes, itself included."""
    size, content = holdings.files[path], holdings.read(path)
    alike = (other for other, bytes_ in holdings.files.items() if bytes_ == size and other != path)
    return tuple(sorted([path, *(other for other in alike if holdings.read(other) == content)]))


def backups_of(path: str, holdings: Holdings) -> tuple[str, ...]:
    """Name what editors left beside a file: copies of it under names that nobody publishes."""
    folder, name = posixpath.split(path)
    escaped = re.escape(name)
    pattern = re.compile(
        rf"{escaped}(?:~|\.(?:bak|orig|tmp|swp|rej|old|save))|\.{escaped}\.sw\w|#{escaped}#|\.#{escaped}"
    )
    beside = (one for one in holdings.files if posixpath.dirname(one) == folder)
    return tuple(one for one in beside if pattern.fullmatch(posixpath.basename(one)))


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")
