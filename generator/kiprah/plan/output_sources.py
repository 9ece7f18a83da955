"""Sources of what is published: the files it is made from, and those of them that hold more than is shown."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kiprah.model.entry import Activity, LocalizedText, Page, Reflection, Testimonial
from kiprah.model.photo import Photo
from kiprah.model.selection import Selection
from kiprah.plan.privacy.visibility import Visible

_OF_A_FILE = frozenset({"section-private", "translation-hidden"})
"""Reasons why something of a file, or of an entry's translation, is held back while the rest is published."""


class Sources(Struct, frozen=True, array_like=True):
    """The files that published pages are made from, by their paths from the site's folder, sorted."""

    whole: tuple[str, ...] = ()
    """Files of which nothing is held back."""
    texts_with_more: tuple[str, ...] = ()
    """Texts that keep a section to the member."""
    photos_with_more: tuple[str, ...] = ()
    """Photos of which something is hidden."""


def sources_of(visible: Visible) -> Sources:
    """Name the files that what is visible is made from."""
    private = {held.what.partition("#")[0] for held in visible.held if held.reason in _OF_A_FILE}
    withheld = {held.what for held in visible.held}
    withheld |= {file.path for file in visible.member.files if file.digest in visible.withheld}
    texts = {text.written_in for entry in _entries(visible) for text in _shown(entry.texts)}
    texts |= {text.written_in for text in visible.member.profile.texts}
    photos = dict(_photos(visible))
    hiding = {path for path, photo in photos.items() if photo.source.hide}
    files = texts | (set(photos) | set(_others(visible))) - withheld
    return Sources(tuple(sorted(files - private - hiding)), tuple(sorted(texts & private)), tuple(sorted(hiding)))


def _entries(visible: Visible) -> Iterable[Activity | Reflection | Page | Selection | Testimonial]:
    yield from visible.all_activities
    yield from visible.all_reflections
    yield from visible.all_pages
    yield from visible.selections
    yield from visible.testimonials


def _shown(texts: Iterable[LocalizedText]) -> Iterable[LocalizedText]:
    return (text for text in texts if not getattr(text, "hidden", False))


def _photos(visible: Visible) -> Iterable[tuple[str, Photo]]:
    entries: tuple[Activity | Reflection | Page | Selection, ...]
    entries = (*visible.all_activities, *visible.all_reflections, *visible.all_pages, *visible.selections)
    for entry in entries:
        yield from ((_beside(entry.folder, photo.file), photo) for photo in entry.photos)
    profile = visible.member.profile
    folder = profile.path.rpartition("/")[0]
    for photo in (*((profile.photo,) if profile.photo is not None else ()), *profile.photos):
        yield _beside(folder, photo.file), photo


def _others(visible: Visible) -> Iterable[str]:
    """Name evidence and videos; a video's poster is one of the photos."""
    for activity in visible.all_activities:
        yield from (_beside(activity.folder, piece.file) for piece in activity.evidence if piece.file)
        yield from (_beside(activity.folder, video.file) for video in activity.videos if video.file)


def _beside(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
