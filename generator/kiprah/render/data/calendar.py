"""The calendar file (RFC 5545): whole days, no clock, lines of at most 75 octets."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from kiprah.plan.data.file_outputs import CalendarEntry, CalendarOutput

_MAX_OCTETS = 75
# Texts, made into patterns when they are first tried: few edits change a day.
_CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
_SPECIAL = r"[\\;,]"
_NOT_LANGUAGE = r"[^A-Za-z0-9-]"


def calendar_text(output: CalendarOutput) -> str:
    """Write the calendar; an entry's identity comes from the address of its page."""
    language = f";LANGUAGE={re.sub(_NOT_LANGUAGE, '', output.language)}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//kiprah//kiprah//EN",
        "CALSCALE:GREGORIAN",
        f"NAME{language}:{escaped(output.name)}",
        f"X-WR-CALNAME:{escaped(output.name)}",
        *([f"DESCRIPTION{language}:{escaped(output.description)}"] if output.description else []),
        f"URL:{_address(output.home)}",
        f"SOURCE;VALUE=URI:{_address(output.url)}",
    ]
    for entry in output.entries:
        lines.extend(_event(entry) if entry.kind == "event" else _journal(entry))
    lines.append("END:VCALENDAR")
    return "".join(folded(line) for line in lines)


def _event(entry: CalendarEntry) -> list[str]:
    # An event of whole days ends before the day that is named; one that still runs is known by its first day only.
    end = [f"DTEND;VALUE=DATE:{_day(_after(entry.end))}"] if entry.end else []
    return [
        "BEGIN:VEVENT",
        *_description_lines(entry),
        *end,
        *([f"LOCATION:{escaped(entry.place)}"] if entry.place else []),
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _journal(entry: CalendarEntry) -> list[str]:
    about = [f"RELATED-TO:{uid_of(entry.about)}"] if entry.about else []
    return ["BEGIN:VJOURNAL", *_description_lines(entry), *about, "STATUS:FINAL", "END:VJOURNAL"]


def _description_lines(entry: CalendarEntry) -> list[str]:
    language = f";LANGUAGE={re.sub(_NOT_LANGUAGE, '', entry.language)}"
    return [
        f"UID:{uid_of(entry.url)}",
        f"DTSTAMP:{_day(entry.updated)}T000000Z",
        f"LAST-MODIFIED:{_day(entry.updated)}T000000Z",
        f"DTSTART;VALUE=DATE:{_day(entry.start)}",
        f"SUMMARY{language}:{escaped(entry.title)}",
        *([f"DESCRIPTION{language}:{escaped(entry.description)}"] if entry.description else []),
        *([f"CATEGORIES:{','.join(escaped(c) for c in entry.categories)}"] if entry.categories else []),
        f"URL:{_address(entry.url)}",
        "CLASS:PUBLIC",
    ]


def uid_of(url: str) -> str:
    """Make an identity from a page's address, the same in every build."""
    return str(uuid5(NAMESPACE_URL, url))


def escaped(text: str) -> str:
    """Write a text value: line breaks, commas, semicolons and backslashes marked, other control characters dropped."""
    lines = re.sub(_CONTROL, "", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(_SPECIAL, lambda match: "\\" + match[0], lines).replace("\n", "\\n")


def folded(line: str) -> str:
    """Break a line after at most 75 octets, never inside a character, and end it as the standard says."""
    octets = line.encode()
    pieces: list[bytes] = []
    start, room = 0, _MAX_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end])
        # The space that marks a continued line counts too.
        start, room = end, _MAX_OCTETS - 1
    return b"\r\n ".join([*pieces, octets[start:]]).decode() + "\r\n"


def _address(url: str) -> str:
    return re.sub(_CONTROL, "", url).replace("\n", "").replace("\t", "")


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _day(day: str) -> str:
    return day.replace("-", "")
