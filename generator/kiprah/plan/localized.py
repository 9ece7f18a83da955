"""One member's site in one language: what every page builder needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from kiprah.catalog import Words, words
from kiprah.model.entry import Activity, ActivityText, Page, Reflection, ReflectionText
from kiprah.model.photo import Photo
from kiprah.model.role import Role
from kiprah.model.selection import Selection
from kiprah.model.settings import CardFormat, Settings
from kiprah.model.slug import slug_of
from kiprah.plan.addresses.body_links import Bodies
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.attestation import Attestations
from kiprah.plan.facts import NO_TEXTS, WholeTexts
from kiprah.plan.formatting import hours_of, span_of_known, summary_of, when_as_known, when_of
from kiprah.plan.privacy.visibility import Visible, marks_of
from kiprah.plan.quotation import with_marks
from kiprah.plan.roles.role_list import minutes_of
from kiprah.plan.translations import activity_text, has_translation, reflection_text
from kiprah.plan.views.entry import ActivityItem, ActivityView, ReflectionItem
from kiprah.plan.views.lists import RoleItem, RoleView, TermItem
from kiprah.plan.views.months import StripYear
from kiprah.plan.views.text import Hours, Label, Picture

WholeText = TypeVar("WholeText", ActivityText, ReflectionText)


class LocalizedMember(Struct, eq=False):
    """Member in one language: builds what several pages show, once each."""

    visible: Visible
    language: str
    routes: Routes
    """Addresses in this language."""
    origin: Routes
    """Addresses in the default language, where what is not translated stands."""
    bodies: Bodies
    media: Callable[[str], str]
    """Function from an entry file's path to where it is published."""
    whole: WholeTexts = NO_TEXTS
    """The words of entries with their bodies; empty where what is visible has them already."""
    left_out: frozenset[str] = frozenset()
    """Paths of cards that cannot be drawn: nothing leads to them."""
    gathered: dict[str, dict[str, tuple[Label, tuple[Activity, ...]]]] = {}
    """Names and activities by kind (cause, skill) and slug; filled by ``list_pages.grouped``."""
    views: dict[str, ActivityView] = {}
    """The own page of each activity, by slug; filled by ``entry_pages.activity_view``."""
    role_views: dict[str, RoleView] = {}
    """The page of each role, by slug; filled by ``list_pages.role_view``."""
    attestations: Attestations = {}
    of_participants: Attestations = {}
    """Attestations of a community's events: each for one person, so that none says anything of the event itself."""
    strip: tuple[StripYear, ...] | None = None
    """The months of all listed activities; filled by ``list_pages.whole_strip``."""
    _items: dict[str, ActivityItem] = {}
    _links: dict[str, Label] = {}
    _causes: dict[str, tuple[Label, ...]] = {}
    _skills: dict[str, tuple[Label, ...]] = {}
    role_items: dict[tuple[str, ...], RoleItem] = {}
    """List items by role, and by sessions where one shows a part of the role; filled by ``role_items``."""
    _years: dict[int, tuple[Activity, ...]] | None = None
    _looking_back: dict[str, list[Reflection]] | None = None
    _listed: dict[str, Activity] = {}
    _role_by_slug: dict[str, Role] = {}

    @property
    def settings(self) -> Settings:
        """The site's settings."""
        return self.visible.settings

    @property
    def words(self) -> Words:
        """The catalogue of this plan's words in this language."""
        return words(self.language, "plan")

    @property
    def spoken(self) -> str:
        """The language of kiprah's own words where it is not the page's, since there are none in that; else empty."""
        spoken = words(self.language, "site").say("head.language")
        return "" if spoken == self.language.partition("-")[0] else spoken

    def has_page(self, entry: Activity | Reflection | Page | Selection) -> bool:
        """Say whether an entry has a page in this language: its own words, or this is the default language."""
        if isinstance(entry, Activity) and entry.is_event_alone:
            return False
        return self.routes == self.origin or has_translation(entry.texts, self.language)

    def whole_activity_text(self, activity: Activity) -> ActivityText:
        """Return an activity's words with their bodies, for its own page and what tells it whole."""
        return self._whole(activity_text(activity, self.language))

    def whole_reflection_text(self, reflection: Reflection) -> ReflectionText:
        """Return a reflection's words with their bodies, for its own page and what tells it whole."""
        return self._whole(reflection_text(reflection, self.language))

    def _whole(self, text: WholeText) -> WholeText:
        whole = self.whole.get(text.written_in)
        return whole if isinstance(whole, type(text)) else text

    def card_formats(self, slug: str) -> tuple[CardFormat, ...]:
        """Name the formats of the cards with this slug: those of the site, without what cannot be drawn."""
        formats = self.settings.cards.formats
        if not self.left_out:
            return formats
        return tuple(one for one in formats if self.routes.card(slug, one).path not in self.left_out)

    def activity_link(self, activity: Activity) -> Label:
        """Name an activity and where it stands: here, or in its own language."""
        slug = activity.common.slug
        if slug not in self._links:
            text = activity_text(activity, self.language)
            here = self.routes if has_translation(activity.texts, self.language) else self.origin
            foreign = "" if text.language == self.language else text.language
            href = here.activity(slug)
            if activity.is_event_alone:
                root = here.root.removesuffix(self.visible.member.prefix)
                href = Routes(root, "events").activity(activity.event)
            self._links[slug] = Label(text.title, href, foreign)
        return self._links[slug]

    def reflection_link(self, reflection: Reflection) -> Label:
        """Name a reflection and where it stands."""
        text = reflection_text(reflection, self.language)
        here = self.routes if has_translation(reflection.texts, self.language) else self.origin
        foreign = "" if text.language == self.language else text.language
        return Label(text.title, here.reflection(reflection.common.slug), foreign)

    def item(self, activity: Activity) -> ActivityItem:
        """Show an activity in a list."""
        known = self._items.get(activity.common.slug)
        if known is not None:
            return known
        text = activity_text(activity, self.language)
        link = self.activity_link(activity)
        item = ActivityItem(
            title=text.title,
            href=link.href,
            language=link.language,
            when=when_as_known(activity, self.language),
            organization=text.organization.name if text.organization else "",
            role=self._role_label(activity, text.role),
            hours=hours_of(activity.minutes, activity.estimated, self.language),
            place=text.place,
            causes=self.causes(activity),
            picture=self.cover(activity),
            summary=summary_of(text.description, text.body.text),
            quote=text.quote,
            pull_quote=with_marks(text.quote, text.language, within=True),
            ongoing=activity.ongoing,
            marks=tuple(
                self.words.say(f"mark.{mark}")
                for mark in marks_of(activity.common, activity.date, self.visible.viewing)
            ),
        )
        self._items[activity.common.slug] = item
        return item

    def reflection_item(self, reflection: Reflection) -> ReflectionItem:
        """Show a reflection in a list."""
        text = reflection_text(reflection, self.language)
        link = self.reflection_link(reflection)
        about = self.activity_of(reflection.activity)
        return ReflectionItem(
            title=text.title,
            href=link.href,
            language=link.language,
            when=when_of(reflection.date, None, False, self.language),
            quote=text.quote,
            pull_quote=with_marks(text.quote, text.language, within=True),
            summary=summary_of(text.description, text.body.text),
            activity=self.activity_link(about) if about else None,
            marks=tuple(
                self.words.say(f"mark.{mark}")
                for mark in marks_of(reflection.common, reflection.date, self.visible.viewing)
            ),
        )

    def activity_of(self, slug: str) -> Activity | None:
        """Find a listed activity; what is unlisted is not told of elsewhere."""
        if not self._listed:
            self._listed = {a.common.slug: a for a in self.visible.activities}
        return self._listed.get(slug) if slug else None

    @property
    def by_year(self) -> dict[int, tuple[Activity, ...]]:
        """The listed activities by the year in which they began, both oldest first."""
        if self._years is None:
            years: dict[int, list[Activity]] = {}
            for activity in self.visible.activities:
                years.setdefault(activity.date.year, []).append(activity)
            self._years = {year: tuple(years[year]) for year in sorted(years)}
        return self._years

    def looking_back(self, slug: str) -> tuple[Reflection, ...]:
        """List the reflections of their own that look back on an activity, oldest first."""
        if self._looking_back is None:
            self._looking_back = {}
            for reflection in self.visible.reflections:
                self._looking_back.setdefault(reflection.activity, []).append(reflection)
        return tuple(self._looking_back.get(slug, ())) if slug else ()

    def cover_photo(self, activity: Activity) -> Photo | None:
        """Return the cover: the chosen one, else the first photo that may be shown."""
        chosen = next((p for p in activity.photos if p.file == activity.cover), None)
        return chosen or (activity.photos[0] if activity.photos else None)

    def cover(self, activity: Activity) -> Picture | None:
        """Return the cover as a picture."""
        photo = self.cover_photo(activity)
        if photo is None:
            return None
        return self.bodies.picture(photo, activity.texts, self.language)

    def gallery(self, activity: Activity) -> tuple[Picture, ...]:
        """Return the listed photos that the activity's text does not show itself."""
        if not activity.photos:
            return ()
        text = self.whole_activity_text(activity)
        inside = self.bodies.shown_in(text.body)
        if text.reflection is not None:
            inside |= self.bodies.shown_in(text.reflection)
        return tuple(
            self.bodies.picture(photo, activity.texts, self.language)
            for photo in activity.photos
            if photo.listed and photo.file not in inside
        )

    def reflection_gallery(self, reflection: Reflection) -> tuple[Picture, ...]:
        """Return the listed photos that the reflection's text does not show itself."""
        text = self.whole_reflection_text(reflection)
        inside = self.bodies.shown_in(text.body)
        return tuple(
            self.bodies.picture(photo, reflection.texts, self.language)
            for photo in reflection.photos
            if photo.listed and photo.file not in inside
        )

    def causes(self, activity: Activity) -> tuple[Label, ...]:
        """Name an activity's causes, the main one first."""
        slug = activity.common.slug
        if slug not in self._causes:
            self._causes[slug] = self._named_causes(activity)
        return self._causes[slug]

    def _named_causes(self, activity: Activity) -> tuple[Label, ...]:
        text = activity_text(activity, self.language)
        return tuple(
            self.cause(cause, wording)
            for cause, wording in zip(activity.original.causes, text.causes, strict=True)
            if slug_of(cause)
        )

    def cause(self, cause: str, wording: str) -> Label:
        """Name a cause: known ones from the catalogue, others as the member does, with a capital as those have."""
        slug = slug_of(cause)
        href, key = self.routes.cause(slug), f"cause.{slug}"
        if wording == cause and self.words.has(key):
            return Label(self.words.say(key), href, self.spoken)
        return Label(_with_capital(wording), href)

    def skills(self, activity: Activity) -> tuple[Label, ...]:
        """Name an activity's skills."""
        slug = activity.common.slug
        if slug not in self._skills:
            self._skills[slug] = self._named_skills(activity)
        return self._skills[slug]

    def _named_skills(self, activity: Activity) -> tuple[Label, ...]:
        text = activity_text(activity, self.language)
        return tuple(
            Label(wording, self.routes.skill(slug))
            for skill, wording in zip(activity.original.skills, text.skills, strict=True)
            if (slug := slug_of(skill))
        )

    def _role_label(self, activity: Activity, wording: str) -> Label | None:
        role = self.role_of(activity)
        if role is None:
            # Unlisted activities belong to no role's page; their role is named all the same by the entry itself.
            return None
        return Label(wording or self.words.say("role.unnamed"), self.routes.role(role.slug))

    def role_of(self, activity: Activity) -> Role | None:
        """Find the role an activity is a session of."""
        if not self._role_by_slug:
            self._role_by_slug = {a.common.slug: role for role in self.visible.roles for a in role.activities}
        return self._role_by_slug.get(activity.common.slug)

    def total(self, minutes: int | None, estimated: bool) -> Hours | None:
        """Write a sum of hours, unless the site hides totals."""
        return hours_of(minutes, estimated, self.language) if self.settings.hours == "show" else None

    def term_item(self, label: Label, activities: tuple[Activity, ...]) -> TermItem:
        """Show a cause, a skill or a year in a list."""
        first, last = activities[0], max(activities, key=lambda a: a.last_day)
        return TermItem(
            name=label.name,
            href=label.href,
            language=label.language,
            hours=self.total(*minutes_of(activities)),
            activities=len(activities),
            when=span_of_known(
                first.start_as_known, last.end_as_known, any(a.ongoing for a in activities), self.language
            ),
        )


def _with_capital(name: str) -> str:
    """Write the first letter of a name as a capital, unless its second is one (iNaturalist)."""
    return name if name[1:2].isupper() else f"{name[:1].upper()}{name[1:]}"
