"""Passages: everything a member wrote, piece by piece, each with its file, its language and who sees it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from kiprah.model.coaching import CoachRule
from kiprah.model.entry import Activity, Body, Common, EntryText
from kiprah.model.member import Member

PassageKind = Literal["headline", "bio", "title", "description", "quote", "body", "reflection"]
Shown = Literal["public", "draft", "private"]

_END = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)]*\s+(?=[\"'\u201c\u2018(]?[A-Z0-9\u00c0-\u00de])|\n+")
_HEADING = re.compile(r"<h[1-6][^>]*>([^\n]{1,400}?)</h[1-6]>")
_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 2_000
"""Characters of a sentence; nobody writes longer ones, and time must not grow with their square."""
_QUOTED = re.compile('[\u201c"][^\u201c\u201d"\n]{1,600}[\u201d"]')


class Passage(Struct, frozen=True):
    """One text of one file."""

    kind: PassageKind
    text: str
    path: str
    language: str
    owner: str = ""
    """The main file of its entry; empty for the profile."""
    shown: Shown = "public"
    quiet: tuple[CoachRule, ...] = ()
    topics: frozenset[str] = frozenset()
    """Lists of the lexicon of which a term may stand in it."""


class Sentence(Struct, frozen=True):
    """A sentence of a passage, from character to character."""

    text: str
    start: int
    end: int


def passages_of(member: Member) -> Iterator[Passage]:
    """Yield all that the member wrote, drafts and private entries too; not what others said, or an event says."""
    for profile in member.profile.texts:
        for kind, text in _kinds(headline=profile.headline, bio=with_headings_apart(profile.bio)):
            yield Passage(kind, text, profile.written_in, profile.language)
    for activity in own_activities(member):
        yield from _activity(activity)
    for reflection in member.reflections:
        for own in reflection.texts:
            parts = _kinds(
                title=own.title, description=own.description, quote=own.quote, reflection=with_headings_apart(own.body)
            )
            yield from _entry(reflection.common, own, parts)
    for page in member.pages:
        for page_text in page.texts:
            parts = _kinds(
                title=page_text.title, description=page_text.description, body=with_headings_apart(page_text.body)
            )
            yield from _entry(page.common, page_text, parts)
    for path, text in member.secrets:
        language = _language_of(path, member)
        yield Passage("reflection", text.partition("\n")[2], path, language, path, "private")


def own_activities(member: Member) -> tuple[Activity, ...]:
    """Return what the member wrote of: an event that they only came to is the community's."""
    return tuple(activity for activity in member.activities if not activity.is_event_alone)


def sentences_of(text: str) -> Iterator[Sentence]:
    """Split a text into sentences; what goes on much longer than any, into pieces."""
    start = 0
    for past in (*(end.end() for end in _END.finditer(text)), len(text)):
        for first in range(start, past, _LONGEST):
            last = min(past, first + _LONGEST)
            if words := text[first:last].strip():
                yield Sentence(words, first, last)
        start = past


def with_headings_apart(body: Body) -> str:
    """Return a body's plain text with a line's end around each heading: a heading begins no sentence."""
    headings = [
        heading for part in body.parts if isinstance(part, str) and "</h" in part for heading in _HEADING.findall(part)
    ]
    pieces: list[str] = []
    place = 0
    for heading in headings:
        words = " ".join(html.unescape(_TAG.sub("", heading)).split())
        start = body.text.find(words, place) if words else -1
        if start >= 0:
            pieces += (body.text[place:start], "\n", words, "\n")
            place = start + len(words)
    return "".join((*pieces, body.text[place:]))


def quoted_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where a text gives somebody's words: between quotation marks."""
    return tuple(match.span() for match in _QUOTED.finditer(text))


def state_of(common: Common) -> Shown:
    """Say who sees an entry."""
    if common.visibility == "private":
        return "private"
    return "draft" if common.draft or common.broken else "public"


def _activity(activity: Activity) -> Iterator[Passage]:
    for text in activity.texts:
        reflection = with_headings_apart(text.reflection) if text.reflection is not None else ""
        parts = _kinds(
            title=text.title,
            description=text.description,
            quote=text.quote,
            body=with_headings_apart(text.body),
            reflection=reflection,
        )
        yield from _entry(activity.common, text, parts)


def _entry(common: Common, text: EntryText, parts: Iterable[tuple[PassageKind, str]]) -> Iterator[Passage]:
    shown: Shown = "private" if text.hidden and common.visibility != "private" else state_of(common)
    for kind, words in parts:
        yield Passage(kind, words, text.written_in, text.language, common.path, shown, common.coach.quiet)


def _kinds(**texts: str) -> Iterator[tuple[PassageKind, str]]:
    for kind, text in texts.items():
        if text.strip():
            yield kind, text  # type: ignore[misc]


def _language_of(path: str, member: Member) -> str:
    ending = path.removesuffix(".md").rpartition(".")[2]
    spoken = [text.language for text in member.profile.texts]
    return ending if ending in spoken else spoken[0]
