"""``portfolio.json`` as bytes."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import json

from kiprah.plan.data.entry_json import activity_json, reflection_json
from kiprah.plan.data.file_outputs import PortfolioOutput
from kiprah.plan.data.portfolio import Portfolio
from kiprah.plan.data.portfolio_json import portfolio_json
from kiprah.plan.data.portfolio_types import ActivityJson, ReflectionJson

_INDENT = b"    "
"""Spaces before an entry's brackets."""


def portfolio_text(output: PortfolioOutput) -> bytes:
    """Write the file in its own order, indented by 2, with a newline at the end."""
    return _indented(json.encode(portfolio_json(output.portfolios)))


def edited_text(before: bytes, told: Sequence[Portfolio]) -> bytes | None:
    """Write the file that ``before`` holds with some entries told anew, as ``portfolio_text`` writes the whole.

    ``told`` has them in each language. What is not told anew is copied as it stands, and not taken apart. None where
    one of them is not in the file.
    """
    activities = [activity_json(one, told) for one in zip(*(p.activities for p in told), strict=True)]
    reflections = [reflection_json(one, told) for one in zip(*(p.reflections for p in told), strict=True)]
    anew: list[tuple[int, int, bytes]] = []
    for name, entries in (("activities", activities), ("reflections", reflections)):
        first = before.find(b'\n  "%b": [\n' % name.encode())
        for entry in entries:
            begin, end = _place_of(entry, before, first)
            if first < 0 or begin < 0 or end < 0:
                return None
            # A line's end is nowhere within a text: there it is written as two letters.
            anew.append((begin, end, json.format(json.encode(entry), indent=2).replace(b"\n", b"\n" + _INDENT)))
    # It has megabytes, of which none is copied twice.
    whole, last = memoryview(before), 0
    parts: list[memoryview] = []
    for begin, end, text in sorted(anew):
        parts += (whole[last:begin], memoryview(text))
        last = end
    return b"".join((*parts, whole[last:]))


def _place_of(entry: ActivityJson | ReflectionJson, text: bytes, first: int) -> tuple[int, int]:
    """Find where an entry begins and ends in a list that begins at ``first``; -1 where it does not.

    Its slug comes first, which no other entry of the log has; only an entry's own brackets stand so far in.
    """
    head = b'{\n%b  "slug": %b,\n' % (_INDENT, json.encode(entry.slug))
    begin = text.find(b"\n" + _INDENT + head, first)
    end = text.find(b"\n" + _INDENT + b"}", begin)
    return (begin + 1 + len(_INDENT), end + 2 + len(_INDENT)) if begin >= 0 and end >= 0 else (-1, -1)


def _indented(text: bytes) -> bytes:
    return json.format(text, indent=2) + b"\n"
