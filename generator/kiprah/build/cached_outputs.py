"""Outputs that come from the cache: what was said of them is said again, and texts are looked through once more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from kiprah.cache.blobs import Blobs, blob_content
from kiprah.plan.outputs import Output
from kiprah.plan.privacy.leaks import LeakTrace
from kiprah.problem import Problem
from kiprah.publish.output_scan import TEXT_ENDINGS, scan_text, traces_digest
from kiprah.render.faults import Fault
from kiprah.render.kinds import kind_of


class LastOutputs(NamedTuple):
    """Outputs of the same member or community as its last build left them; none where nobody knows."""

    blobs: Mapping[str, str] = MappingProxyType({})
    """Blob of each, by path."""
    faults: tuple[Fault, ...] = ()
    """Faults that told of them."""
    traces: str = ""
    """Digest of the hidden words that they were looked through for."""


def faults_of_cached(
    cached: Iterable[tuple[str, str]],
    planned: Mapping[str, Output],
    last: LastOutputs,
    blobs: Blobs,
    traces: tuple[LeakTrace, ...],
) -> tuple[Fault, ...]:
    """Say of outputs that are not made anew, by path and blob, what making them would say.

    What the last build had is not asked again, unless other words are hidden than then. All else in the store was made
    for somebody else: an earlier version, a preview, or before something was left out. ``planned`` knows it.
    """
    scanned = last.traces == traces_digest(traces)
    said: dict[str, list[Fault]] = {}
    for fault in last.faults:
        said.setdefault(fault.path, []).append(fault)
    faults: list[Fault] = []
    for path, blob in cached:
        if last.blobs.get(path) == blob:
            faults.extend(said.get(path, ()))
            if scanned:
                continue
        elif path in planned:
            remark = kind_of(planned[path]).remark(planned[path])
            faults.extend([Fault(path, remark)] if remark is not None else [])
        problem = _scanned(path, blob, planned.get(path), blobs, traces) if traces else None
        faults.extend([Fault(path, problem)] if problem is not None else [])
    return tuple(faults)


def _scanned(
    path: str, blob: str, output: Output | None, blobs: Blobs, traces: tuple[LeakTrace, ...]
) -> Problem | None:
    words = kind_of(output).words(output) if output is not None else b""
    if words:
        return scan_text(f"{path}.txt", words, traces)
    return scan_text(path, blob_content(blobs, blob) or b"", traces) if path.endswith(TEXT_ENDINGS) else None
