"""Slugs and file names: what may stand in an address, on every system."""

import re
import unicodedata
from functools import lru_cache

RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "index", "_headers", "_redirects", ".well-known", ".netlify", ".git", ".env", "404"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "123456789¹²³"}
)
"""Names that Windows or Netlify keep for themselves, or that stand for something else in an address.

Windows reads the raised digits of Latin-1 as digits here, and no others.
"""

TOP_LEVEL = frozenset(
    {"activities", "reflections", "roles", "causes", "skills", "years", "cv", "share", "cards", "media", "assets"}
    | {"members", "events", "pages", "feeds", "files", "for"}
)
"""First parts of addresses that the site itself uses; a member's own page may not take them."""

_JOINERS = "\u200c\u200d"
"""Joiners, which shape letters of Persian and of India's scripts, and have no place anywhere else in an address."""
_LONE_JOINER = re.compile(f"(?<![^-{_JOINERS}])[{_JOINERS}]+|[{_JOINERS}]+(?![^-{_JOINERS}])")
_EMOJI_PARTS = re.compile("[\ufe00-\ufe0f\u20e3\U000e0100-\U000e01ef]")
"""Characters that tell an emoji from a sign, and the frame of a key: unseen, they would be letters of an address."""

_MAX_BYTES = 120
_DATED = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:-(.*))?$", re.DOTALL)


@lru_cache(maxsize=16_384)
def slug_of(text: str) -> str:
    """Make a slug: lower case, NFC, letters, marks and digits of any script kept, all else one hyphen."""
    folded = _EMOJI_PARTS.sub("", unicodedata.normalize("NFC", text).lower())
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c in _JOINERS else "-" for c in folded)
    joined = re.sub(r"-+", "-", _LONE_JOINER.sub("-", kept)).strip(f"-{_JOINERS}")
    while len(joined.encode()) > _MAX_BYTES:
        joined = joined[:-1].rstrip("-")
    return unicodedata.normalize("NFC", joined)


def is_reserved(slug: str) -> bool:
    """Say whether Windows or a host keeps this name for itself; a name before a dot counts too, as on Windows."""
    folded = slug.casefold()
    return folded in RESERVED or folded.split(".")[0] in RESERVED


def listed_slug(text: str) -> str:
    """Make the slug of a list (a place, a cohort); empty where none can be made, or no folder may be called so."""
    slug = slug_of(text)
    return "" if is_reserved(slug) else slug


def dated_name(name: str) -> tuple[str, str]:
    """Split ``2026-03-14-reading-class`` into date text and the rest; the date is empty where there is none."""
    match = _DATED.match(name)
    return (match[1], match[2] or "") if match else ("", name)


def same_name(text: str) -> str:
    """Fold a name as a careless file system would, so that two spellings of one place are seen as one."""
    return unicodedata.normalize("NFC", text).casefold()
