"""Output scan: finished bytes are read again, and nothing with metadata or a hidden entry's words is published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kiprah.cache.digests import key_of
from kiprah.metadata_scan import UNSEEN, kind_of_trace, traces_of_metadata
from kiprah.plan.privacy.leaks import LeakTrace, find_leak, suspects_in
from kiprah.problem import Place, Problem

_PRIVATE_KEY = re.compile(rb"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----\s+[A-Za-z0-9+/=\r\n]{40}")
_LARGEST_DRAWING = 200_000_000
_FOLD = re.compile(r"\r?\n[ \t]")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|[\"\\/nrt,;])")
_LETTER = "\\u00"
_INLINE = re.compile(r"</?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)(?:\s[^>]*)?>")
"""Tags within a sentence."""
TEXT_ENDINGS = (".html", ".xml", ".json", ".ics", ".txt", ".svg", ".svgz", ".webmanifest", "_headers", "_redirects")


def traces_digest(traces: Iterable[LeakTrace]) -> str:
    """Digest the words that are looked for, empty where there are none: with another, texts are scanned again."""
    words = [trace.text for trace in traces]
    return key_of(*words) if words else ""


def scan(
    path: str, content: bytes, traces: tuple[LeakTrace, ...], *, of_theme: bool, of_ours: bool = False, origin: str = ""
) -> Problem | None:
    """Say why these bytes may not be published, or None; what is ``of_theme`` must keep the promise of its pages.

    A PDF that is ``of_ours`` says what it is, as readers for the blind need it to, and nothing besides. ``origin`` is
    the file of the content that they were copied from, which is where somebody can mend them.
    """
    shown_path, shown = _unpacked_drawing(path, content)
    if of_theme:
        # Only now: most edits draw their pages in another process, and its patterns take a while to be made.
        from kiprah.publish.page_promises import promise_violations

        violations = promise_violations(shown_path, shown.decode("utf-8", "replace"))
        if violations:
            first = violations[0]
            values = {"page": path, "what": first.text, "drawn": ""}
            return Problem("page-promise", Place(path, first.line, first.column), values, source=first.source)
    if b"PRIVATE KEY-----" in shown and _PRIVATE_KEY.search(shown):
        return Problem("secret-key", Place(origin or path), {"path": origin or path})
    if of_ours:
        from kiprah.metadata_scan.pdf import traces_in_own_pdf

        metadata = traces_in_own_pdf(content)
    else:
        metadata = traces_of_metadata(path, content)
        if origin and shown_path.lower().endswith(".svg"):
            # A drawing of the site's own shows shapes, as one of a theme does.
            from kiprah.publish.drawing_reading import traces_of_requests

            requests = traces_of_requests(shown.decode("utf-8", "replace"))
            metadata = tuple(dict.fromkeys((*metadata, *requests)))
    if metadata:
        return _found_metadata(path, origin, metadata)
    return scan_text(path, content, traces)


def _found_metadata(path: str, origin: str, metadata: tuple[str, ...]) -> Problem:
    """Say what a file carries; of one of the content, that nobody can see it, where nothing else was found in it."""
    what = ", ".join(metadata)
    if not origin:
        return Problem("metadata-made", Place(path), {"path": path, "what": what})
    if UNSEEN.issuperset(map(kind_of_trace, metadata)):
        return Problem("metadata-unseen", Place(origin), {"path": origin, "what": metadata[0]})
    return Problem("metadata-left", Place(origin), {"path": origin, "what": what})


def _unpacked_drawing(path: str, content: bytes) -> tuple[str, bytes]:
    """Return a packed drawing as browsers show it, and anything else as it is."""
    if path.lower().endswith(".svgz"):
        from kiprah.metadata_scan.gzip_file import gunzipped

        drawing = gunzipped(content, _LARGEST_DRAWING, [])
        if drawing is not None:
            return path[:-1], drawing
    return path, content


def scan_text(path: str, content: bytes, traces: tuple[LeakTrace, ...]) -> Problem | None:
    """Say which hidden words these bytes give away, or None."""
    if traces and path.endswith(TEXT_ENDINGS):
        _, content = _unpacked_drawing(path, content)
        text = content.decode("utf-8", "replace")
        if path.endswith(".ics"):
            text = _FOLD.sub("", text)
        # What stands in the way of a word is an escape of a letter; no tag of ours divides one.
        suspects = traces if _LETTER in text else suspects_in(text, traces)
        found = (find_leak(form, suspects) for form in _forms(path, text)) if suspects else ()
        leak = next((one for one in found if one is not None), None)
        if leak is not None:
            return Problem("hidden-text", Place(leak.path), {"path": path, "text": leak.text[:40]})
    return None


def _forms(path: str, text: str) -> Iterator[str]:
    """Return a text as it stands, and as it reads where its kind writes a sentence otherwise."""
    yield text
    if "\\" in text:
        yield _ESCAPE.sub(_unescaped, text)
    if path.endswith(".html"):
        yield _INLINE.sub("", text)


def _unescaped(match: re.Match[str]) -> str:
    sign = match[1]
    if len(sign) > 1:
        return chr(int(sign[1:], 16))
    return " " if sign in "nrt" else sign
