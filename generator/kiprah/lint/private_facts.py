"""Private facts in running text, told by their look: identity and phone numbers, coordinates, map links, addresses.

What is ordinary in a log of good work must pass: dates, hours, years, sums of money, counts, book numbers. So every
rule asks for the whole form of what it looks for, and a bare number of digits is never enough, save for sixteen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Literal

from msgspec import Struct

FactKind = Literal["identity", "phone", "coordinates", "map", "address"]


class _LazyPattern:
    """A pattern that is compiled when it is first needed: most builds meet nothing that these are tried on."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern."""
        return re.compile(self._pattern)


_DIGIT = re.compile(r"\d")
_APART = r"[ .\u00a0\u2013-]"
_IDENTITY = _LazyPattern(
    r"(?<![\w.,/-])(?P<bare>\d{16})(?![\w])"
    rf"|(?<![\w.,/-])(?P<spread>\d{{2}}{_APART}?\d{{2}}{_APART}?\d{{2}}{_APART}?\d{{6}}{_APART}?\d{{4}}|\d{{4}}(?:{_APART}\d{{4}}){{3}})(?![\w])"
    rf"|\b(?:NIK|NISN|KTP|No\.?\s*KK|NPWP|SIM|[Pp]assport(?:\s+(?:no|number))?|[Pp]aspor|NIP|BPJS)\b[\s:.#-]*(?:[Nn]o(?:mor|\.)?\s*:?\s*)?(?P<named>[A-Z]{{0,2}}\d(?:{_APART}?\d){{6,17}})(?!\d)"
)
_PHONE = _LazyPattern(
    rf"(?<![\w.,/+-])(?:\(?\+?62\)?{_APART}?|0)8[1-9]\d{{1,2}}(?:{_APART}?\d{{2,5}}){{2,3}}(?![\w])"
    r"|(?<![\w.,/+-])\+(?!62)\d{1,3}[ .\u00a0-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .\u00a0-]?\d{2,5}){2,4}(?![\w])"
    rf"|(?<![\w.,/+-])(?:\(0\d{{2,3}}\)\s?|\+62{_APART}?\(?\d{{2,3}}\)?{_APART})\d{{3,4}}{_APART}?\d{{3,4}}(?![\w])"
    r"|\b(?:[Tt]el(?:p|epon|ephone)?|[Pp]hone|WA|[Ww]hats[Aa]pp|HP|[Hh]ubungi|[Cc]all)\b[\s:.]*(?:(?:ke|at|no\.?|nomor)\s+)?(?P<called>\(?0\d{2,3}\)?[\s-]?\d{3,4}[\s-]?\d{3,4})(?!\d)"
)
_PHONE_LINK = re.compile(
    r"^(?:tel:|sms:|https?://(?:wa\.me/|api\.whatsapp\.com/send/?\?phone=)|whatsapp://send\?phone=)\+?(\d{7,15})"
)
_DECIMALS = _LazyPattern(
    r"(?<![\w.,/-])(?P<lat>[-\u2212]?\d{1,2}[.,]\d{2,})\s*°?\s*[NSU]?\s*[,;/ ]\s*"
    r"(?P<lon>[-\u2212]?\d{1,3}[.,]\d{2,})(?![\w%])(?![.,]\d)"
)
_DEGREES = _LazyPattern(
    r"\b\d{1,3}\s*°\s*\d{1,2}(?:[.,]\d+)?\s*['\u2032\u2019](?:\s*\d{1,2}(?:[.,]\d+)?\s*(?:\"|\u2033|\u201d|''))?\s*(?:[NSEWULBT]{1,2}\b)?"
    r"|\b\d{1,3}[.,]\d{2,}\s*°\s*(?:[NSEWUBT]|L[SU]|B[TB])\b"
)
_PLUS_CODE = _LazyPattern(
    r"(?<![\w+])(?=[A-Z]*\d)(?:[23456789CFGHJMPQRVWX]{8}|[23456789CFGHJMPQRVWX]{4})\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)"
)
_WORDS_CODE = _LazyPattern(r"(?<![\w:/])///[^\W\d_]+\.[^\W\d_]+\.[^\W\d_]+")
_MAP = _LazyPattern(
    r"(?:geo:-?\d|(?:https?://)?(?:maps\.app\.goo\.gl/|goo\.gl/maps|maps\.google\.|(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?/maps|"
    r"maps\.apple\.com|(?:www\.)?waze\.com/ul|ul\.waze\.com|what3words\.com/|w3w\.co/|(?:www\.)?bing\.com/maps|"
    r"(?:www\.)?openstreetmap\.org/(?:\?mlat|#map|node/|way/|directions)|plus\.codes/|share\.here\.com))[^\s<>\"')\]]*"
)
_NUMBER = r"(?:[Nn]o(?:mor|\.)?\s*)?\d+\w?"
_COUNTED = (
    r"(?!\s*(?:[:.]\d\d|jam|menit|hari|anak|orang|tahun|kali|meter|km|[Jj]anuari|[Ff]ebruari|[Mm]aret|[Aa]pril|[Mm]ei"
    r"|[Jj]uni|[Jj]uli|[Aa]gustus|[Ss]eptember|[Oo]ktober|[Nn]ovember|[Dd]esember))\b"
)
"""Pattern behind the number after a street, which may begin to count something else."""
# Repetitions have bounds, or a long text of names takes the square of its length.
_STREET = (
    r"\b(?:Jl|Jln|Jalan|Gg|Gang)\b\.?\s{1,3}[A-Z][\w'.]{0,30}(?:\s{1,3}(?:[A-Z][\w'.]{0,30}|dan|di)){0,6}?[,\s]{1,3}"
)
_ADDRESS = _LazyPattern(
    _STREET + _NUMBER + _COUNTED + r"|\bR[TW]\b\.?\s*0*\d{1,3}(?:\s*/\s*(?:R?W\.?\s*)?0*\d{1,3})?"
    r"|(?<![\w,.-])(?!(?:19|20)\d\d\s)\d{1,5}[A-Za-z]?\s+(?:[A-Z][a-z']+\s+){1,3}"
    r"(?:Street|Road|Lane|Avenue|Drive|Boulevard|Crescent|Terrace|St\.|Rd\.|Ave\.)(?!\w)"
)


class PrivateFact(Struct, frozen=True):
    """Passage of a text that leads to a person or to a door."""

    kind: FactKind
    text: str
    """Text as it is written."""

    @property
    def shown(self) -> str:
        """The text as a terminal, or a log that others read, may show it."""
        if self.kind != "identity":
            return self.text
        digits = re.sub(r"\D", "", self.text)
        return f"{digits[:2]}…{digits[-2:]}"


@lru_cache(maxsize=20_000)
def private_facts(text: str) -> tuple[PrivateFact, ...]:
    """Find private facts in a text, each once, in the order of their kinds."""
    return tuple(dict.fromkeys(_facts(text)))


def private_address(url: str) -> PrivateFact | None:
    """Say what a link gives away by where it leads: a phone, or a spot on a map."""
    if match := _PHONE_LINK.match(url):
        return PrivateFact("phone", match[0])
    return PrivateFact("map", url) if holds_any(url, _OF_MAPS) and _MAP.compiled.match(url) else None


_SHORTEST = 6
"""Digits of the shortest spot; a number of somebody has more."""
_RUN = re.compile(r"\d[\d\s.,()/;+°NSU\u2013\u2212-]{4,}\d")
"""Digits with all that may stand between those of one number, or of one spot."""
_OF_ADDRESSES = (
    *("Jl", "Jalan", "Gg", "Gang", "RT", "RW", "Street", "Road", "Lane", "Avenue", "Drive", "Boulevard", "Crescent"),
    *("Terrace", "St.", "Rd.", "Ave."),
)
"""Signs of an address: without one of these nothing is one."""
_OF_PLACES = ("°", "+", "/", "geo:", "maps.")
"""Signs of a spot: without one of these, or without a number, nothing is one."""
_OF_MAPS = ("map", "geo:", "waze.", "what3words.", "w3w.", "plus.codes", "share.here.")
"""Signs of a link to a map: without one of these nothing is one."""


def holds_any(text: str, words: tuple[str, ...]) -> bool:
    """Say whether a text holds any of these."""
    for word in words:  # noqa: SIM110  every text of every build comes by here: a generator takes twice as long
        if word in text:
            return True
    return False


def may_have_facts(text: str) -> bool:
    """Say whether any rule could find something in a text, or in one of those that it is joined from."""
    if holds_any(text, _OF_PLACES):
        return True
    return _DIGIT.search(text) is not None and (holds_any(text, _OF_ADDRESSES) or _holds_number(text))


def _holds_number(text: str) -> bool:
    """Say whether so many digits stand together that they could be a number of somebody, or a spot."""
    return any(len(_DIGIT.findall(run)) >= _SHORTEST for run in _RUN.findall(text))


def _facts(text: str) -> Iterator[PrivateFact]:
    # Every text of every entry is looked at by every build: what no rule can match is not tried.
    if _holds_number(text):
        yield from _numbers(text)
    for pattern, sign in ((_DEGREES, "°"), (_PLUS_CODE, "+"), (_WORDS_CODE, "///")):
        for match in pattern.compiled.finditer(text) if sign in text else ():
            yield PrivateFact("coordinates", match[0].strip())
    if ("/" in text or "geo:" in text or "maps." in text) and holds_any(text, _OF_MAPS):
        for match in _MAP.compiled.finditer(text):
            yield PrivateFact("map", match[0])
    if holds_any(text, _OF_ADDRESSES) and _DIGIT.search(text):
        for match in _ADDRESS.compiled.finditer(text):
            yield PrivateFact("address", match[0].strip())


def _numbers(text: str) -> Iterator[PrivateFact]:
    for match in _IDENTITY.compiled.finditer(text):
        number = match["named"] or match["bare"] or match["spread"]
        digits = re.sub(r"\D", "", number)
        if match["spread"] is None or _is_resident(digits):
            yield PrivateFact("identity", number)
    for match in _PHONE.compiled.finditer(text):
        number = match["called"] or match[0]
        if 9 <= len(re.sub(r"\D", "", number)) <= 15:
            yield PrivateFact("phone", number.strip())
    for match in _DECIMALS.compiled.finditer(text):
        if _is_spot(match["lat"], match["lon"]):
            yield PrivateFact("coordinates", match[0].strip())


def _is_resident(digits: str) -> bool:
    """Say whether sixteen digits are built like a resident's number: province, ..., birthday (a woman's day + 40)."""
    day, month = int(digits[6:8]), int(digits[8:10])
    return "11" <= digits[:2] <= "96" and 1 <= (day - 40 if day > 40 else day) <= 31 and 1 <= month <= 12


def _is_spot(first: str, second: str) -> bool:
    """Say whether two decimals are a latitude and a longitude: exact, or the ones of a place in Indonesia."""
    lat, lon = (float(number.replace(",", ".").replace("\u2212", "-")) for number in (first, second))
    if abs(lat) > 90 or abs(lon) > 180:
        return False
    decimals = [len(re.split("[.,]", number)[1]) for number in (first, second)]
    # Money is written with three: 12.500, 15.000.
    exact = min(decimals) > 3 or (min(decimals) == 3 and (lat < 0 or lon < 0 or max(decimals) > 3))
    return exact or (-11.2 <= lat <= 6.2 and 94.9 <= lon <= 141.1)
