"""Every key of ``site.yml``: one declaration each, bound to the setting that it is decoded into."""

from __future__ import annotations

import re
import zoneinfo
from typing import get_args
from urllib.parse import urlsplit

from kiprah.content.keys.key_types import LANGUAGE, URL, email_address, slug_rule, web_address
from kiprah.credentials.did import is_did
from kiprah.fields.binding import key, split_key
from kiprah.fields.decoding import Wrong
from kiprah.fields.groups import Group, ListOf, Record
from kiprah.fields.types import CalendarDay, Checked, Choice, Flag, Free, FreeJson, Text, Whole
from kiprah.model.credential import NamedAttester
from kiprah.model.settings import (
    Brand,
    CardFormat,
    CardSettings,
    CvSettings,
    Directory,
    DirectoryOrder,
    Facet,
    FeedSettings,
    HoursShown,
    Join,
    Limits,
    MenuEntry,
    OnError,
    Paper,
    PhotoPolicy,
    PhotoSettings,
    PictureFormat,
    Settings,
    SiteKind,
)

_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php)$", re.IGNORECASE)


def site_address(text: str) -> str:
    """Accept the site's own address: http(s), a host, perhaps a path; returned with a slash at the end."""
    address = web_address(text)
    parts = urlsplit(address)
    if parts.query or parts.fragment:
        raise Wrong("bad-site-url", {"value": text})
    # As copied from the browser's bar.
    address = _INDEX.sub("/", address)
    return address if address.endswith("/") else address + "/"


def _color(text: str) -> str:
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", text):
        raise Wrong("bad-color", {"value": text})
    return text.lower()


def _timezone(text: str) -> str:
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise Wrong("bad-timezone", {"value": text}) from None
    return text


def _did(text: str) -> str:
    if not is_did(text):
        raise Wrong("bad-did", {"value": text})
    return text


def _days(text: str) -> int:
    match = re.fullmatch(r"(\d{1,3}) ?d", text.strip())
    if match is None or int(match[1]) > 366:
        raise Wrong("bad-cool-off", {"value": text})
    return int(match[1])


PICTURE_FORMAT: Choice[PictureFormat] = Choice(get_args(PictureFormat))
CARD_FORMAT: Choice[CardFormat] = Choice(get_args(CardFormat))
KIND: Choice[SiteKind] = Choice(get_args(SiteKind))
HOURS: Choice[HoursShown] = Choice(get_args(HoursShown))
PAPER: Choice[Paper] = Choice(get_args(Paper))
ON_ERROR: Choice[OnError] = Choice(get_args(OnError))
_POLICY: Choice[PhotoPolicy] = Choice(get_args(PhotoPolicy))

ORDER: Choice[DirectoryOrder] = Choice(get_args(DirectoryOrder))
FACET: Choice[Facet] = Choice(get_args(Facet))
_FEATURED = re.compile(r"[^/\s]+(?:/[^/\s]+)?")


def _featured(text: str) -> str:
    named = text.strip("/").removeprefix("members/")
    if not _FEATURED.fullmatch(named):
        raise Wrong("bad-featured", {"value": text})
    return named


THEME_OPTIONS = split_key("theme_options", Free())
MENU = split_key(
    "menu",
    ListOf(
        Group(
            (
                key(MenuEntry.label).of(Text(60), required=True),
                key(MenuEntry.page).of(Text(240)),
                key(MenuEntry.url).of(URL),
            )
        ),
        20,
    ),
)

SETTINGS = (
    key(Settings.kind).of(KIND),
    key(Settings.title).of(Text(160, needed=True), required=True),
    key(Settings.url).of(Checked(site_address, {"type": "string", "format": "uri", "pattern": "^https?://"})),
    key(Settings.description).of(Text(600)),
    key(Settings.language).of(LANGUAGE),
    key(Settings.languages).of(ListOf(LANGUAGE, 10, one=True, least=1)),
    key(Settings.timezone).of(Checked(_timezone, {"type": "string"}, 80)),
    key(Settings.theme).of(Checked(slug_rule, {"type": "string"}, 80)),
    THEME_OPTIONS,
    key(Settings.brand).of(
        Record(
            Brand,
            Group(
                (
                    key(Brand.color).of(Checked(_color, {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}, 20)),
                    key(Brand.font).of(Text(240)),
                )
            ),
        )
    ),
    key(Settings.hours).of(HOURS, guards=True),
    key(Settings.on_error).of(ON_ERROR),
    key(Settings.photos).of(
        Record(
            PhotoSettings,
            Group(
                (
                    key(PhotoSettings.widths).of(ListOf(Whole(16, 6000), 8, least=1)),
                    key(PhotoSettings.formats).of(ListOf(PICTURE_FORMAT, 3, least=1, distinct=True)),
                    key(PhotoSettings.policy).of(_POLICY, guards=True),
                )
            ),
        ),
        guards=True,
    ),
    key(Settings.cards).of(
        Record(
            CardSettings,
            Group(
                (
                    key(CardSettings.formats).of(ListOf(CARD_FORMAT, 4, distinct=True)),
                    key(CardSettings.qr).of(Flag()),
                )
            ),
        )
    ),
    key(Settings.cv).of(
        Record(
            CvSettings,
            Group(
                (
                    key(CvSettings.pdf).of(Flag()),
                    key(CvSettings.pages).of(Whole(1, 2)),
                    key(CvSettings.paper).of(PAPER),
                )
            ),
        )
    ),
    key(Settings.feed).of(Record(FeedSettings, Group((key(FeedSettings.limit).of(Whole(1, 1000)),)))),
    MENU,
    key(Settings.noindex).of(Flag(), guards=True),
    key(Settings.members).of(
        Record(
            Directory,
            Group(
                (
                    key(Directory.per_page).of(Whole(1, 600)),
                    key(Directory.order).of(ORDER),
                    key(Directory.facets).of(ListOf(FACET, 4, distinct=True)),
                )
            ),
        )
    ),
    key(Settings.limits).of(
        Record(
            Limits,
            Group(
                (
                    key(Limits.entries).of(Whole(1, 100_000)),
                    key(Limits.photos).of(Whole(0, 100_000)),
                    key(Limits.megabytes).of(Whole(1, 100_000)),
                )
            ),
        )
    ),
    key(Settings.join).of(
        Record(
            Join,
            Group(
                (
                    key(Join.label).of(Text(80)),
                    key(Join.url).of(URL),
                    key(Join.email).of(Checked(email_address, {"type": "string", "format": "email"}, 254)),
                )
            ),
        )
    ),
    key(Settings.featured).of(ListOf(Checked(_featured, {"type": "string"}, 200), 60, one=True)),
    key(Settings.attesters).of(
        ListOf(
            Record(
                NamedAttester,
                Group(
                    (
                        key(NamedAttester.did).of(Checked(_did, {"type": "string", "pattern": "^did:"}), required=True),
                        key(NamedAttester.name).of(Text(160), required=True),
                        key(NamedAttester.checked_by).of(Text(160)),
                        key(NamedAttester.checked_how).of(Text(300)),
                        key(NamedAttester.checked).of(CalendarDay()),
                    )
                ),
                placed=True,
            ),
            100,
        )
    ),
    key(Settings.cool_off).of(Checked(_days, {"type": "string", "pattern": "^[0-9]{1,3} ?d$"}, 40)),
    key(Settings.extra).of(FreeJson()),
)
