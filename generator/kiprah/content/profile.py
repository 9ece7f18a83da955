"""The profile: who the member is."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct

from kiprah.content.background_keys import AWARDS, CERTIFICATES, EDUCATION, WORK
from kiprah.content.entry import EntryPaths, ParsedFile, ReadContext, finish, open_entry, translations
from kiprah.content.keys import BIO_PHOTOS, LINKS, PORTRAIT, PROFILE
from kiprah.content.photos import photos_of
from kiprah.content.profile_hiding import means_to_hide
from kiprah.content.translated_photos import name_photo_facts
from kiprah.fields.values import SplitField, Values
from kiprah.model.background import (
    Award,
    AwardText,
    Certificate,
    CertificateText,
    Education,
    EducationText,
    Work,
    WorkText,
)
from kiprah.model.member import Profile, ProfileText, WebLink, WebLinkText
from kiprah.model.photo import Photo
from kiprah.problem import Place, Problem

WordsT = TypeVar("WordsT", bound=Struct)


def find_profile(root: str, context: ReadContext) -> EntryPaths | None:
    """Name ``profile.md`` below a member's folder, with its translations; a missing one is an error."""
    path = f"{root}profile.md"
    if path not in context.site.files:
        context.gathered.problems.append(Problem("profile-missing", Place(path)))
        return None
    others = tuple(
        (language, f"{root}profile.{language}.md")
        for language in sorted(context.languages)
        if language != context.language and f"{root}profile.{language}.md" in context.site.files
    )
    return EntryPaths(path, root.rstrip("/"), "profile", others)


def read_profile(paths: EntryPaths, context: ReadContext) -> Profile | None:
    """Read a profile with its translations; None where not even its keys could be read, or one means to hide."""
    path, folder = paths.path, paths.folder
    opened = open_entry(path, PROFILE, context)
    if opened is None:
        return None
    texts = [_text(opened, context.language)]
    bodies = [opened.body]
    hides = means_to_hide(opened)
    for language, other in translations(paths, PROFILE, context):
        texts.append(_text(other, language, opened))
        bodies.append(other.body)
        hides = means_to_hide(other) or hides
        name_photo_facts(other.values, other.reading, opened.values, opened.reading)
        finish(other, context)
    values, reading = opened.values, opened.reading
    portrait = values.part(PORTRAIT)
    portraits = photos_of([portrait] if portrait else [], [], context.book(folder, "profile"), reading)
    photos = photos_of(values.part(BIO_PHOTOS) or (), bodies, context.book(folder, "bio"), reading)
    finish(opened, context)
    if hides:
        return None
    return values.make(
        Profile,
        path=path,
        place=reading.source.place(1, 1),
        links=tuple(link.make(WebLink) for link in _links(values)),
        photo=portraits[0] if portraits else None,
        texts=tuple(texts),
        photos=photos,
        education=tuple(item.make(Education) for item in _items(values, EDUCATION)),
        work=tuple(item.make(Work) for item in _items(values, WORK)),
        awards=tuple(item.make(Award) for item in _items(values, AWARDS)),
        certificates=tuple(item.make(Certificate) for item in _items(values, CERTIFICATES)),
    )


def _text(opened: ParsedFile, language: str, original: ParsedFile | None = None) -> ProfileText:
    links, portrait = _links(opened.values), opened.values.part(PORTRAIT)
    if original is not None and len(links) != len(_links(original.values)):
        links = _links(original.values)
    return opened.values.make(
        ProfileText,
        original.values if original else None,
        language=language,
        path=opened.path,
        links=tuple(link.make(WebLinkText) for link in links),
        photo_alt=portrait.of(Photo.alt) if portrait else "",
        bio=opened.body,
        education=_words(opened, original, EDUCATION, EducationText),
        work=_words(opened, original, WORK, WorkText),
        awards=_words(opened, original, AWARDS, AwardText),
        certificates=_words(opened, original, CERTIFICATES, CertificateText),
    )


def _items(values: Values, declared: SplitField[tuple[Values, ...]]) -> tuple[Values, ...]:
    """Return the items of a list that can be read whole."""
    return tuple(item for item in values.part(declared) or () if item.is_whole)


def _words(
    opened: ParsedFile, original: ParsedFile | None, declared: SplitField[tuple[Values, ...]], struct: type[WordsT]
) -> tuple[WordsT, ...]:
    """Return what a file says of each item; a translation of another length than the original's says nothing."""
    items = _items(opened.values, declared)
    if original is None:
        return tuple(item.make(struct) for item in items)
    first = _items(original.values, declared)
    if len(items) != len(first):
        items = first
    return tuple(item.make(struct, before) for item, before in zip(items, first, strict=True))


def _links(values: Values) -> tuple[Values, ...]:
    """Return the links that can be read whole."""
    links = values.part(LINKS) or ()
    return tuple(link for link in links if link.is_whole)
