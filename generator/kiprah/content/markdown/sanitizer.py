"""Sanitizer of finished fragments: only elements, attributes and addresses from an allow-list pass."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

import nh3

from kiprah.content.markdown.addresses import SCHEMES, judge
from kiprah.model.slug import slug_of

_NAMES = """
    a abbr b blockquote br cite code dd del details dfn div dl dt em figcaption h1 h2 h3 h4 h5 h6 hr i img ins kbd li
    mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
"""
_TAGS = frozenset(_NAMES.split())
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "dfn": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "li": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "details": {"open"},
}
_OPENED = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)")
_ADDRESS = re.compile(r"<(?:a|img)\b[^>]*?\s(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


def sanitize(rendered: str, scope: str) -> str:
    """Sanitize a fragment; ``scope`` goes before every id and every anchor, which lead nowhere else then."""
    safe = _cleaner(scope).clean(rendered)
    # A page has one first heading, its own; a body's headings begin below it.
    if "<h1" in safe:
        safe = re.sub(r"<(/?)h([1-5])(?=[ >])", lambda m: f"<{m[1]}h{int(m[2]) + 1}", safe)
    return safe


@lru_cache(maxsize=64)
def _cleaner(scope: str) -> nh3.Cleaner:
    """Make each cleaner once: handing over the lists takes as long as a text."""

    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "id":
            bare = slug_of(value)
            return f"{scope}-{bare}" if bare else None
        if attribute in ("href", "src"):
            return _kept_address(value, scope)
        if attribute == "dir" and value not in ("ltr", "rtl", "auto"):
            return None
        if attribute == "lang" and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
            return None
        if attribute in ("colspan", "rowspan") and not re.fullmatch(r"[1-9]\d{0,2}", value):
            return None
        if attribute == "start":
            return str(int(value)) if re.fullmatch(r"[0-9]{1,9}", value) else None
        if attribute == "scope" and value not in ("row", "col"):
            return None
        if attribute == "datetime" and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
            return None
        return value if tag else None

    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes=set(SCHEMES),
        link_rel="noopener",
        strip_comments=True,
    )


def dropped_tags(rendered: str) -> Iterator[str]:
    """Yield each element of a fragment that sanitizing drops, once."""
    yield from (name for name in dict.fromkeys(n.lower() for n in _OPENED.findall(rendered)) if name not in _TAGS)


def written_addresses(rendered: str) -> Iterator[str]:
    """Yield each address of a fragment's links and pictures, once."""
    found = (html.unescape(a or b or c) for a, b, c in _ADDRESS.findall(rendered))
    yield from dict.fromkeys(found)


def _kept_address(value: str, scope: str) -> str | None:
    if value.strip().startswith("#"):
        bare = slug_of(unquote(value.strip()[1:]))
        return f"#{scope}-{bare}" if bare else None
    judgement = judge(value)
    return None if judgement.fault else judgement.address
