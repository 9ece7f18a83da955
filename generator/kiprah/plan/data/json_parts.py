"""The small parts that ``portfolio.json`` is made of."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.plan.carousel import Carousel
from kiprah.plan.data.absolute import address_of, html_of, text_of
from kiprah.plan.data.export import Portfolio
from kiprah.plan.data.json_value import Fields, Json, fields, number_of
from kiprah.plan.views.card import CARD_SIZES
from kiprah.plan.views.entry import Organization
from kiprah.plan.views.text import Hours, Label, Link, Picture, Rich


def texts_of(told: Iterable[tuple[str, Portfolio, Fields]]) -> Fields:
    """Put each text under its language; one that stands in for a missing translation is told once, under its own."""
    texts: dict[str, Json] = {}
    for language, portfolio, text in told:
        texts.setdefault(language or portfolio.language, text)
    return Fields(tuple(texts.items()))


def days_of(start: str, end: str, *, ongoing: bool) -> tuple[tuple[str, Json], ...]:
    """Name first and last day; no last one while it runs."""
    return (("date", start), ("end", "" if ongoing else end), ("ongoing", ongoing))


def hours_of(hours: Hours | None) -> tuple[tuple[str, Json], ...]:
    """Name hours as a number, where they may be named."""
    return (("hours", number_of(hours.value)), ("hours_estimated", hours.estimated)) if hours else ()


def organization_of(organization: Organization | None) -> Fields | None:
    """Describe an organization."""
    if organization is None:
        return None
    return fields(("name", organization.name), ("url", organization.url), ("about", organization.about))


def names_of(labels: Iterable[Label]) -> tuple[str, ...]:
    """Name labels without their pages."""
    return tuple(label.name for label in labels)


def body_of(rich: Rich | None, portfolio: Portfolio, page: Link) -> tuple[tuple[str, Json], ...]:
    """Write a text as HTML with absolute addresses and as plain text; ``page`` is where its own anchors stand."""
    return (("html", html_of(rich, portfolio.site.url, page, portfolio.language)), ("text", text_of(rich)))


def cards_of(slug: str, portfolio: Portfolio) -> tuple[Fields, ...]:
    """List the cards of an entry with their sizes in pixels."""
    return tuple(
        fields(
            ("format", card),
            ("url", address_of(portfolio.site.url, portfolio.routes.card(slug, card))),
            ("width", CARD_SIZES[card][0]),
            ("height", CARD_SIZES[card][1]),
        )
        for card in portfolio.cards
    )


def carousel_json(carousel: Carousel, url: str) -> Fields:
    """Describe a carousel: its slides in order, and the words that go with it."""
    width, height = CARD_SIZES["portrait"]
    return fields(
        ("caption", carousel.caption),
        ("url", address_of(url, carousel.notes)),
        (
            "slides",
            tuple(
                fields(
                    ("url", address_of(url, carousel.path(number))),
                    ("width", width),
                    ("height", height),
                    ("alt", slide.alt),
                )
                for number, slide in enumerate(carousel.slides, 1)
            ),
        ),
    )


def inside(*texts: Rich | None) -> tuple[Picture, ...]:
    """List the pictures that texts show themselves."""
    return tuple(part for rich in texts if rich for part in rich.parts if isinstance(part, Picture))


def photos_of(pictures: Iterable[Picture | None], url: str) -> tuple[Fields, ...]:
    """Describe pictures, each once, in the order in which they are first seen."""
    distinct: dict[Link, Picture] = {}
    for picture in pictures:
        if picture is not None:
            distinct.setdefault(picture.full, picture)
    return tuple(photo_of(picture, url) for picture in distinct.values())


def photo_of(picture: Picture, url: str) -> Fields:
    """Describe a picture in its largest published size, in pixels."""
    return fields(
        ("url", address_of(url, picture.full)),
        ("width", picture.width),
        ("height", picture.height),
        ("alt", picture.alt),
        ("caption", picture.caption),
        ("credit", picture.credit),
    )
