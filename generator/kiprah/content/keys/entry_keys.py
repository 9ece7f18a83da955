"""Every key of front matter: one declaration each, bound to the struct's field that it is decoded into.

Facts are bound to the entry (``Activity.end``) and words to its texts (``ActivityText.role``); a translation may carry
what is bound to a text. A key that splits in two (``photos``, ``videos``, ``impact``, ``evidence``, ``links``) is bound
key by key.
"""

from __future__ import annotations

import re
from typing import get_args

from msgspec.structs import replace

from kiprah.content.keys.background_keys import AWARDS, CERTIFICATES, EDUCATION, SPOKEN_LANGUAGE, WORK
from kiprah.content.keys.key_types import (
    BOX,
    CAUSE,
    CONSENT,
    FILE,
    FOCUS,
    LANGUAGE,
    PEOPLE,
    PLACE,
    SKILL,
    SLUG,
    TERM,
    TITLE,
    URL,
    VISIBILITY,
    email_address,
)
from kiprah.fields.binding import key, split_key
from kiprah.fields.decoding import Wrong
from kiprah.fields.groups import Group, ListOf, Record
from kiprah.fields.types import (
    Amount,
    CalendarDay,
    Checked,
    Choice,
    Converted,
    DayAsKnown,
    Duration,
    Flag,
    Free,
    FreeJson,
    Text,
    Whole,
)
from kiprah.fields.values import Field
from kiprah.model.coaching import CoachChoice, CoachRule
from kiprah.model.entry import (
    Activity,
    ActivityText,
    Common,
    EntryText,
    Event,
    Evidence,
    EvidenceKind,
    EvidenceText,
    Frame,
    Impact,
    ImpactSource,
    ImpactText,
    LocalizedText,
    Organization,
    Reflection,
    ReflectionText,
    Testimonial,
    TestimonialText,
    Video,
    VideoText,
)
from kiprah.model.member import EventsShown, Profile, ProfileText, WebLink, WebLinkText
from kiprah.model.photo import Photo, PhotoSource, PhotoText
from kiprah.model.selection import Selection, SelectionText

_NAME_BYTES = 240


def _alias(text: str) -> str:
    # A file system's names have so many bytes, whatever letters they are of.
    is_long = any(len(part.encode()) > _NAME_BYTES for part in text.split("/"))
    if (
        is_long
        or not re.fullmatch(r"/?[^\s/\\?#%:*<>\"'`{}|^\x00-\x1f][^\s\\?#%:*<>\"'`{}|^\x00-\x1f]*", text)
        or any(part in ("..", ".") for part in text.split("/"))
    ):
        raise Wrong("bad-alias", {"value": text})
    return text.strip("/")


def _role_name(text: str) -> str:
    return " ".join(text.split())


def _person_id(text: str) -> str:
    if not re.fullmatch(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text):
        raise Wrong("bad-id", {"value": text})
    return text


def _evidence_suggestion(text: str) -> str:
    if re.match("https?://", text):
        return f"{{kind: link, url: {text}}}"
    return f"{{kind: certificate, file: {text}}}" if re.fullmatch(r"[^\s:,{}\[\]]+\.\w{2,5}", text) else ""


def _impact_suggestion(text: str) -> str:
    match = re.fullmatch(r"(\d+) ([^:,{}\[\]#\"']+)", text)
    return f"{{value: {match[1]}, what: {match[2]}, source: self}}" if match else ""


def _link_suggestion(text: str) -> str:
    match = re.match(r"https?://(?:www\.)?([^/?#,{}\[\]]+)", text)
    return f"{{label: {match[1]}, url: {text}}}" if match else ""


ORGANIZATION = Record(
    Organization,
    Group(
        (
            key(Organization.name).of(TITLE, required=True),
            key(Organization.url).of(URL),
            key(Organization.about).of(Text(400)),
        ),
        short="name",
    ),
)

# A photo's key splits in two: what it is, and what a language says of it.
PHOTO = Group(
    (
        key(Photo.file).of(FILE, required=True),
        key(PhotoText.alt).of(Text(1000)),
        key(PhotoText.caption).of(Text(1000)),
        key(Photo.credit).of(Text(200)),
        key(Photo.focus).of(FOCUS),
        key(Photo.people).of(PEOPLE, guards=True),
        key(Photo.consent).of(CONSENT, guards=True),
        key(Photo.consent_until).of(CalendarDay(), guards=True),
        key(PhotoSource.hide).of(ListOf(BOX, 50), guards=True),
    ),
    short="file",
)

EVIDENCE_KIND: Choice[EvidenceKind] = Choice(get_args(EvidenceKind))
EVIDENCE = Group(
    (
        key(Evidence.kind).of(EVIDENCE_KIND, required=True),
        key(Evidence.file).of(FILE),
        key(Evidence.url).of(URL),
        key(EvidenceText.label).of(Text(240)),
    ),
    meant=_evidence_suggestion,
)

VIDEO = Group(
    (
        key(Video.file).of(FILE, required=True),
        key(VideoText.alt).of(Text(1000)),
        key(Video.poster).of(FILE),
    ),
    short="file",
)

IMPACT_SOURCE: Choice[ImpactSource] = Choice(get_args(ImpactSource))
IMPACT = Group(
    (
        key(Impact.value).of(Amount(), required=True),
        key(ImpactText.what).of(Text(240), required=True),
        key(Impact.source).of(IMPACT_SOURCE),
    ),
    meant=_impact_suggestion,
)

LINK = Group(
    (key(WebLinkText.label).of(Text(80), required=True), key(WebLink.url).of(URL, required=True)),
    meant=_link_suggestion,
)

COACH_RULE: Choice[CoachRule] = Choice(get_args(CoachRule))
COACH = Record(CoachChoice, Group((key(CoachChoice.quiet).of(ListOf(COACH_RULE, len(get_args(CoachRule)), one=True)),)))

COMMON = (
    key(EntryText.title).of(TITLE, inherited=True),
    key(Common.slug).of(SLUG),
    key(EntryText.description).of(Text(600)),
    key(LocalizedText.language, "lang").of(LANGUAGE),
    key(EntryText.tags).of(ListOf(TERM, 30, one=True), inherited=True),
    key(Common.aliases).of(ListOf(Checked(_alias, {"type": "string"}, 240), 30, one=True)),
    key(Common.updated).of(CalendarDay()),
    key(Common.draft).of(Flag(), guards=True, translated=True),
    key(Common.circle).of(Flag()),
    key(Common.visibility).of(VISIBILITY, guards=True, translated=True),
    key(Common.publish_after).of(CalendarDay(), guards=True),
    key(Common.risk_accepted).of(Text(400)),
    key(Common.coach).of(COACH),
    key(Common.extra).of(FreeJson(), translated=True),
)
"""Keys of every kind of entry; a testimonial has no title, so there the words' keys bind to nothing."""

PHOTOS = split_key("photos", ListOf(PHOTO, 200), translated=True)
IMPACTS = split_key("impact", ListOf(IMPACT, 20), translated=True, paired=True)
PROOFS = split_key("evidence", ListOf(EVIDENCE, 40), translated=True, paired=True)
FILMS = split_key("videos", ListOf(VIDEO, 10), translated=True)
PORTRAIT = split_key("photo", PHOTO, translated=True)
LINKS = split_key("links", ListOf(LINK, 20), translated=True)
BIO_PHOTOS = split_key("photos", ListOf(PHOTO, 50))

HOURS_ARE = Converted(Choice(("counted", "estimated")), lambda word: word == "estimated")
ACTIVITY = (
    *COMMON,
    key(Activity.date).of(DayAsKnown(), guards=True),
    key(Activity.end).of(DayAsKnown(is_end=True)),
    key(Activity.ongoing).of(Flag()),
    key(Activity.minutes, "hours").of(Duration()),
    key(Activity.estimated, "hours_are").of(HOURS_ARE),
    key(Activity.goals, "sdgs").of(ListOf(Whole(1, 17), 3, one=True, distinct=True)),
    key(Activity.cover).of(FILE),
    key(Activity.event).of(SLUG),
    key(ActivityText.organization).of(ORGANIZATION, inherited=True),
    key(ActivityText.role).of(Checked(_role_name, {"type": "string", "maxLength": 120}, 120), inherited=True),
    key(ActivityText.causes).of(ListOf(CAUSE, 12, one=True, distinct=True), paired=True),
    key(ActivityText.skills).of(ListOf(SKILL, 24, one=True), paired=True),
    key(ActivityText.place).of(PLACE, inherited=True),
    IMPACTS,
    key(ActivityText.companions, "with").of(ListOf(Text(200), 50, one=True), inherited=True),
    key(ActivityText.quote).of(Text(400)),
    PHOTOS,
    PROOFS,
    FILMS,
)

EVENT = (
    *(field for field in ACTIVITY if field.name != "event"),
    key(Event.participants).of(ListOf(SLUG, 5000, one=True, distinct=True)),
    key(Event.capacity).of(Whole(1, 1_000_000)),
    key(Event.register).of(URL),
)

FRAME: Choice[Frame] = Choice(get_args(Frame))
REFLECTION = (
    *COMMON,
    key(Reflection.date).of(CalendarDay(), guards=True),
    key(Reflection.activity).of(SLUG),
    key(Reflection.frame).of(FRAME),
    key(ReflectionText.quote).of(Text(400)),
    PHOTOS,
)

GIVEN = Converted(Choice(("yes", "pending", "no", "withdrawn"), "bad-consent"), lambda word: word == "yes")
TESTIMONIAL = (
    *COMMON,
    key(TestimonialText.name, "from").of(Text(120, needed=True), required=True, inherited=True),
    key(TestimonialText.relation).of(Text(200), inherited=True),
    key(Testimonial.date).of(CalendarDay(), guards=True),
    key(Testimonial.activity).of(SLUG),
    key(Testimonial.consent).of(GIVEN, guards=True),
)

PAGE = (*COMMON, PHOTOS)

SELECTION = (
    *COMMON,
    key(SelectionText.to).of(Text(240), inherited=True),
    key(Selection.activities).of(ListOf(SLUG, 60, one=True, distinct=True)),
    key(Selection.reflections).of(ListOf(SLUG, 60, one=True, distinct=True)),
    key(Selection.until).of(CalendarDay(), guards=True),
    key(Selection.cv).of(Flag()),
    key(Selection.menu).of(Flag()),
    PHOTOS,
)

PERSON_ID = Checked(_person_id, {"type": "string", "pattern": "^urn:uuid:"}, 60)
EVENTS: Choice[EventsShown] = Choice(get_args(EventsShown))
PROFILE = (
    key(ProfileText.name).of(Text(160, needed=True), required=True, inherited=True),
    key(ProfileText.headline).of(Text(240), inherited=True),
    key(ProfileText.pronouns).of(Text(60), inherited=True),
    PORTRAIT,
    key(ProfileText.place).of(PLACE, inherited=True),
    key(Profile.email).of(Checked(email_address, {"type": "string", "format": "email"}, 254)),
    LINKS,
    key(ProfileText.skills).of(ListOf(SKILL, 40, one=True), inherited=True),
    key(ProfileText.languages).of(ListOf(SPOKEN_LANGUAGE, 20, one=True), inherited=True),
    key(ProfileText.interests).of(ListOf(TERM, 40, one=True), inherited=True),
    EDUCATION,
    WORK,
    AWARDS,
    CERTIFICATES,
    BIO_PHOTOS,
    key(Profile.events).of(EVENTS),
    key(Profile.id).of(PERSON_ID),
    key(Profile.risk_accepted).of(Text(400)),
    key(Profile.coach).of(COACH),
    Field("extra", Free(), translated=True),
)


def translation_of(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the keys that a translation may carry: words, and what hides it; none of them has to be there."""
    return tuple(
        replace(field, required=False)
        for field in fields
        if field.translated or (field.slot is not None and issubclass(field.slot.__objclass__, LocalizedText))
    )
