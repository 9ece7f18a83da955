"""Every key of front matter and of ``site.yml``: one declaration each."""

from __future__ import annotations

import re
import zoneinfo
from urllib.parse import urlsplit

from kiprah.fields.types import (
    Amount,
    CalendarDay,
    Checked,
    Choice,
    Duration,
    Field,
    Flag,
    Free,
    Group,
    ListOf,
    Share,
    Text,
    Whole,
    Wrong,
)
from kiprah.model.slug import is_reserved, slug_of

_COORDINATES = re.compile(
    r"-?\d{1,3}[.,]\d{3,}\s*[,; ]\s*-?\d{1,3}[.,]\d{3,}|\d{1,3}\s*°|^geo:"
    r"|[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}|https?://|goo\.gl/|///\w+\.\w+\.\w+"
)
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


def site_address(text: str) -> str:
    """Accept the site's own address: http(s), a host, perhaps a path; returned with a slash at the end."""
    address = web_address(text)
    parts = urlsplit(address)
    if parts.query or parts.fragment:
        raise Wrong("bad-site-url", {"value": text})
    return address if address.endswith("/") else address + "/"


def _coarse_place(text: str) -> str:
    if _COORDINATES.search(text):
        raise Wrong("coordinates", {"value": text})
    return " ".join(text.split())


def _slug(text: str) -> str:
    slug = slug_of(text)
    if not slug:
        raise Wrong("empty-slug", {"value": text})
    if slug != text:
        raise Wrong("bad-slug", {"value": text, "nearest": slug})
    if is_reserved(slug):
        raise Wrong("reserved-slug", {"value": text})
    return slug


def _language(text: str) -> str:
    if not _LANGUAGE.match(text):
        raise Wrong("bad-language", {"value": text})
    return text


def _email(text: str) -> str:
    if not re.fullmatch(r"[^\s@<>\"'(),:;\\\[\]]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", text):
        raise Wrong("bad-email", {"value": text})
    return text


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


def _alias(text: str) -> str:
    if not re.fullmatch(r"/?[^\s/\\?#%:*<>\"'`{}|^\x00-\x1f][^\s\\?#%:*<>\"'`{}|^\x00-\x1f]*", text) or any(
        part in ("..", ".") for part in text.split("/")
    ):
        raise Wrong("bad-alias", {"value": text})
    return text.strip("/")


def _role_name(text: str) -> str:
    return " ".join(text.split())


URL = Checked(web_address, {"type": "string", "format": "uri", "pattern": "^https?://"})
PLACE = Checked(_coarse_place, {"type": "string", "maxLength": 120}, 120)
SLUG = Checked(_slug, {"type": "string", "pattern": r"^[^A-Z\s/_.]+$"}, 120)
LANGUAGE = Checked(_language, {"type": "string", "pattern": _LANGUAGE.pattern}, 20)
FILE = Checked(_file_name, {"type": "string"}, 240)
TERM = Text(80)
TITLE = Text(240)

VISIBILITY = Choice(
    ("public", "unlisted", "private"),
    "bad-visibility",
    (("publik", "public"), ("pribadi", "private"), ("hidden", "private"), ("rahasia", "private")),
)
PEOPLE = Choice(
    ("none", "adults", "minors"),
    "bad-people",
    (
        *((word, "minors") for word in ("anak", "anak-anak", "child", "children", "kids", "minor", "teenagers")),
        *((word, "adults") for word in ("dewasa", "orang dewasa", "adult")),
        *((word, "none") for word in ("kosong", "tidak ada", "nobody", "no", "no one")),
    ),
)
CONSENT = Choice(
    ("yes", "guardian", "pending", "no", "withdrawn"),
    "bad-consent",
    (
        *((word, "yes") for word in ("true", "ya", "setuju")),
        *((word, "guardian") for word in ("wali", "orang tua", "parent", "parents")),
        *((word, "no") for word in ("false", "tidak")),
        *((word, "pending") for word in ("belum", "menunggu", "waiting")),
        *((word, "withdrawn") for word in ("ditarik", "dicabut", "revoked")),
    ),
)

ORGANIZATION = Group((Field("name", TITLE, required=True), Field("url", URL), Field("about", Text(400))), short="name")

PHOTO = Group(
    (
        Field("file", FILE, required=True),
        Field("alt", Text(1000)),
        Field("caption", Text(1000)),
        Field("credit", Text(200)),
        Field("focus", ListOf(Share(), 2, least=2)),
        Field("people", PEOPLE, guards=True),
        Field("consent", CONSENT, guards=True),
        Field("consent_until", CalendarDay(), guards=True),
        Field("hide", ListOf(ListOf(Share(), 4, least=4), 50), guards=True),
    ),
    short="file",
)

EVIDENCE = Group(
    (
        Field("kind", Choice(("certificate", "letter", "link", "photo", "report", "media", "other")), required=True),
        Field("file", FILE),
        Field("url", URL),
        Field("label", Text(240)),
    )
)

VIDEO = Group((Field("file", FILE, required=True), Field("alt", Text(1000)), Field("poster", FILE)), short="file")

IMPACT = Group(
    (
        Field("value", Amount(), required=True),
        Field("what", Text(240), required=True),
        Field("source", Choice(("self", "organization", "measured"))),
    )
)

COMMON = (
    Field("title", TITLE),
    Field("slug", SLUG),
    Field("description", Text(600)),
    Field("lang", LANGUAGE),
    Field("tags", ListOf(TERM, 30, one=True)),
    Field("aliases", ListOf(Checked(_alias, {"type": "string"}, 240), 30, one=True)),
    Field("updated", CalendarDay()),
    Field("draft", Flag(), guards=True),
    Field("visibility", VISIBILITY, guards=True),
    Field("publish_after", CalendarDay(), guards=True),
    Field("extra", Free()),
)

_TOLD = (
    Field("organization", ORGANIZATION),
    Field("role", Checked(_role_name, {"type": "string", "maxLength": 120}, 120)),
    Field("causes", ListOf(TERM, 12, one=True)),
    Field("skills", ListOf(TERM, 24, one=True)),
    Field("place", PLACE),
    Field("impact", ListOf(IMPACT, 20)),
    Field("with", ListOf(Text(200), 50, one=True)),
    Field("quote", Text(400)),
    Field("photos", ListOf(PHOTO, 200)),
    Field("evidence", ListOf(EVIDENCE, 40)),
    Field("videos", ListOf(VIDEO, 10)),
)

ACTIVITY = (
    *COMMON,
    Field("date", CalendarDay(), guards=True),
    Field("end", CalendarDay()),
    Field("ongoing", Flag()),
    Field("hours", Duration()),
    Field("hours_are", Choice(("counted", "estimated"))),
    Field("sdgs", ListOf(Whole(1, 17), 3, one=True)),
    Field("cover", FILE),
    Field("event", SLUG),
    *_TOLD,
)

EVENT = (*(field for field in ACTIVITY if field.name != "event"), Field("participants", ListOf(SLUG, 500, one=True)))

REFLECTION = (
    *COMMON,
    Field("date", CalendarDay(), guards=True),
    Field("activity", SLUG),
    Field("frame", Choice(("what", "gibbs", "4p", "star"))),
    Field("quote", Text(400)),
    Field("photos", ListOf(PHOTO, 200)),
)

TESTIMONIAL = (
    *COMMON,
    Field("from", Text(120), required=True),
    Field("relation", Text(200)),
    Field("date", CalendarDay(), guards=True),
    Field("activity", SLUG),
    Field("consent", Choice(("yes", "pending", "no", "withdrawn"), "bad-consent"), guards=True),
)

PAGE = (*COMMON, Field("photos", ListOf(PHOTO, 200)))

PROFILE = (
    Field("name", Text(160), required=True),
    Field("headline", Text(240)),
    Field("pronouns", Text(60)),
    Field("photo", PHOTO),
    Field("place", PLACE),
    Field("email", Checked(_email, {"type": "string", "format": "email"}, 254)),
    Field("links", ListOf(Group((Field("label", Text(80), required=True), Field("url", URL, required=True))), 20)),
    Field("skills", ListOf(TERM, 40, one=True)),
    Field("languages", ListOf(TERM, 20, one=True)),
    Field("interests", ListOf(TERM, 40, one=True)),
    Field("photos", ListOf(PHOTO, 50)),
    Field("extra", Free()),
)

_TRANSLATED_COMMON = (
    Field("title", TITLE),
    Field("description", Text(600)),
    Field("lang", LANGUAGE),
    Field("draft", Flag(), guards=True),
    Field("visibility", VISIBILITY, guards=True),
    Field("extra", Free()),
)

ACTIVITY_TRANSLATION = (*_TRANSLATED_COMMON, *_TOLD)
REFLECTION_TRANSLATION = (*_TRANSLATED_COMMON, Field("quote", Text(400)), Field("photos", ListOf(PHOTO, 200)))
PAGE_TRANSLATION = (*_TRANSLATED_COMMON, Field("photos", ListOf(PHOTO, 200)))
TESTIMONIAL_TRANSLATION = (*_TRANSLATED_COMMON, Field("from", Text(120)), Field("relation", Text(200)))
PROFILE_TRANSLATION = tuple(Field(f.name, f.type) for f in PROFILE if f.name not in ("email", "photos"))

PICTURE_FORMATS = ("webp", "jpeg", "avif")
CARD_FORMATS = ("link", "square", "portrait", "story")


SETTINGS = (
    Field("kind", Choice(("portfolio", "community"))),
    Field("title", Text(160), required=True),
    Field("url", Checked(site_address, {"type": "string", "format": "uri", "pattern": "^https?://"})),
    Field("description", Text(600)),
    Field("language", LANGUAGE),
    Field("languages", ListOf(LANGUAGE, 10, one=True, least=1)),
    Field("timezone", Checked(_timezone, {"type": "string"}, 80)),
    Field("theme", Checked(_slug, {"type": "string"}, 80)),
    Field("theme_options", Free()),
    Field(
        "brand",
        Group(
            (
                Field("color", Checked(_color, {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}, 20)),
                Field("font", Text(240)),
            )
        ),
    ),
    Field("hours", Choice(("show", "hide")), guards=True),
    Field("on_error", Choice(("stop", "skip"))),
    Field(
        "photos",
        Group(
            (
                Field("widths", ListOf(Whole(16, 6000), 8, least=1)),
                Field("formats", ListOf(Choice(PICTURE_FORMATS), 3, least=1)),
                Field("policy", Choice(("ask", "strict")), guards=True),
            )
        ),
        guards=True,
    ),
    Field("cards", Group((Field("formats", ListOf(Choice(CARD_FORMATS), 4)), Field("qr", Flag())))),
    Field("feed", Group((Field("limit", Whole(1, 1000)),))),
    Field(
        "menu",
        ListOf(Group((Field("label", Text(60), required=True), Field("page", Text(240)), Field("url", URL))), 20),
    ),
    Field("noindex", Flag(), guards=True),
    Field("extra", Free()),
)
