"""File digests: what each file's bytes came to, believed for as long as the file system says what it said then."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder

from kiprah.cache.digests import digest_of, key_of
from kiprah.cache.row_decoding import decoded_row
from kiprah.cache.stat_index import YOUNG, Stat, file_system_time
from kiprah.cache.state import State
from kiprah.content.folder import SiteFolder


class FileRow(Struct, frozen=True, array_like=True):
    """Row of the state: a file's stat, its digest, and when both were noted."""

    stat: Stat
    digest: str
    seen: int
    """Time when this was noted, in nanoseconds of the file system's clock."""

    @property
    def is_settled(self) -> bool:
        """Say whether the file was old enough then that it cannot have changed again unseen."""
        return self.stat[2] < self.seen - YOUNG


_ENCODER = Encoder(order="deterministic")
FILE_ROWS = Decoder(FileRow)


class FileDigests:
    """Digests of files where nothing else is asked of them: what spares opening a community's members."""

    def __init__(self, site: SiteFolder, state: State) -> None:
        """Load nothing yet: of most members what the file system says is what it said."""
        self._site, self._state = site, state
        self._rows: dict[str, bytes] = {}
        self._fresh: dict[str, FileRow] = {}

    def content_digest(self, paths: Iterable[str], prefix: str) -> str:
        """Digest these files together, as a member's own cache does; all lie below ``prefix``."""
        self._rows = self._state.rows("file", prefix)
        parts: list[str] = []
        for path in sorted(paths):
            try:
                parts += [path, self._digest(path)]
            except OSError as error:
                parts += [path, f"error {error.errno}"]
        return key_of(*parts)

    def _digest(self, path: str) -> str:
        row = decoded_row(FILE_ROWS, self._rows.get(path))
        stat = self._site.files[path].stat
        if row is not None and row.is_settled and row.stat == stat:
            return row.digest
        digest = digest_of(self._site.read(path))
        if row is not None and row.digest == digest:
            self._fresh[path] = FileRow(stat, digest, 0)
        return digest

    def save(self) -> None:
        """Note again the files that were young when they were noted, or were touched: they need not be read again."""
        now = file_system_time(self._state.folder) if self._state.folder is not None else 0
        rows = {path: _ENCODER.encode(FileRow(row.stat, row.digest, now)) for path, row in self._fresh.items()}
        self._state.update("file", rows)


def noted_digests(state: State) -> tuple[tuple[str, str], ...]:
    """Return path and digest of every file that is noted in a state."""
    rows = ((path, decoded_row(FILE_ROWS, row)) for path, row in state.rows("file").items())
    return tuple((path, row.digest) for path, row in rows if row is not None)


def digest_rows(site: SiteFolder, digests: Iterable[tuple[str, str]], now: int) -> dict[str, bytes]:
    """Make the rows of digests that another machine read, of files as they were listed here no later than ``now``."""
    listed = ((path, digest) for path, digest in digests if path in site.files)
    return {path: _ENCODER.encode(FileRow(site.files[path].stat, digest, now)) for path, digest in listed}
