"""An activity as a carousel: up to ten slides to swipe through, with the words that go with them."""

from __future__ import annotations

from kiprah.model.entry import Activity
from kiprah.model.photo import Photo
from kiprah.plan.addresses.routes import absolute
from kiprah.plan.captions import caption_of, member_name
from kiprah.plan.formatting import dotted, summary_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.list_pages import printed_address
from kiprah.plan.roles.role_items import impacts
from kiprah.plan.sharing.carousel_slides import Carousel, Slide
from kiprah.plan.translations import activity_text, photo_words, reflection_text
from kiprah.plan.views.text import Link

_MOST = 10
"""Slides Instagram showed in one post for years, and still the most that people swipe; checked 2026-11-22."""
_LEAST = 3
"""Minimum number of slides: with a cover and an end alone there is nothing to swipe to."""
_FIGURES = 3
"""Maximum number of changes on one slide: more numbers than this are read by nobody."""


def carousel_of(localized: LocalizedMember, activity: Activity) -> Carousel | None:
    """Compose an activity's slides; None where it has no photo to show or too little to say.

    Slides are portraits, so a site that makes no portrait cards has no carousels either.
    """
    cover = localized.cover_photo(activity)
    if cover is None or "portrait" not in localized.settings.cards.formats:
        return None
    text = activity_text(activity, localized.language)
    rest = (*_changed(localized, activity), *_quoted(localized, activity))
    room = _MOST - 2 - len(rest)
    photos = tuple(photo for photo in activity.photos if photo is not cover and photo.listed)[:room]
    slides = (
        _cover(localized, activity, cover),
        *(_picture(localized, activity, photo) for photo in photos),
        *rest,
        _end(localized, activity),
    )
    if len(slides) < _LEAST:
        return None
    slug = activity.common.slug
    url = absolute(localized.settings.url, localized.routes.activity(slug))
    caption = caption_of(text.title, text.quote or text.description, url, text.tags)
    return Carousel(slides, caption, Link(f"{localized.routes.root}cards/{slug}/"))


def notes_of(localized: LocalizedMember, carousel: Carousel) -> str:
    """Write the caption and, slide by slide, the alt texts as a plain text to copy from."""
    words = localized.words
    lines = [f"{words.say('carousel.caption')}:", "", carousel.caption, "", f"{words.say('carousel.alts')}:"]
    for number, slide in enumerate(carousel.slides, 1):
        lines += ["", carousel.path(number).path.rpartition("/")[2], slide.alt]
    return "\n".join(lines) + "\n"


def _cover(localized: LocalizedMember, activity: Activity, photo: Photo) -> Slide:
    text = activity_text(activity, localized.language)
    item = localized.item(activity)
    organization = text.organization.name if text.organization else ""
    alt, _ = _alt_and_caption(localized, activity, photo)
    return Slide(
        "slide-cover",
        text.title,
        _sentences(text.title, alt),
        eyebrow=dotted(text.role, organization),
        facts=tuple(fact for fact in (item.when.text, text.place) if fact),
        photo=photo,
    )


def _picture(localized: LocalizedMember, activity: Activity, photo: Photo) -> Slide:
    text = activity_text(activity, localized.language)
    alt, caption = _alt_and_caption(localized, activity, photo)
    credit = localized.words.say("carousel.credit", name=photo.credit) if photo.credit else ""
    return Slide("slide-photo", text.title, alt or caption or text.title, text=caption, eyebrow=credit, photo=photo)


def _changed(localized: LocalizedMember, activity: Activity) -> tuple[Slide, ...]:
    changes = impacts(localized, (activity,), own=True)[:_FIGURES]
    if not changes:
        return ()
    label = localized.words.say("carousel.change")
    alt = "; ".join(f"{impact.value} {impact.what} ({impact.source_label})" for impact in changes)
    sources = tuple(dict.fromkeys(impact.source_label for impact in changes))
    return (Slide("slide-change", label, f"{label}: {alt}.", facts=sources, impacts=changes),)


def _quoted(localized: LocalizedMember, activity: Activity) -> tuple[Slide, ...]:
    """Take the activity's own quote, else that of a reflection on it, else how its reflection begins."""
    text = activity_text(activity, localized.language)
    quote = text.quote
    for reflection in localized.visible.reflections:
        if not quote and reflection.activity == activity.common.slug and localized.has_page(reflection):
            quote = reflection_text(reflection, localized.language).quote
    if not quote and text.reflection is not None:
        quote = summary_of("", text.reflection.text)
    if not quote:
        return ()
    label = localized.words.say("card.reflection")
    return (Slide("slide-quote", text.title, f"{label}: {quote}", eyebrow=label, quote=quote),)


def _end(localized: LocalizedMember, activity: Activity) -> Slide:
    text = activity_text(activity, localized.language)
    label = localized.words.say("carousel.end")
    alt = _sentences(label, member_name(localized), printed_address(localized.settings.url))
    return Slide("slide-end", text.title, alt, eyebrow=label)


def _alt_and_caption(localized: LocalizedMember, activity: Activity, photo: Photo) -> tuple[str, str]:
    """Return alt text and caption of a photo in the page's language, else as they were given."""
    said, _ = photo_words(activity.texts, localized.language, photo.file)
    return said.alt, said.caption


def _sentences(*parts: str) -> str:
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part)
