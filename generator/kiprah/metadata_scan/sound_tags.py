"""Tags of sound and film: those that are for whoever listens, and the name of what any other gives away.

Titles, artists, the album and its numbers are put there to be shown. Notes, addresses, places, people behind the
microphone and times of day are not: most of them are left there by a telephone or a program.
"""

from __future__ import annotations

import re
import struct
from base64 import b64decode

from kiprah.metadata_scan import traces_in_picture

_SHOWN = frozenset({
    "TITLE", "TITLESORT", "SUBTITLE", "VERSION", "PART", "ALBUM", "ALBUMSORT", "ARTIST", "ARTISTS", "ARTISTSORT",
    "ALBUMARTIST", "ALBUMARTISTSORT", "PERFORMER", "COMPOSER", "COMPOSERSORT", "COPYRIGHT", "LICENSE", "TRACK",
    "TRACKNUMBER", "TRACKTOTAL", "TOTALTRACKS", "PARTNUMBER", "TOTALPARTS", "DISC", "DISCNUMBER", "DISCTOTAL",
    "TOTALDISCS", "DISCSUBTITLE", "GENRE", "LANGUAGE", "BPM", "INITIALKEY", "KEY", "COMPILATION", "GROUPING",
    "MOVEMENT", "MOVEMENTNAME", "WORK", "SHOW", "SERIES", "SEASON", "EPISODE",
})  # fmt: skip
"""Tags that are for whoever listens, without signs between their words."""
_OF_PROGRAMS = frozenset({
    "ENCODER", "ENCODERSETTINGS", "ENCODEROPTIONS", "ENCODING", "SOFTWARE", "MAJORBRAND", "MINORVERSION",
    "COMPATIBLEBRANDS", "VENDORID", "BPS", "DURATION", "NUMBEROFFRAMES", "NUMBEROFBYTES", "STATISTICSTAGS",
    "STATISTICSWRITINGAPP", "ITUNNORM", "ITUNSMPB", "ITUNPGAP", "WAVEFORMATEXTENSIBLECHANNELMASK", "GAPLESS",
})  # fmt: skip
"""Tags in which programs name themselves and count."""
_LOUDNESS = re.compile("REPLAYGAIN|R128|MP3GAIN|ITUNNORM")
_DAY = re.compile(r"\s*\d{4}(?:-\d\d(?:-\d\d)?)?\s*\0*")
_DATES = frozenset({
    "DATE", "YEAR", "DATERELEASED", "RELEASEDATE", "RELEASEYEAR", "ORIGINALDATE", "ORIGINALYEAR",
    "ORIGINALRELEASEYEAR", "RECORDINGDATE", "DATERECORDED", "CREATIONTIME", "DATEDIGITIZED", "DATEENCODED",
    "DATETAGGED", "STATISTICSWRITINGDATEUTC",
})  # fmt: skip
_NAMED = {
    **dict.fromkeys(("COMMENT", "COMMENTS", "DESCRIPTION", "SYNOPSIS", "SUMMARY", "KEYWORDS", "NOTES"), "comment"),
    **dict.fromkeys(("LOCATION", "RECORDINGLOCATION", "COMPOSITIONLOCATION", "VENUE", "GEO", "XYZ"), "place"),
    **dict.fromkeys(("ENCODEDBY", "OWNER", "ENGINEER", "TECHNICIAN", "PRODUCER", "DIRECTOR"), "person"),
    **dict.fromkeys(("CONTACT", "EMAIL", "URL", "WEBSITE"), "contact"),
    **dict.fromkeys(("ORGANIZATION", "PUBLISHER", "LABEL"), "company"),
    **dict.fromkeys(("LYRICS", "UNSYNCEDLYRICS"), "lyrics"),
}
_HANDLERS = frozenset({"", "VideoHandler", "SoundHandler"})
_SIGNS = re.compile(r"[^A-Z0-9]+")


def trace_of_tag(name: str, value: str) -> str:
    """Name what a tag gives away; empty where it is for whoever listens, or says nothing."""
    if not value.strip("\0 \t\r\n"):
        return ""
    key = _SIGNS.sub("", name.upper())
    if key in _SHOWN or key in _OF_PROGRAMS or _LOUDNESS.match(key):
        return ""
    if key in _DATES:
        return "" if _DAY.fullmatch(value) else "dates"
    if key == "HANDLERNAME":
        return "" if value.strip("\0 ") in _HANDLERS else "handler name"
    return _NAMED.get(key) or f"tag ({key[:30] or '?'})"


def traces_in_cover(data: bytes) -> tuple[str, ...]:
    """Name what the picture of a sound carries; what is no picture that is read here is damaged."""
    found = traces_in_picture(data)
    return ("damaged",) if found is None else found


def traces_in_vorbis_comment(data: bytes) -> tuple[list[str], int]:
    """Name what a list of comments gives away (Vorbis I, section 5), and where it ends; -1 where it is cut short."""
    traces: list[str] = []
    place = 0
    try:
        (length,) = struct.unpack_from("<I", data, place)
        (count,) = struct.unpack_from("<I", data, place + 4 + length)
        place += 8 + length
        for _ in range(count):
            (length,) = struct.unpack_from("<I", data, place)
            place += 4 + length
            if place > len(data):
                raise struct.error
            traces.extend(_in_comment(data[place - length : place]))
    except struct.error:
        return [*traces, "damaged"], -1
    return traces, place


def _in_comment(comment: bytes) -> tuple[str, ...]:
    name, sign, value = comment.partition(b"=")
    key = name.decode("ascii", "replace")
    if key.upper() in ("METADATA_BLOCK_PICTURE", "COVERART"):
        try:
            picture = b64decode(value, validate=True)
        except ValueError:
            return ("damaged",)
        return traces_in_cover(picture) if key.upper() == "COVERART" else traces_in_flac_picture(picture)
    if not name or not sign:
        return ("comment",) if comment.strip() else ()
    return tuple(filter(None, (trace_of_tag(key, value.decode("utf-8", "replace")),)))


def traces_in_flac_picture(data: bytes) -> tuple[str, ...]:
    """Name what a picture block carries (RFC 9639, section 8.8)."""
    place = 4
    parts: list[bytes] = []
    try:
        for skipped in (0, 0, 16):
            place += skipped
            (length,) = struct.unpack_from(">I", data, place)
            parts.append(data[place + 4 : place + 4 + length])
            place += 4 + length
    except struct.error:
        return ("damaged",)
    if parts[0] == b"-->":
        return ("remote content",)
    return ("damaged",) if place > len(data) else traces_in_cover(parts[2])
