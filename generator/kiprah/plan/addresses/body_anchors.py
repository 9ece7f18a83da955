"""Anchors of bodies that stand together on one page: each body's own, so that no two are the same."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kiprah.plan.views.text import Rich

_TAG = re.compile(r"<[a-z][^<>]*>")
_ANCHOR = re.compile(r'(\sid="|\shref="#)')


def own_anchors(text: Rich, prefix: str) -> Rich:
    """Put a prefix before every anchor of a body, and before what leads to it."""

    def tag(match: re.Match[str]) -> str:
        return _ANCHOR.sub(lambda found: f"{found[1]}{prefix}-", match[0])

    parts = tuple(_TAG.sub(tag, part) if isinstance(part, str) and '="' in part else part for part in text.parts)
    return replace(text, parts=parts)
