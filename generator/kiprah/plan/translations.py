"""Translations: the words an entry is shown with, or the original where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeAlias, TypeVar

from kiprah.model.entry import (
    Activity,
    ActivityText,
    EntryText,
    Page,
    PageText,
    Reflection,
    ReflectionText,
    Testimonial,
    TestimonialText,
)
from kiprah.model.member import Profile, ProfileText
from kiprah.model.photo import PhotoText
from kiprah.model.selection import Selection, SelectionText

WordsOfEntry: TypeAlias = Sequence[EntryText | ProfileText]
"""Words of one entry, or of the profile, in each of its languages, the original first."""


class _Told(Protocol):
    @property
    def language(self) -> str: ...

    @property
    def hidden(self) -> bool: ...


TextT = TypeVar("TextT", bound=_Told)
WordsT = TypeVar("WordsT", ProfileText, TestimonialText)


def _chosen(texts: tuple[TextT, ...], language: str) -> TextT:
    for text in texts:
        if text.language == language and not text.hidden:
            return text
    return texts[0]


def _in_language(texts: tuple[WordsT, ...], language: str) -> WordsT:
    """Choose among texts none of which is ever hidden."""
    return next((text for text in texts if text.language == language), texts[0])


def activity_text(activity: Activity, language: str) -> ActivityText:
    """Return the activity's words in a language, else the original's; ``.language`` says which."""
    texts = activity.texts
    # Most have one language: there is nothing to choose.
    return texts[0] if len(texts) == 1 else _chosen(texts, language)


def reflection_text(reflection: Reflection, language: str) -> ReflectionText:
    """Return the reflection's words in a language, else the original's."""
    return _chosen(reflection.texts, language)


def page_text(page: Page, language: str) -> PageText:
    """Return the page's words in a language, else the original's."""
    return _chosen(page.texts, language)


def selection_text(selection: Selection, language: str) -> SelectionText:
    """Return the selection's words in a language, else the original's."""
    return _chosen(selection.texts, language)


def profile_text(profile: Profile, language: str) -> ProfileText:
    """Return the profile's words in a language, else the original's."""
    return _in_language(profile.texts, language)


def testimonial_text(testimonial: Testimonial, language: str) -> TestimonialText:
    """Return the testimonial's words in a language, else as they were given."""
    return _in_language(testimonial.texts, language)


def has_translation(texts: Iterable[_Told], language: str) -> bool:
    """Say whether an entry has words of its own in a language."""
    return any(text.language == language and not text.hidden for text in texts)


def photo_words(texts: WordsOfEntry, language: str, file: str) -> tuple[PhotoText, str]:
    """Return what is said of a photo in a language, and what is not as it was said first; and in which language."""
    first: PhotoText | None = None
    told_in = texts[0].language if texts else language
    for text in texts:
        words = None if isinstance(text, EntryText) and text.hidden else _words_of(text.photo_words, file)
        if words is None:
            continue
        if text.language == language and (words.alt or words.caption):
            if first is None:
                return words, language
            return PhotoText(file, words.alt or first.alt, words.caption or first.caption), language
        if first is None:
            first, told_in = words, text.language
    return first or PhotoText(file), told_in


def portrait_words(profile: Profile, language: str) -> PhotoText:
    """Return what is said of the portrait in a language, and what is not as the profile says it first."""
    own, first = (text.portrait_words or PhotoText("") for text in (profile_text(profile, language), profile.original))
    return PhotoText(first.of, own.alt or first.alt, own.caption or first.caption)


def video_alt(activity: Activity, language: str, file: str) -> tuple[str, str]:
    """Return what describes a video in a language, else as the original does; and in which language."""
    for text in (activity_text(activity, language), activity.original):
        for words in text.video_words:
            if words.of == file and words.alt:
                return words.alt, text.language
    return "", activity.original.language


def _words_of(photos: tuple[PhotoText, ...], file: str) -> PhotoText | None:
    for words in photos:
        if words.of == file:
            return words
    return None
