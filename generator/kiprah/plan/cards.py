"""Which cards a member's site has, and what each one says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from kiprah.model.entry import Activity, Reflection
from kiprah.model.photo import Photo
from kiprah.plan.edition import Edition, summary_of
from kiprah.plan.gathered import grouped, printed_address
from kiprah.plan.output import CardOutput, value_of
from kiprah.plan.roles import minutes_of
from kiprah.plan.routes import absolute
from kiprah.plan.texts import activity_text, profile_text, reflection_text
from kiprah.plan.views.card import CARD_SIZES, CardKind, CardPhoto, CardView
from kiprah.plan.views.page import CardImage
from kiprah.plan.views.text import Link
from kiprah.plan.wording import when_of


@dataclass(slots=True)
class CardDeck:
    """The cards of one edition; remembers each link card for the pages that show it."""

    edition: Edition
    recipe: str
    """What of layouts, code and libraries shapes the bytes."""
    fonts: tuple[Path, ...]
    outputs: list[CardOutput] = field(default_factory=list)
    _links: dict[str, CardImage] = field(default_factory=dict)

    def image(self, slug: str) -> CardImage | None:
        """Return the card that link previews of an entry show; None without an address or a link card."""
        return self._links.get(slug)

    @property
    def images(self) -> Mapping[str, CardImage]:
        """All link cards, by slug."""
        return self._links

    def show(self, images: Mapping[str, CardImage]) -> None:
        """Show these link cards, known from an earlier plan, instead of dealing."""
        self._links = dict(images)

    def deal(self) -> None:
        """Plan every card of the edition."""
        edition = self.edition
        self._profile()
        for activity in edition.shown.all_activities:
            if edition.has_page(activity):
                self._activity(activity)
        for reflection in edition.shown.all_reflections:
            if edition.has_page(reflection):
                self._reflection(reflection)
        for year in sorted({activity.date.year for activity in edition.shown.activities}):
            self._year(year)

    def _profile(self) -> None:
        edition = self.edition
        profile = edition.shown.member.profile
        text = profile_text(profile, edition.language)
        causes = sorted(grouped(edition, "cause").values(), key=lambda g: (-(minutes_of(g[1])[0] or 0), -len(g[1])))
        hours = edition.total(*minutes_of(edition.shown.activities))
        self._add(
            "profile",
            "profile",
            edition.routes.home(),
            eyebrow="",
            title=text.name,
            text=text.headline,
            quote="",
            facts=tuple(fact for fact in (hours.text if hours else "", text.place) if fact),
            causes=tuple(label.name for label, _ in causes[:3]),
            photo=profile.photo,
        )

    def _activity(self, activity: Activity) -> None:
        edition = self.edition
        text = activity_text(activity, edition.language)
        item = edition.item(activity)
        organization = text.organization.name if text.organization else ""
        self._add(
            "activity",
            activity.common.slug,
            edition.routes.activity(activity.common.slug),
            eyebrow=" \u00b7 ".join(part for part in (text.role, organization) if part),
            title=text.title,
            text=text.description,
            quote=text.quote,
            facts=tuple(fact for fact in (item.when.text, item.hours.text if item.hours else "", text.place) if fact),
            causes=tuple(label.name for label in item.causes),
            photo=edition.cover_photo(activity),
        )

    def _reflection(self, reflection: Reflection) -> None:
        edition = self.edition
        text = reflection_text(reflection, edition.language)
        about = edition.activity_of(reflection.activity)
        self._add(
            "reflection",
            reflection.common.slug,
            edition.routes.reflection(reflection.common.slug),
            eyebrow=edition.words.say("card.reflection"),
            title=text.title,
            text=text.description,
            quote=text.quote or summary_of("", text.body.text),
            facts=(when_of(reflection.date, None, False, edition.language).text,),
            causes=(),
            photo=reflection.photos[0] if reflection.photos else edition.cover_photo(about) if about else None,
        )

    def _year(self, year: int) -> None:
        edition = self.edition
        activities = tuple(a for a in edition.shown.activities if a.date.year == year)
        hours = edition.total(*minutes_of(activities))
        causes = dict.fromkeys(label.name for a in reversed(activities) for label in edition.causes(a))
        organizations = dict.fromkeys(a.organization.name for a in activities if a.organization)
        counted = edition.words.count("rhythm.sessions", len(activities))
        photo = next((p for a in reversed(activities) if (p := edition.cover_photo(a))), None)
        self._add(
            "year",
            str(year),
            edition.routes.year(year),
            eyebrow=edition.words.say("card.year"),
            title=str(year),
            text=", ".join(organizations),
            quote="",
            facts=tuple(fact for fact in (hours.text if hours else "", counted) if fact),
            causes=tuple(causes)[:4],
            photo=photo,
        )

    def _add(
        self,
        kind: CardKind,
        slug: str,
        target: Link,
        *,
        eyebrow: str,
        title: str,
        text: str,
        quote: str,
        facts: tuple[str, ...],
        causes: tuple[str, ...],
        photo: Photo | None,
    ) -> None:
        edition = self.edition
        settings = edition.settings
        address = absolute(settings.url, target)
        cover = edition.bodies.names.chain(photo)[-1] if photo else (1, 1)
        behind = CardPhoto(photo.source, photo.focus, photo.color, cover) if photo else None
        name = profile_text(edition.shown.member.profile, edition.language).name
        for card_format in settings.cards.formats:
            card = CardView(
                kind=kind,
                format=card_format,
                language=edition.language,
                eyebrow=eyebrow,
                title=title,
                text=text,
                quote=quote,
                facts=facts,
                causes=causes,
                name=name,
                address=printed_address(settings.url),
                url=address if settings.cards.qr else "",
                color=settings.brand.color,
                photo=behind,
                fonts=self.fonts,
            )
            path = edition.routes.card(slug, card_format)
            output = CardOutput(path.path, card, self.recipe)
            self.outputs.append(output)
            if card_format == "link" and settings.url:
                version = blake2b(value_of(output), digest_size=4).hexdigest()
                width, height = CARD_SIZES["link"]
                alt = edition.words.say("card.alt", title=title, name=name)
                self._links[slug] = CardImage(f"{absolute(settings.url, path)}?v={version}", width, height, alt)
