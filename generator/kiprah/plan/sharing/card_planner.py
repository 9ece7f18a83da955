"""Card planner: the cards of a member's site in one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiprah.blake2 import blake2b
from kiprah.model.entry import Activity, Reflection, Testimonial
from kiprah.model.photo import Photo
from kiprah.model.role import Role
from kiprah.model.settings import CardFormat
from kiprah.model.site import SiteFonts
from kiprah.plan.addresses.routes import absolute
from kiprah.plan.attestation_views import attested_by, confirmed_hours
from kiprah.plan.calendar_days import day_number, stretches_of
from kiprah.plan.captions import card_alt, member_name
from kiprah.plan.formatting import dotted, non_empty, summary_of, when_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.outputs import AssetOutput, CardOutput
from kiprah.plan.pages.list_pages import grouped, printed_address
from kiprah.plan.roles.role_items import impacts, role_item
from kiprah.plan.roles.role_list import minutes_of
from kiprah.plan.sharing.card_text import (
    CardText,
    others_than_owner,
    selection_card_text,
    year_card_text,
)
from kiprah.plan.sharing.carousel import carousel_of, notes_of
from kiprah.plan.sharing.carousel_slides import Carousel
from kiprah.plan.sharing.share_kits import ROLES, TESTIMONIALS
from kiprah.plan.translations import activity_text, profile_text, reflection_text, testimonial_text
from kiprah.plan.value_digests import value_of
from kiprah.plan.views.card import CARD_SIZES, CardLogo, CardPhoto, CardView
from kiprah.plan.views.page import CardImage

COMMUNITY_CARD = "community"
"""The slug of a community's own card."""


class CardPlanner(Struct, eq=False):
    """Card planner: the cards in one language; remembers each link card for the pages that show it."""

    localized: LocalizedMember
    recipe: str
    """Recipe of the bytes: all of layouts, code and libraries that shapes them."""
    fonts: SiteFonts
    logo: CardLogo | None = None
    outputs: list[CardOutput] = []
    notes: list[AssetOutput] = []
    """The captions and alt texts of carousels."""
    _links: dict[str, CardImage] = {}

    def image(self, slug: str) -> CardImage | None:
        """Return the card that link previews of an entry show; None without an address or a link card."""
        return self._links.get(slug)

    @property
    def images(self) -> Mapping[str, CardImage]:
        """All link cards, by slug."""
        return self._links

    def plan(self) -> None:
        """Plan every card."""
        localized = self.localized
        if not localized.settings.cards.formats:
            return
        self._profile()
        for entry in localized.visible.log:
            if localized.has_page(entry):
                self.plan_entry(entry)
        for role in localized.visible.roles:
            self._role(role)
        for testimonial in localized.visible.testimonials:
            self._testimonial(testimonial)
        for selection in localized.visible.selections:
            if localized.has_page(selection):
                self._add(selection_card_text(localized, selection))
        for year in sorted({activity.date.year for activity in localized.visible.activities}):
            self._add(year_card_text(localized, year))

    def plan_entry(self, entry: Activity | Reflection) -> None:
        """Plan the cards of one entry."""
        if not self.localized.settings.cards.formats:
            return
        if isinstance(entry, Activity):
            self._activity(entry)
        else:
            self._reflection(entry)

    def plan_community_cards(
        self, causes: tuple[str, ...], facts: tuple[str, ...], years: Mapping[int, tuple[str, ...]]
    ) -> None:
        """Plan the cards of a community itself: its own, and those of its events and of its years with their facts."""
        localized = self.localized
        if not localized.settings.cards.formats:
            return
        activities, settings = localized.visible.activities, localized.settings
        self._add(
            CardText(
                "profile",
                COMMUNITY_CARD,
                localized.routes.home(),
                settings.title,
                text=settings.description,
                facts=facts,
                causes=causes,
                days=stretches_of(activities),
            )
        )
        for activity in localized.visible.all_activities:
            if localized.has_page(activity):
                self._activity(activity)
        for year, told in sorted(years.items()):
            ours = localized.words.say("card.our_year")
            self._add(replace(year_card_text(localized, year), eyebrow=ours, facts=told))

    def _profile(self) -> None:
        localized = self.localized
        profile = localized.visible.member.profile
        text = profile_text(profile, localized.language)
        causes = sorted(grouped(localized, "cause").values(), key=lambda g: (-(minutes_of(g[1])[0] or 0), -len(g[1])))
        hours = localized.total(*minutes_of(localized.visible.activities))
        self._add(
            CardText(
                "profile",
                "profile",
                localized.routes.home(),
                text.name,
                text=text.headline,
                facts=non_empty(hours.text if hours else "", text.place),
                causes=tuple(label.name for label, _ in causes[:3]),
                photo=profile.photo,
                days=stretches_of(localized.visible.activities),
            )
        )

    def _activity(self, activity: Activity) -> None:
        localized = self.localized
        slug = activity.common.slug
        text = activity_text(activity, localized.language)
        item = localized.item(activity)
        # Who stands by the hours weighs more than the place; a card has room for one of them.
        place = "" if attested_by(localized, activity) else text.place
        content = CardText(
            "activity",
            slug,
            localized.routes.activity(slug),
            text.title,
            eyebrow=dotted(text.role, *others_than_owner(localized, (text.organization,))),
            text=text.description,
            quote=text.quote,
            facts=non_empty(item.when.text, confirmed_hours(localized, activity), place),
            causes=tuple(label.name for label in item.causes),
            photo=localized.cover_photo(activity),
            goals=tuple(f"{number} {localized.words.say(f'sdg.{number}')}" for number in activity.goals),
            impacts=impacts(localized, (activity,), own=True),
            days=stretches_of((activity,)),
            language=text.language,
            of=(activity.common.path,),
        )
        self._add(content)
        carousel = carousel_of(localized, activity)
        if carousel is not None:
            self._carousel(content, carousel)

    def _carousel(self, content: CardText, carousel: Carousel) -> None:
        count = len(carousel.slides)
        for number, slide in enumerate(carousel.slides, 1):
            card = self._card(
                CardText(
                    slide.kind,
                    content.slug,
                    content.target,
                    slide.title,
                    eyebrow=slide.eyebrow,
                    text=slide.text,
                    quote=slide.quote,
                    facts=slide.facts,
                    causes=content.causes if slide.kind == "slide-cover" else (),
                    photo=slide.photo,
                    impacts=slide.impacts,
                    days=content.days,
                    language=content.language,
                ),
                "portrait",
                f"{number}/{count}",
            )
            self.outputs.append(CardOutput(carousel.path(number).path, card, self.recipe, content.of))
        self.notes.append(AssetOutput(carousel.notes.path, notes_of(self.localized, carousel).encode()))

    def _reflection(self, reflection: Reflection) -> None:
        localized = self.localized
        text = reflection_text(reflection, localized.language)
        about = localized.activity_of(reflection.activity)
        day = day_number(reflection.date)
        self._add(
            CardText(
                "reflection",
                reflection.common.slug,
                localized.routes.reflection(reflection.common.slug),
                text.title,
                eyebrow=localized.words.say("card.reflection"),
                text=text.description,
                quote=text.quote or summary_of("", text.body.text),
                facts=(when_of(reflection.date, None, False, localized.language).text,),
                photo=reflection.photos[0] if reflection.photos else localized.cover_photo(about) if about else None,
                days=((day, day),),
                language=text.language,
                of=(reflection.common.path,),
            )
        )

    def _role(self, role: Role) -> None:
        localized = self.localized
        item = role_item(localized, role)
        photo = next((p for a in reversed(role.activities) if (p := localized.cover_photo(a))), None)
        # A number whose words are not translated yet says less here than an older one whose words are.
        told = tuple(impact for impact in item.impact if impact.activity is None or not impact.activity.language)
        self._add(
            CardText(
                "role",
                f"{ROLES}/{role.slug}",
                localized.routes.role(role.slug),
                item.title,
                eyebrow=item.organization.name,
                text=item.organization.about or item.summary,
                facts=non_empty(item.when.text, item.hours.text if item.hours else "", item.rhythm, item.attested),
                causes=tuple(label.name for label in item.causes),
                photo=photo,
                impacts=told or item.impact,
                days=stretches_of(role.activities),
                language=item.language,
            )
        )

    def _testimonial(self, testimonial: Testimonial) -> None:
        localized = self.localized
        text = testimonial_text(testimonial, localized.language)
        about = localized.activity_of(testimonial.activity)
        day = day_number(testimonial.date) if testimonial.date is not None else None
        self._add(
            CardText(
                "testimonial",
                f"{TESTIMONIALS}/{testimonial.common.slug}",
                localized.activity_link(about).href if about else localized.routes.home(),
                text.name,
                eyebrow=localized.words.say("card.testimonial", name=member_name(localized)),
                text=text.relation,
                quote=summary_of("", text.body.text),
                facts=(activity_text(about, localized.language).title,) if about else (),
                days=stretches_of((about,)) if about else ((day, day),) if day is not None else (),
                language=text.language,
                of=(testimonial.common.path,),
            )
        )

    def _add(self, content: CardText) -> None:
        localized = self.localized
        url = localized.settings.url
        for card_format in localized.card_formats(content.slug):
            path = localized.routes.card(content.slug, card_format)
            output = CardOutput(path.path, self._card(content, card_format), self.recipe, content.of)
            self.outputs.append(output)
            if card_format == "link" and url:
                version = blake2b(value_of(output), digest_size=4).hexdigest()
                width, height = CARD_SIZES["link"]
                alt = card_alt(localized, content.title)
                self._links[content.slug] = CardImage(f"{absolute(url, path)}?v={version}", width, height, alt)

    def _card(self, content: CardText, card_format: CardFormat, position: str = "") -> CardView:
        settings = self.localized.settings
        given: dict[str, Any] = {
            name: getattr(content, name)
            for name in ("kind", "eyebrow", "title", "text", "quote", "facts", "causes", "goals", "days")
        }
        return CardView(
            **given,
            format=card_format,
            language=content.language or self.localized.language,
            name=member_name(self.localized),
            address=printed_address(settings.url),
            url=absolute(settings.url, content.target) if settings.cards.qr else "",
            color=settings.brand.color,
            photo=self._photo(content.photo),
            fonts=self.fonts.own,
            more_fonts=self.fonts.more,
            figures=tuple(impact.value for impact in content.impacts),
            changes=tuple(impact.what for impact in content.impacts),
            position=position,
            logo=self.logo,
        )

    def _photo(self, photo: Photo | None) -> CardPhoto | None:
        if photo is None:
            return None
        cover = self.localized.bodies.names.chain(photo)[-1]
        return CardPhoto(photo.source, photo.focus, photo.color, cover)
