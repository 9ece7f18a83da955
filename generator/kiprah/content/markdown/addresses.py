"""Judges addresses of links: which may stand in a page, which were mistyped, which lead to somebody's own computer."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, urlsplit

from msgspec import Struct

SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms"})
"""Schemes that a link may begin with."""

# Texts, made into patterns when they are first tried: many bodies lead nowhere.
_SCHEME = r"^([A-Za-z][A-Za-z0-9+.-]*):"
_ON_DISK = r"(?i)^(?:[A-Za-z]:[\\/]|file:|\\+\w|/(?:Users|home|Volumes)/\w|~/)"
_WEB = r"(?s)^([A-Za-z]{2,9})[:;.,/\\]{1,6}((?:[\w-]+\.)+[A-Za-z]{2,}(?:[:/?#\\].*)?)$"
_TWICE = r"(?i)^(?:https?[:/]*)+(https?://.+)$"
_ENDINGS = "com|org|net|edu|gov|info|id|io|me|my|sg|uk|au|de|nl|app|dev|site|page|example"
_BARE_HOST = rf"(?i)^(?:www\.[\w-]+\.|(?:[\w-]+\.)+(?:{_ENDINGS})(?:[/?#]|$))"
_MAIL = r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$"
_SAFE = "!#$%&'()*+,/:;=?@~-._"

AddressFault = Literal["link-mistyped", "link-local", "link-scheme"]


class Judgement(Struct, frozen=True):
    """An address as it may be published, or what is wrong with it."""

    address: str = ""
    fault: AddressFault | Literal[""] = ""
    nearest: str = ""
    """Address that was probably meant; for ``link-scheme`` the scheme."""


@lru_cache(maxsize=1024)
def judge(written: str) -> Judgement:
    """Judge an address as it was written; one inside this site, or an anchor, is returned as it is."""
    value = re.sub(r"[\x00-\x1f]", "", written.strip())
    if not value or value.startswith("#"):
        return Judgement(value)
    if re.match(_ON_DISK, value):
        return Judgement(fault="link-local")
    if re.match(r"^[\\/]{2}", value):
        return Judgement(fault="link-mistyped", nearest=_if_web("https://" + value.lstrip("\\/")))
    if match := re.match(_TWICE, value):
        return Judgement(fault="link-mistyped", nearest=_if_web(match[1]))
    scheme = re.match(_SCHEME, value)
    name = scheme[1].lower() if scheme else ""
    if name in ("http", "https"):
        return _web(value)
    if name in SCHEMES:
        return Judgement(_encoded(value))
    if meant := _suggestion(value):
        return Judgement(fault="link-mistyped", nearest=meant)
    if scheme:
        return Judgement(fault="link-scheme", nearest=name)
    if "\\" in value:
        return Judgement(fault="link-mistyped", nearest=value.replace("\\", "/"))
    return Judgement(value)


def _web(value: str) -> Judgement:
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return Judgement(fault="link-mistyped")
    head, slashes, rest = value.partition("://")
    if not slashes or not host or re.search(r"[\s\\|<>\"^`{}]", parts.netloc):
        bare = value.partition(":")[2].lstrip("/\\").replace("\\", "/")
        return Judgement(fault="link-mistyped", nearest=_if_web(f"{head.partition(':')[0]}://{bare}"))
    path = rest[len(parts.netloc) :]
    return Judgement(f"{head}://{parts.netloc}{_encoded(path)}")


def _encoded(text: str) -> str:
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(text, safe=_SAFE))


def _suggestion(value: str) -> str:
    """Return the address that was probably meant; empty where none suggests itself."""
    if re.match(_MAIL, value):
        return f"mailto:{value}"
    if re.match(_BARE_HOST, value):
        return f"https://{value}"
    match = re.match(_WEB, value)
    if match and difflib.SequenceMatcher(None, match[1].lower(), "https").ratio() >= 0.7:
        return "https://" + match[2].replace("\\", "/")
    return ""


def _if_web(value: str) -> str:
    """Return an address that names a host, else nothing."""
    return value if re.match(r"^https?://[\w-]+(?:\.[\w-]+)+(?:[:/?#]|$)", value) else ""
