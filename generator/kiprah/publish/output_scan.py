"""The last look: finished bytes are read again, and nothing with metadata or a hidden entry's words gets out."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.cache.blobs import key_of
from kiprah.metadata_scan import traces_of_metadata
from kiprah.plan.leaks import LeakTrace, find_leak
from kiprah.problem import Place, Problem

TEXT_ENDINGS = (".html", ".xml", ".json", ".ics", ".txt", ".svg", ".webmanifest", "_headers", "_redirects")
VERSION = "2"


def gate_digest(secrets: Iterable[LeakTrace]) -> str:
    """Return a digest of all that the gate looks for; where it is another, everything is looked at again."""
    return key_of(VERSION, *(secret.text for secret in secrets))


def look_at(path: str, content: bytes, secrets: tuple[LeakTrace, ...]) -> Problem | None:
    """Say why these bytes may not be published, or None."""
    traces = traces_of_metadata(path, content)
    if traces:
        return Problem("metadata-left", Place(path), {"path": path, "what": ", ".join(traces)})
    if secrets and path.endswith(TEXT_ENDINGS):
        secret = find_leak(content.decode("utf-8", "replace"), secrets)
        if secret is not None:
            return Problem("hidden-text", Place(secret.path), {"path": path, "text": secret.text[:40]})
    return None
