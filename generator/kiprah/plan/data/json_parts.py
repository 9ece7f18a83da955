"""The small parts that ``portfolio.json`` is made of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from kiprah.plan.data.absolute_html import address_of, html_of, plain_text_of
from kiprah.plan.data.portfolio import Portfolio
from kiprah.plan.data.portfolio_types import BodyJson, CardJson, CarouselJson, OrganizationJson, PhotoJson, SlideJson
from kiprah.plan.sharing.carousel_slides import Carousel
from kiprah.plan.views.card import CARD_SIZES
from kiprah.plan.views.entry import OrganizationView
from kiprah.plan.views.text import Label, Link, Picture, Rich

T = TypeVar("T")


def texts_of(triples: Iterable[tuple[str, Portfolio, T]]) -> dict[str, T]:
    """Put each text under its language; one that stands in for a missing translation is told once, under its own."""
    texts: dict[str, T] = {}
    for language, portfolio, text in triples:
        texts.setdefault(language or portfolio.language, text)
    return texts


@lru_cache(maxsize=1024)
def organization_json(organization: OrganizationView | None) -> OrganizationJson | None:
    """Describe an organization."""
    if organization is None or not (organization.name or organization.url or organization.about):
        return None
    return OrganizationJson(organization.name, organization.url, organization.about)


def label_names(labels: Iterable[Label]) -> tuple[str, ...]:
    """Name labels without their pages."""
    return tuple([label.name for label in labels])


def html_in(rich: Rich | None, portfolio: Portfolio, page: Link) -> str:
    """Write a text as HTML with absolute addresses; ``page`` is where its own anchors stand."""
    return html_of(rich, portfolio.site.url, page, portfolio.language)


def body_of(rich: Rich | None, portfolio: Portfolio, page: Link) -> BodyJson | None:
    """Write a text in both ways; None where there is nothing to write."""
    html, text = html_in(rich, portfolio, page), plain_text_of(rich)
    return BodyJson(html, text) if html or text else None


def cards_of(slug: str, portfolio: Portfolio) -> tuple[CardJson, ...]:
    """List the cards of an entry with their sizes in pixels."""
    url, routes = portfolio.site.url, portfolio.routes
    links = [(card, routes.card(slug, card)) for card in portfolio.cards]
    return tuple(
        [CardJson(c, address_of(url, link), *CARD_SIZES[c]) for c, link in links if link.path not in portfolio.left_out]
    )


def carousel_json(carousel: Carousel, url: str) -> CarouselJson:
    """Describe a carousel: its slides in order, and the words that go with it."""
    return CarouselJson(
        carousel.caption,
        address_of(url, carousel.notes),
        tuple(
            SlideJson(address_of(url, carousel.path(number)), *CARD_SIZES["portrait"], slide.alt)
            for number, slide in enumerate(carousel.slides, 1)
        ),
    )


def inside(*texts: Rich | None) -> tuple[Picture, ...]:
    """List the pictures that texts show themselves."""
    return tuple([part for rich in texts if rich for part in rich.parts if isinstance(part, Picture)])


def photos_json(pictures: Iterable[Picture | None], url: str) -> tuple[PhotoJson, ...]:
    """Describe pictures, each once, in the order in which they are first seen."""
    distinct: dict[Link, Picture] = {}
    for picture in pictures:
        if picture is not None:
            distinct.setdefault(picture.full, picture)
    return tuple([photo_json(picture, url) for picture in distinct.values()])


def photo_json(picture: Picture, url: str) -> PhotoJson:
    """Describe a picture in its largest published size, in pixels."""
    return PhotoJson(
        address_of(url, picture.full), picture.width, picture.height, picture.alt, picture.plain_caption, picture.credit
    )
