"""What the scanner of metadata names in a file, each with words that people are told."""

from __future__ import annotations

import re

from kiprah.catalog import words
from kiprah.metadata_scan import UNSEEN, kind_of_trace, traces_of_metadata

_OF_FORMATS = re.compile(r"[A-Z][A-Z0-9 ]+|[!-~]{4}|JavaScript|iWork|(segment|element) [0-9a-f]+")
"""Pattern of names that only a format gives: they are told as they stand."""


def traces_in(data: bytes, path: str) -> set[str]:
    """Name what is found; nothing twice, nothing that a terminal obeys, and nothing without words."""
    found = traces_of_metadata(path, data)
    assert len(found) == len(set(found))
    for trace in found:
        kind = kind_of_trace(trace)
        assert trace.isprintable()
        for own in (words("en", "problems"), words("id", "problems")):
            assert own.has(f"trace.{kind}") or _OF_FORMATS.fullmatch(kind) or kind in UNSEEN, trace
    return set(found)
