"""Reader of ``members/<slug>.yml``: what the community says of a member."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import get_args
from urllib.parse import urlsplit

from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.content.keys.key_types import FILE, URL, web_address
from kiprah.content.yaml_file import open_yaml_file
from kiprah.fields.binding import key, split_key
from kiprah.fields.decoding import Wrong
from kiprah.fields.groups import Group, ListOf
from kiprah.fields.types import Checked, Choice, Text, day_of
from kiprah.model.member_record import MemberRecord, MemberSource, MemberStatus
from kiprah.problem import Place, Problem, unreadable_file

RECORD_ENDING = ".yml"
RECORD_HINTS = {
    "joined": "since",
    "left": "until",
    "bergabung": "since",
    "sejak": "since",
    "sampai": "until",
    "angkatan": "cohort",
    "batch": "cohort",
    "peran": "role",
    "jabatan": "role",
    "moved": "moved_to",
    "pindah": "moved_to",
    "pindah_ke": "moved_to",
    "account": "accounts",
    "akun": "accounts",
    "state": "status",
}
"""Keys people write instead, in small letters, and what they are called here."""


def _known_time(text: str) -> str:
    """Accept a day, a month or a year: no day is invented where none is known."""
    match = re.fullmatch(r"(\d{4})(-\d{2})?(-\d{2})?", text)
    if match is None:
        raise Wrong("bad-since", {"value": text})
    try:
        day_of(f"{match[1]}{match[2] or '-01'}{match[3] or '-01'}")
    except Wrong:
        raise Wrong("bad-since", {"value": text}) from None
    return text


def _account(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9.-]{1,60}:[A-Za-z0-9][\w.@-]{0,80}", text, re.ASCII):
        raise Wrong("bad-account", {"value": text})
    return text


def _commit(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", text):
        raise Wrong("bad-commit", {"value": text})
    return text


def repository_address(text: str) -> str:
    """Accept an https address, or http of the machine itself: no other way that Git would take can run a program."""
    parts = urlsplit(web_address(text))
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        raise Wrong("bad-url", {"value": text})
    return text


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


TIME = Checked(_known_time, {"type": ["string", "number"], "pattern": r"^\d{4}(-\d{2}){0,2}$"}, 20)
STATUS: Choice[MemberStatus] = Choice(
    get_args(MemberStatus),
    meant=(
        *((word, "active") for word in ("aktif", "ya")),
        *((word, "alumni") for word in ("alumna", "alumnus", "former", "lulus")),
        *((word, "paused") for word in ("jeda", "istirahat", "nonaktif", "inactive", "pause", "hidden")),
    ),
)
SOURCE = split_key(
    "source",
    Group(
        (
            key(MemberSource.git).of(
                Checked(repository_address, {"type": "string", "format": "uri", "pattern": "^https?://"}, 500),
                required=True,
            ),
            key(MemberSource.ref).of(Checked(_commit, {"type": "string", "pattern": "^[0-9a-f]{40,64}$"}, 80)),
            key(MemberSource.path).of(FILE),
        ),
        short="git",
    ),
)
MEMBER_RECORD = (
    key(MemberRecord.since).of(TIME),
    key(MemberRecord.until).of(TIME),
    key(MemberRecord.cohort).of(Text(80)),
    key(MemberRecord.role).of(Text(120)),
    key(MemberRecord.status).of(STATUS, guards=True),
    key(MemberRecord.moved_to).of(URL, guards=True),
    key(MemberRecord.accounts).of(
        ListOf(Checked(_account, {"type": "string", "pattern": r"^[a-z][a-z0-9.-]+:\S+$"}, 160), 20, one=True)
    ),
    SOURCE,
)
"""Every key of ``members/<slug>.yml``."""


def record_path(slug: str) -> str:
    """Return where the community's word on a member stands, from the site's folder."""
    return f"{MEMBERS}/{slug}{RECORD_ENDING}"


def read_member_record(site: SiteFolder, slug: str) -> tuple[MemberRecord | None, tuple[Problem, ...]]:
    """Read ``members/<slug>.yml``; where there is none, nothing is said of the member, which is fine.

    None: what it says cannot be told, perhaps that the member is not to be shown, so that nobody may show them.
    """
    path = record_path(slug)
    if path not in site.files:
        return MemberRecord(slug), ()
    try:
        data = site.read(path)
    except OSError as error:
        return None, (unreadable_file(Place(path), error),)
    return parse_member_record(path, data, slug)


def parse_member_record(path: str, data: bytes, slug: str) -> tuple[MemberRecord | None, tuple[Problem, ...]]:
    """Decode the bytes of ``members/<slug>.yml``."""
    values, reading, problems = open_yaml_file(path, data, MEMBER_RECORD, RECORD_HINTS)
    if values is None or reading is None:
        return None, problems
    source = values.part(SOURCE)
    # Half a source would take another folder, or another commit.
    is_sound = source is not None and source.is_whole and not source.unreadable
    record = values.make(
        MemberRecord, slug=slug, source=source.make(MemberSource) if source is not None and is_sound else None
    )
    if record.since and record.until and record.until < record.since[: len(record.until)]:
        reading.say(
            "until-before-since",
            values.node_of(MemberRecord.until),
            {"since": record.since, "until": record.until},
        )
    return (None if reading.broken or problems else record), tuple(reading.problems)
