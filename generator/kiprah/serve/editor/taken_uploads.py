"""Uploads that were just taken in: whoever lost the answer asks again, and is told what is there."""

from __future__ import annotations

from msgspec import Struct

from kiprah.authoring.editing.add_file import AddedFile
from kiprah.authoring.editing.editable import EditableFile
from kiprah.authoring.editing.read_file import ReadFile, digest_of_file
from kiprah.content.folder import SiteFolder

_MOST = 200


class Taken(Struct, frozen=True):
    """Receipt of one upload."""

    name: str
    before: str
    """Digest of the entry as it was before."""
    after: str
    stored: str
    """Digest of the file that was made of it."""


class TakenUploads:
    """The last uploads of this run, by the entry they are of and by their bytes.

    By bytes, and not by a number that the page makes up: who chooses the photo again after its answer was lost,
    instead of pressing *Try again*, does not want it twice either.
    """

    def __init__(self) -> None:
        """Nothing is taken in yet."""
        self._taken: dict[tuple[str, str, str], Taken] = {}
        self._moved: dict[str, str] = {}

    def moved(self, path: str) -> str:
        """Return where an entry is that got a folder for its first photo; empty for any other."""
        return self._moved.get(path, "")

    def remember(self, asked: EditableFile, key: str, sent: bytes, added: AddedFile, site: SiteFolder) -> None:
        """Keep what became of an upload; raises ``OSError``."""
        stored = digest_of_file(site.read(_beside(added.entry, added.name)))
        self._taken[added.path, key, digest_of_file(sent)] = Taken(
            added.name, added.digest_before, added.file.digest, stored
        )
        if asked.path != added.path:
            self._moved[asked.path] = added.path
        while len(self._taken) > _MOST:
            del self._taken[next(iter(self._taken))]

    def recall(self, file: EditableFile, key: str, sent: bytes, read: ReadFile, site: SiteFolder) -> Taken | None:
        """Return what became of the same bytes for the same entry, as long as the entry still lists it."""
        taken = self._taken.get((file.path, key, digest_of_file(sent)))
        if taken is None or read.document is None or taken.name not in _names(read.document.values.get(key)):
            return None
        try:
            return taken if digest_of_file(site.read(_beside(file, taken.name))) == taken.stored else None
        except (OSError, KeyError):
            return None


def _beside(file: EditableFile, name: str) -> str:
    return f"{file.beside}/{name}".lstrip("/")


def _names(value: object) -> list[object]:
    """Return the files that a key lists, each alone or with what is said of it."""
    items = value if isinstance(value, list) else [value]
    return [one.get("file") if isinstance(one, dict) else one for one in items]
