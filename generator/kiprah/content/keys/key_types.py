"""Types of the values that keys take: addresses, slugs, places, names of files, words of consent."""

from __future__ import annotations

import re
import unicodedata
from typing import get_args
from urllib.parse import urlsplit

from kiprah.content.causes import cause_of
from kiprah.fields.decoding import Wrong
from kiprah.fields.groups import ListOf
from kiprah.fields.types import Checked, Choice, Converted, Share, Text
from kiprah.model.entry import Visibility
from kiprah.model.photo import Box, Consent, People
from kiprah.model.slug import is_reserved, slug_of

_DEGREE = r"[-\u2212+]?\d{1,3}"
_COORDINATES = (
    rf"(?<![\w.,]){_DEGREE}[.,]\d+\s*[,;/ ]\s*{_DEGREE}(?:[.,]\d+)?(?![\w])"
    rf"|(?<![\w.,]){_DEGREE}\s*[,;/ ]\s*{_DEGREE}[.,]\d+(?![\w])"
    rf"|(?<![\w.,-])[-\u2212]\d{{1,3}}\s*[,;/ ]\s*{_DEGREE}(?![\w])|^\s*{_DEGREE}\s*[,;/ ]\s*{_DEGREE}\s*$"
    r"|(?<!\w)\d{1,3}[.,]\d+\s*(?:[NSEWUBT]|L[SU]|B[TB])\b|(?<!\w)(?:[NSEW]|L[SU]|B[TB])\s*\d{1,3}[.,]\d+|\d{1,3}\s*°|^geo:"
    r"|[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}|https?://|goo\.gl/|///\w+\.\w+\.\w+"
)
"""Coordinates at any precision: two numbers of which one has a sign or decimals, or two numbers alone. A text, made
into a pattern when it is first tried: most places are words."""
_SIGNS = frozenset("+:/")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")


def web_address(text: str) -> str:
    """Accept an http(s) address without user, password or control characters; raise ``Wrong`` else."""
    try:
        parts = urlsplit(text)
        host, user, _ = parts.hostname, parts.username, parts.port
    except ValueError:
        raise Wrong("bad-url", {"value": text}) from None
    if parts.scheme not in ("http", "https") or not host or user is not None or re.search(r"[\s<>\"'`\\{}|^]", text):
        raise Wrong("bad-url", {"value": text})
    return text


def email_address(text: str) -> str:
    """Accept an e-mail address; raise ``Wrong`` else."""
    if not re.fullmatch(r"[^\s@<>\"'(),:;\\\[\]]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", text):
        raise Wrong("bad-email", {"value": text})
    return text


def _coarse_place(text: str) -> str:
    if _may_hold_coordinates(text) and re.search(_COORDINATES, text):
        raise Wrong("coordinates", {"value": text})
    return " ".join(text.split())


def _may_hold_coordinates(text: str) -> bool:
    """Say whether a text holds a digit, or one of the signs of map codes and addresses: without, there is nothing."""
    return any(letter in _SIGNS or letter.isdecimal() for letter in text)


def slug_rule(text: str) -> str:
    """Accept a slug as addresses want it; raise ``Wrong`` else, with the one that was probably meant."""
    text = unicodedata.normalize("NFC", text)
    slug = slug_of(text)
    if not slug:
        raise Wrong("empty-slug", {"value": text})
    if slug != text:
        raise Wrong("bad-slug", {"value": text, "nearest": slug})
    if is_reserved(slug):
        raise Wrong("reserved-slug", {"value": text})
    return slug


def _listed(text: str) -> str:
    """Accept what has a page of its own that is named by it; raise ``Wrong`` where no folder may be called so."""
    if is_reserved(slug_of(text)):
        raise Wrong("reserved-term", {"value": text})
    return text


def _cause(text: str) -> str:
    return cause_of(_listed(text))


def _language(text: str) -> str:
    if not _LANGUAGE.match(text):
        raise Wrong("bad-language", {"value": text})
    return text


def _file_name(text: str) -> str:
    """Accept the name of a file beside the entry: never a path that leads elsewhere."""
    parts = text.split("/")
    if (
        re.search(r"[\x00-\x1f\\:*?\"<>|]", text)
        or text.startswith(("/", "~"))
        or any(part in ("", ".", "..") or part.startswith(".") for part in parts)
        or "%2e" in text.casefold()
        or "%2f" in text.casefold()
    ):
        raise Wrong("bad-file-name", {"value": text})
    return text


def _point(numbers: tuple[float, ...]) -> tuple[float, float]:
    return numbers[0], numbers[1]


def _box(numbers: tuple[float, ...]) -> Box:
    """Return a rectangle that ends where the photo does."""
    x, y, width, height = numbers
    return Box(x, y, min(width, 1 - x), min(height, 1 - y))


URL = Checked(web_address, {"type": "string", "format": "uri", "pattern": "^https?://"})
PLACE = Checked(_coarse_place, {"type": "string", "maxLength": 120}, 120)
SLUG = Checked(slug_rule, {"type": "string", "pattern": r"^[^A-Z\s/_.]+$"}, 120)
LANGUAGE = Checked(_language, {"type": "string", "pattern": _LANGUAGE.pattern}, 20)
FILE = Checked(_file_name, {"type": "string"}, 240)
TERM = Text(80)
TITLE = Text(240, needed=True)
CAUSE = Converted(TERM, _cause)
SKILL = Converted(TERM, _listed)
FOCUS = Converted(ListOf(Share(), 2, least=2), _point)
BOX = Converted(ListOf(Share(), 4, least=4), _box)

VISIBILITY: Choice[Visibility] = Choice(
    get_args(Visibility),
    "bad-visibility",
    (("publik", "public"), ("pribadi", "private"), ("hidden", "private"), ("rahasia", "private")),
)
PEOPLE: Choice[People] = Choice(
    get_args(People),
    "bad-people",
    (
        *((word, "minors") for word in ("anak", "anak-anak", "child", "children", "kids", "minor", "teenagers")),
        *((word, "adults") for word in ("dewasa", "orang dewasa", "adult")),
        *((word, "none") for word in ("kosong", "tidak ada", "nobody", "no", "no one")),
    ),
)
CONSENT: Choice[Consent] = Choice(
    get_args(Consent),
    "bad-consent",
    (
        *((word, "yes") for word in ("true", "ya", "setuju")),
        *((word, "guardian") for word in ("wali", "orang tua", "parent", "parents")),
        *((word, "no") for word in ("false", "tidak")),
        *((word, "pending") for word in ("belum", "menunggu", "waiting")),
        *((word, "withdrawn") for word in ("ditarik", "dicabut", "revoked")),
    ),
)
