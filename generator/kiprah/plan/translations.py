"""Translations: the words an entry is shown with, or the original where there are none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from kiprah.model.entry import (
    Activity,
    ActivityText,
    Page,
    PageText,
    PhotoText,
    Reflection,
    ReflectionText,
    Testimonial,
    TestimonialText,
)
from kiprah.model.member import Profile, ProfileText
from kiprah.model.selection import Selection, SelectionText


class _Told(Protocol):
    @property
    def language(self) -> str: ...

    @property
    def hidden(self) -> bool: ...


TextT = TypeVar("TextT", bound=_Told)


def _chosen(texts: tuple[TextT, ...], language: str) -> TextT:
    for text in texts:
        if text.language == language and not text.hidden:
            return text
    return texts[0]


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
    return next((text for text in profile.texts if text.language == language), profile.texts[0])


def testimonial_text(testimonial: Testimonial, language: str) -> TestimonialText:
    """Return the testimonial's words in a language, else as they were given."""
    return next((text for text in testimonial.texts if text.language == language), testimonial.texts[0])


def has_translation(texts: Iterable[_Told], language: str) -> bool:
    """Say whether an entry has words of its own in a language."""
    return any(text.language == language and not text.hidden for text in texts)


def photo_words(photos: Iterable[PhotoText], file: str) -> PhotoText | None:
    """Return what a translation says of a photo."""
    return next((text for text in photos if text.file == file), None)
