"""State database: what earlier builds learned of a site, in one SQLite file.

One shape for everything: a table's name, a row's name, and bytes with a checksum. Missing or damaged, in part or as a
whole, it makes a build slower and never wrong. Nothing of a draft, a private text or a withheld photo is put in it, and
what is deleted is overwritten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar
from zlib import crc32

from kiprah.blake2 import blake2b

STATE_FILE = "state.db"
FILES = (STATE_FILE, f"{STATE_FILE}-wal", f"{STATE_FILE}-shm")
"""The database, and what SQLite keeps beside it while it is open or after a crash."""
_VERSION, _WITH_DIGESTS = 2, 1
_BUSY_SECONDS = 30.0
_PAGE = 32_768
"""Bytes of a page of the file: an entry fits in one, which takes half the time of a chain of small ones."""
_CHECKSUM = 4
"""Bytes of a row's checksum, a CRC-32: it finds what a disk damages, at a third of a digest's price."""

Table = Literal["file", "photo", "entry", "probe", "member", "addresses", "published", "standing", "last"]
"""Table of the database. ``file``: stats and digests. ``photo``: what photos say of themselves. ``entry``: parsed
entries. ``probe``: answers of libraries and themes. ``member``: the last result of each member. ``addresses``: a
community's file of addresses as it was read. ``published``: manifests. ``standing``: how their files were left.
``last``: how the last build of each output folder ended, and which cache is shared."""

T = TypeVar("T")


class State:
    """State database of one cache folder; without a folder nothing is known and nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        """Open nothing yet: a build that needs no row never loads the file."""
        self.folder = folder
        self._path = folder / STATE_FILE if folder is not None else None
        self._connection: sqlite3.Connection | None = None

    def get(self, table: Table, name: str) -> bytes | None:
        """Return a row's bytes, or None."""
        query = "SELECT checked FROM row WHERE tab = ? AND name = ?"
        row = self._read(lambda db: db.execute(query, (table, name)).fetchone(), None)
        return _payload(row[0]) if row is not None else None

    def rows(self, table: Table, prefix: str = "") -> dict[str, bytes]:
        """Return all sound rows of a table whose names begin with this."""
        query = "SELECT name, checked FROM row WHERE tab = ? AND name >= ? AND name < ?"
        within = (table, prefix, f"{prefix}\U0010ffff")
        found: list[tuple[str, bytes]] = self._read(lambda db: db.execute(query, within).fetchall(), [])
        return {name: payload for name, checked in found if (payload := _payload(checked)) is not None}

    def names(self, table: Table, prefix: str = "") -> tuple[str, ...]:
        """Return the names of a table's rows that begin with this, in order; nothing of them is read."""
        query = "SELECT name FROM row INDEXED BY names WHERE tab = ? AND name >= ? AND name < ? ORDER BY name"
        within = (table, prefix, f"{prefix}\U0010ffff")
        found: list[tuple[str]] = self._read(lambda db: db.execute(query, within).fetchall(), [])
        return tuple(name for (name,) in found)

    def count(self, table: Table, prefix: str = "") -> int:
        """Count the rows of a table whose names begin with this, damaged ones too."""
        query = "SELECT count(*) FROM row INDEXED BY names WHERE tab = ? AND name >= ? AND name < ?"
        within = (table, prefix, f"{prefix}\U0010ffff")
        return self._read(lambda db: int(db.execute(query, within).fetchone()[0]), 0)

    def update(self, table: Table, changed: Mapping[str, bytes], removed: Iterable[str] = ()) -> None:
        """Write and delete rows of a table in one transaction."""
        gone = [(table, name) for name in removed]
        fresh = [(table, name, _checked(value)) for name, value in changed.items()]
        if self._path is None or not (gone or fresh):
            return

        def write(db: sqlite3.Connection) -> None:
            with db:
                db.execute("BEGIN IMMEDIATE")
                db.executemany("DELETE FROM row WHERE tab = ? AND name = ?", gone)
                db.executemany("INSERT OR REPLACE INTO row VALUES (?, ?, ?)", fresh)

        try:
            write(self._open())
        except (sqlite3.DatabaseError, UnicodeError) as error:
            if (fault := _machine_fault(error, self._path)) is not None:
                raise fault from None
            self._discard()
            write(self._open())

    def forget_all_but(self, table: Table, names: Iterable[str]) -> None:
        """Delete every row but these of one table, so that no byte of the others is left in the files."""
        if self._path is None or not self._path.exists():
            return
        kept = self.rows(table)
        rows = [(table, name, _checked(kept[name])) for name in names if name in kept]

        def write(db: sqlite3.Connection) -> None:
            with db:
                db.execute("BEGIN IMMEDIATE")
                db.execute("DELETE FROM row")
                db.executemany("INSERT INTO row VALUES (?, ?, ?)", rows)
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        try:
            write(self._open())
        except (sqlite3.DatabaseError, UnicodeError) as error:
            if (fault := _machine_fault(error, self._path)) is not None:
                raise fault from None
            self._discard()
        self.close()

    def close(self) -> None:
        """Close the database; it is opened again when needed."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _read(self, query: Callable[[sqlite3.Connection], T], nothing: T) -> T:
        if self._path is None or (self._connection is None and not self._path.exists()):
            return nothing
        try:
            return query(self._open())
        except (sqlite3.DatabaseError, UnicodeError) as error:
            if (fault := _machine_fault(error, self._path)) is not None:
                raise fault from None
            self._discard()
            return nothing

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            assert self._path is not None
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
            # Of a new file alone: one that is there keeps its own.
            self._connection.execute(f"PRAGMA page_size = {_PAGE}")
            # A log beside the file: a killed build leaves the last whole transaction, at a tenth of a journal's price.
            self._connection.execute("PRAGMA journal_mode = WAL")
            # Who waits for the disk waits as long as half an edit takes. What a loss of power leaves is damage like
            # any other: it is found, and makes a build slower.
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.execute("PRAGMA secure_delete = ON")
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if version == _WITH_DIGESTS:
                _take_over(self._connection)
            elif version not in (0, _VERSION):
                raise sqlite3.DatabaseError("another version")
            columns = "tab TEXT, name TEXT, checked BLOB, PRIMARY KEY (tab, name)"
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS row ({columns}) WITHOUT ROWID")
            # Names alone: those of rows that are large lie far apart.
            self._connection.execute("CREATE INDEX IF NOT EXISTS names ON row (tab, name)")
            self._connection.execute(f"PRAGMA user_version = {_VERSION}")
        return self._connection

    def _discard(self) -> None:
        """Begin anew: what a damaged file says is not believed."""
        self.close()
        assert self._path is not None
        for name in FILES:
            self._path.with_name(name).unlink(missing_ok=True)


@contextmanager
def open_state(folder: Path | None) -> Iterator[State]:
    """Open the state of a cache folder for one build or one member's run."""
    state = State(folder)
    try:
        yield state
    finally:
        state.close()


def _machine_fault(error: Exception, path: Path) -> OSError | None:
    """Turn SQLite's word for a full or locked disk into the system's, which the build reports; None for damage.

    A name that is no text any more, and a table that is none, are damage too, though they are called otherwise.
    """
    import errno

    codes = {
        "SQLITE_FULL": errno.ENOSPC,
        "SQLITE_READONLY": errno.EROFS,
        "SQLITE_CANTOPEN": errno.EACCES,
        "SQLITE_PERM": errno.EACCES,
        "SQLITE_IOERR": errno.EIO,
        "SQLITE_BUSY": errno.EIO,
        "SQLITE_LOCKED": errno.EIO,
    }
    name = getattr(error, "sqlite_errorname", "")
    code = next((value for prefix, value in codes.items() if name.startswith(prefix)), None)
    return OSError(code, str(error), str(path)) if code is not None else None


def _take_over(db: sqlite3.Connection) -> None:
    """Take over from a database of the version before what nobody else knows: which files are ours. The rest is lost.

    Its rows had digests before them, of eight bytes.
    """
    rows = db.execute("SELECT tab, name, checked FROM row WHERE tab = 'published'").fetchall()
    kept = [
        (tab, name, _checked(checked[8:]))
        for tab, name, checked in rows
        if isinstance(checked, bytes) and blake2b(checked[8:], digest_size=8).digest() == checked[:8]
    ]
    # A row that is damaged leaves the folder unknown, as it does in this version.
    kept = kept if len(kept) == len(rows) else []
    with db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("DELETE FROM row")
        db.executemany("INSERT INTO row VALUES (?, ?, ?)", kept)
        db.execute(f"PRAGMA user_version = {_VERSION}")


def _checked(payload: bytes) -> bytes:
    return crc32(payload).to_bytes(_CHECKSUM, "big") + payload


def _payload(checked: bytes) -> bytes | None:
    if not isinstance(checked, bytes):
        return None
    payload = checked[_CHECKSUM:]
    return payload if crc32(payload).to_bytes(_CHECKSUM, "big") == checked[:_CHECKSUM] else None
