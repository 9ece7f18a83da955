"""Card texts, whatever the format; and the words of cards that gather several entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from kiprah.model.entry import Organization
from kiprah.model.photo import Photo
from kiprah.model.selection import Selection
from kiprah.plan.calendar_days import stretches_in, stretches_of
from kiprah.plan.captions import member_name
from kiprah.plan.formatting import non_empty
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.selection_page import selected
from kiprah.plan.roles.role_list import minutes_of
from kiprah.plan.sharing.share_kits import FOR
from kiprah.plan.translations import profile_text, selection_text
from kiprah.plan.views.card import CardKind
from kiprah.plan.views.entry import ImpactView
from kiprah.plan.views.text import Link


class CardText(Struct, frozen=True):
    """Words and facts of one card, whatever its format."""

    kind: CardKind
    slug: str
    target: Link
    title: str
    eyebrow: str = ""
    text: str = ""
    quote: str = ""
    facts: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    photo: Photo | None = None
    goals: tuple[str, ...] = ()
    impacts: tuple[ImpactView, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    language: str = ""
    """Language of its words, where it is another than the card's."""
    of: tuple[str, ...] = ()
    """Path of the file of the entry that it is of; empty where it is of none."""


def selection_card_text(localized: LocalizedMember, selection: Selection) -> CardText:
    """Say what the card of a page for one reader says: the member's own words, under its heading."""
    text = selection_text(selection, localized.language)
    activities, _ = selected(localized.visible, selection)
    profile = localized.visible.member.profile
    photo = next((p for a in activities if (p := localized.cover_photo(a))), profile.photo)
    hours = localized.total(*minutes_of(activities))
    counted = localized.words.count("rhythm.sessions", len(activities))
    return CardText(
        "profile",
        f"{FOR}/{selection.common.slug}",
        localized.routes.selection(selection.common.slug),
        text.title,
        eyebrow=text.to,
        text=text.description or profile_text(profile, localized.language).headline,
        facts=non_empty(hours.text if hours else "", counted if activities else ""),
        photo=photo,
        days=stretches_of(activities),
        language=text.language,
        of=(selection.common.path,),
    )


def year_card_text(localized: LocalizedMember, year: int) -> CardText:
    """Say what a year's card says."""
    activities = tuple(a for a in localized.visible.activities if a.date.year == year)
    hours = localized.total(*minutes_of(activities))
    causes = dict.fromkeys(label.name for a in reversed(activities) for label in localized.causes(a))
    organizations = dict.fromkeys(others_than_owner(localized, (a.original.organization for a in activities)))
    counted = localized.words.count("rhythm.sessions", len(activities))
    return CardText(
        "year",
        str(year),
        localized.routes.year(year),
        str(year),
        eyebrow=localized.words.say("card.year"),
        text=", ".join(organizations),
        facts=non_empty(hours.text if hours else "", counted),
        causes=tuple(causes)[:4],
        days=stretches_in(activities, year),
    )


def others_than_owner(localized: LocalizedMember, organizations: Iterable[Organization | None]) -> Iterator[str]:
    """Name organizations; a community's own is left out, since every card of it is signed with its name."""
    owner = member_name(localized)
    yield from (one.name for one in organizations if one is not None and one.name != owner)
