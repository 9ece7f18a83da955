"""The profile: who the member is."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct

from kiprah.content.entries.entry_files import EntryPaths, ReadContext
from kiprah.content.entries.read_entry import ParsedFile, finish, open_entry, translations
from kiprah.content.keys.background_keys import AWARDS, CERTIFICATES, EDUCATION, WORK
from kiprah.content.keys.entry_keys import BIO_PHOTOS, LINKS, PORTRAIT, PROFILE
from kiprah.content.photos import photo_resolver, photo_texts, photos_of
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
from kiprah.model.photo import Photo, PhotoText

WordsT = TypeVar("WordsT", bound=Struct)


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
    portraits = photos_of([portrait] if portrait else [], [], photo_resolver(context, folder, "profile"), reading)
    photos = photos_of(values.part(BIO_PHOTOS) or (), bodies, photo_resolver(context, folder, "bio"), reading)
    finish(opened, context)
    if hides:
        return None
    return values.make(
        Profile,
        path=path,
        top=reading.source.place(1, 1),
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
        written_in=opened.path,
        link_words=tuple(link.make(WebLinkText) for link in links),
        portrait_words=portrait.make(PhotoText, of=portrait.of(Photo.file)) if portrait else None,
        bio=opened.body,
        photo_words=photo_texts(BIO_PHOTOS, opened.values, opened.bodies, original.values if original else None),
        education_words=_words(opened, original, EDUCATION, EducationText),
        work_words=_words(opened, original, WORK, WorkText),
        award_words=_words(opened, original, AWARDS, AwardText),
        certificate_words=_words(opened, original, CERTIFICATES, CertificateText),
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
