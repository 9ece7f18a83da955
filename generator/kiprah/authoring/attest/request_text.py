"""Request for attestation: a short text that a messenger carries and a person can read; many may follow each other."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256

from msgspec import Struct

from kiprah.credentials.document import is_web_address
from kiprah.credentials.hours_text import hours_text, minutes_in
from kiprah.model.credential import AttestedFacts

_FIRST = "kiprah-attest"
_KEYS = ("name", "hours", "role", "organization", "title", "from", "to", "language", "page", "person", "text")
_NEEDED = ("name", "hours", "title", "from", "language", "person", "text")
_LINE = re.compile(r"[*_~>\s]*([a-z-]+)\s*:\s*(.*)")
_PERSON = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TEXT = re.compile(r"sha256:[0-9a-f]{64}")
_LONGEST = 400
_MOST = 2000


class AttestRequest(Struct, frozen=True):
    """Request of a member: the facts that an organization is asked to confirm."""

    name: str
    """Name of the member, for the organization's eyes and its ledger; it stands in no credential."""
    organization: str
    person: str
    language: str
    page: str
    facts: AttestedFacts


class DamagedRequest(Struct, frozen=True):
    """A request that did not arrive whole."""

    line: int
    key: str
    """The key that is missing or makes no sense; ``check`` where a letter was lost on the way."""


def request_text(request: AttestRequest) -> str:
    """Write a request."""
    facts = request.facts
    values = {
        "name": request.name,
        "hours": hours_text(facts.minutes),
        "role": facts.role,
        "organization": request.organization,
        "title": facts.title,
        "from": facts.first_day.isoformat(),
        "to": facts.last_day.isoformat() if facts.last_day else "",
        "language": request.language,
        "page": request.page,
        "person": request.person,
        "text": facts.text,
    }
    lines = [f"{key}: {values[key]}" for key in _KEYS if values[key]]
    return "\n".join([f"{_FIRST}: 1", *lines, f"check: {_checksum(values)}"]) + "\n"


def requests_in(text: str) -> tuple[AttestRequest | DamagedRequest, ...]:
    """Find every request in a text: a chat, a file of many, or a table (CSV) with the same names above its columns."""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    if {"person", "text", "hours"} <= {name.strip() for name in re.split(r"[,;\t]", first)}:
        return tuple(_rows(text, first))[:_MOST]
    found: list[AttestRequest | DamagedRequest] = []
    values: dict[str, str] | None = None
    begins = 0
    for number, line in enumerate([*text.splitlines(), f"{_FIRST}: end"], 1):
        match = _LINE.search(line) if values is None or _FIRST in line else _LINE.match(line)
        key, value = (match[1], match[2]) if match else ("", "")
        if _FIRST in line:
            if values is not None:
                found.append(DamagedRequest(begins, "check"))
            values, begins = {}, number
        elif values is None or not match:
            continue
        elif key == "check":
            found.append(_request(values, begins, value.strip().strip("*_~")))
            values = None
        elif key in _KEYS:
            values[key] = value.strip()
    return tuple(found)[:_MOST]


def _rows(text: str, first: str) -> Iterable[AttestRequest | DamagedRequest]:
    delimiter = max(",;\t", key=first.count)
    for number, row in enumerate(csv.DictReader(io.StringIO(text), delimiter=delimiter), 2):
        values = {(key or "").strip(): value.strip() for key, value in row.items() if isinstance(value, str)}
        if any(values.values()):
            yield _request({key: value for key, value in values.items() if key in _KEYS and value}, number, None)


def _request(values: Mapping[str, str], line: int, check: str | None) -> AttestRequest | DamagedRequest:
    for key in _NEEDED:
        if not values.get(key):
            return DamagedRequest(line, key)
    minutes = minutes_in(values["hours"])
    days: dict[str, date | None] = {"from": None, "to": None}
    for key in days:
        try:
            days[key] = date.fromisoformat(values[key]) if values.get(key) else None
        except ValueError:
            return DamagedRequest(line, key)
    first = days["from"]
    if minutes is None or first is None:
        return DamagedRequest(line, "hours" if minutes is None else "from")
    if not _PERSON.fullmatch(values["person"]):
        return DamagedRequest(line, "person")
    if not _TEXT.fullmatch(values["text"]):
        return DamagedRequest(line, "text")
    page = values.get("page", "")
    if page and not is_web_address(page):
        return DamagedRequest(line, "page")
    long = next((key for key, value in values.items() if len(value) > _LONGEST or not _is_plain(value)), "")
    if long:
        return DamagedRequest(line, long)
    if check is not None and check != _checksum(values):
        return DamagedRequest(line, "check")
    facts = AttestedFacts(values["title"], values.get("role", ""), minutes, first, days["to"], values["text"])
    return AttestRequest(
        values["name"], values.get("organization", ""), values["person"], values["language"], page, facts
    )


def _checksum(values: Mapping[str, str]) -> str:
    canonical_lines = "\n".join(f"{key}: {values[key]}" for key in _KEYS if values.get(key))
    return sha256(unicodedata.normalize("NFC", canonical_lines).encode()).hexdigest()[:8]


def _is_plain(text: str) -> bool:
    return not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs") for letter in text if letter != "\u200d")
