"""Share kits: the cards of an entry with captions, alt text and plain links to the networks."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, urlsplit

from kiprah.catalog import Words
from kiprah.model.settings import CardFormat
from kiprah.plan.addresses.routes import absolute
from kiprah.plan.captions import caption_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.sharing.carousel_slides import Carousel
from kiprah.plan.views.card import CARD_SIZES
from kiprah.plan.views.share import CarouselSlide, CarouselView, ShareCard, ShareView
from kiprah.plan.views.text import Label, Link

# Each network's address for a text and an address to share; checked 2026-11-22.
_NETWORKS = (
    ("WhatsApp", "https://wa.me/?text={both}"),
    ("Telegram", "https://t.me/share/url?url={url}&text={text}"),
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    ("X", "https://x.com/intent/post?text={text}&url={url}"),
    ("Threads", "https://www.threads.net/intent/post?text={text}&url={url}"),
    ("Bluesky", "https://bsky.app/intent/compose?text={both}"),
    ("Mastodon", "https://{instance}/share?text={both}"),
    ("", "mailto:?subject={text}&body={both}"),
)

# One text for all of them is filled in at once; what is filled in is percent-encoded, and has no line.
_ADDRESSES = "\n".join(address for _, address in _NETWORKS)


class _PercentTable(dict[int, str]):
    """Every sign as it is written in a query (RFC 3986): ``quote`` looks at each byte of each title anew."""

    def __missing__(self, code: int) -> str:
        self[code] = written = quote(chr(code), safe="")
        return written


_PERCENT = _PercentTable()


def share_view(
    localized: LocalizedMember,
    slug: str,
    title: str,
    target: Link,
    text: str,
    tags: tuple[str, ...],
    formats: tuple[CardFormat, ...],
    carousel: Carousel | None = None,
    more: tuple[Label, ...] = (),
) -> ShareView:
    """Build a share kit; ``text`` is the sentence of the caption, ``tags`` at most three of them become hashtags."""
    name = localized.visible.member.profile.original.name
    url = absolute(localized.settings.url, target)
    words = localized.words
    short = f"{title} \u2014 {name}" if name and name != title else title
    return ShareView(
        title=title,
        href=target,
        url=url,
        cards=tuple(
            ShareCard(
                format=card_format,
                label=words.say(f"card.{card_format}"),
                href=localized.routes.card(slug, card_format),
                file_name=f"{slug.replace('/', '-')}-{card_format}.jpg",
                width=CARD_SIZES[card_format][0],
                height=CARD_SIZES[card_format][1],
            )
            for card_format in formats
        ),
        alt=words.say("card.alt", title=title, name=name),
        caption=caption_of(title, text, url, tags),
        carousel=_carousel_view(carousel, slug) if carousel else None,
        more=more,
        links=_links(short, url, _server_of(localized), words) if url else (),
    )


def _links(text: str, url: str, instance: str, words: Words) -> tuple[tuple[str, str], ...]:
    text, url = text.translate(_PERCENT), url.translate(_PERCENT)
    filled = _ADDRESSES.format(text=text, url=url, both=f"{text}%20{url}", instance=instance).split("\n")
    mail = words.say("network.mail")
    return tuple([(network or mail, address) for (network, _), address in zip(_NETWORKS, filled, strict=True)])


def _carousel_view(carousel: Carousel, slug: str) -> CarouselView:
    width, height = CARD_SIZES["portrait"]
    return CarouselView(
        slides=tuple(
            CarouselSlide(
                number=number,
                href=carousel.path(number),
                alt=slide.alt,
                file_name=f"{slug}-{number:02}.jpg",
                width=width,
                height=height,
            )
            for number, slide in enumerate(carousel.slides, 1)
        ),
        caption=carousel.caption,
        notes=carousel.notes,
    )


def _server_of(localized: LocalizedMember) -> str:
    profile = localized.visible.member.profile
    pairs = zip(profile.links, profile.original.link_words, strict=True)
    return _mastodon(tuple((text.label, link.url) for link, text in pairs))


@lru_cache(maxsize=64)
def _mastodon(links: tuple[tuple[str, str], ...]) -> str:
    """Name the member's own Mastodon server where the profile links to one, else the largest."""
    for label, url in links:
        parts = urlsplit(url)
        if parts.path.startswith("/@") and "mastodon" in f"{label} {parts.hostname}".casefold():
            return parts.hostname or ""
    return "mastodon.social"
