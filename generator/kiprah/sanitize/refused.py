"""Refusal of a file that cannot be published."""

from __future__ import annotations

from collections.abc import Mapping


class FileRefused(Exception):
    """A file that cannot be published; ``code`` and ``values`` are those of the problem to report."""

    def __init__(self, code: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = dict(values or {})
