"""State in memory: the few rows that one member's run on another machine begins with and ends with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kiprah.cache.state import State, Table


class MemoryState(State):
    """State of one run, in memory; nothing is read from a disk, and nothing is written to one."""

    def __init__(self, rows: Mapping[tuple[Table, str], bytes]) -> None:
        """Begin with these rows."""
        super().__init__(None)
        self._found = dict(rows)
        self.written: set[tuple[Table, str]] = set()
        """The rows that were written since."""

    def get(self, table: Table, name: str) -> bytes | None:
        """Return a row's bytes, or None."""
        return self._found.get((table, name))

    def rows(self, table: Table, prefix: str = "") -> dict[str, bytes]:
        """Return all rows of a table whose names begin with this."""
        return {name: row for (t, name), row in self._found.items() if t == table and name.startswith(prefix)}

    def names(self, table: Table, prefix: str = "") -> tuple[str, ...]:
        """Return the names of a table's rows that begin with this, in order."""
        return tuple(sorted(self.rows(table, prefix)))

    def count(self, table: Table, prefix: str = "") -> int:
        """Count the rows of a table whose names begin with this."""
        return len(self.rows(table, prefix))

    def update(self, table: Table, changed: Mapping[str, bytes], removed: Iterable[str] = ()) -> None:
        """Write and delete rows of a table."""
        for name in removed:
            self._found.pop((table, name), None)
        self.written |= {(table, name) for name in changed}
        self._found |= {(table, name): row for name, row in changed.items()}
