"""Page outputs: the pages in one language, each with its view, its place, and what its head says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from kiprah.catalog import words
from kiprah.locale_data import direction_of, locale_data
from kiprah.model.settings import MenuEntry
from kiprah.plan.addresses.routes import absolute, file_of
from kiprah.plan.formatting import time_text
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.outputs import PageOutput
from kiprah.plan.pages.page_list import PageSpec, page_specs_of
from kiprah.plan.sharing.card_planner import COMMUNITY_CARD, CardPlanner
from kiprah.plan.translations import page_text, portrait_words, profile_text
from kiprah.plan.views.page import (
    Language,
    MemberView,
    MenuItem,
    MovedView,
    PageKind,
    ProfileLink,
    SiteView,
)
from kiprah.plan.views.text import Link, Rich

_DESCRIPTION = 160

TEMPLATES: dict[PageKind, str] = {
    "home": "home.html",
    "activities": "activities.html",
    "activity": "activity.html",
    "reflections": "reflections.html",
    "reflection": "reflection.html",
    "role": "role.html",
    "term": "term.html",
    "terms": "terms.html",
    "year": "year.html",
    "cv": "cv.html",
    "share": "share.html",
    "selection": "selection.html",
    "plain": "plain.html",
    "not-found": "not-found.html",
    "moved": "moved.html",
    "community": "community.html",
    "directory": "directory.html",
    "events": "events.html",
    "event": "event.html",
    "community-term": "community-term.html",
    "community-terms": "community-terms.html",
    "search": "search.html",
    "moved-member": "moved-member.html",
}
"""Template that draws each kind of page."""


class PagePlanner(Struct, eq=False):
    """Page planner: writes the pages in one language."""

    localized: LocalizedMember
    card_planner: CardPlanner
    site: SiteView
    templates: Mapping[str, str]
    """Digest of each template, by its name."""
    others: dict[str, PagePlanner] = {}
    """The other languages' planners, for links between the languages."""
    specs: list[PageSpec] = []
    _paths: set[str] = set()
    _menu_entries: tuple[tuple[str, Link, bool], ...] | None = None

    def plan_pages(self, specs: Iterable[PageSpec] | None = None) -> None:
        """List every page: a member's, or those a community has besides its members'."""
        self.specs.extend(page_specs_of(self.localized) if specs is None else specs)
        self._paths = {spec.page.href.path for spec in self.specs}

    def know_pages(self, paths: frozenset[str]) -> None:
        """Take these folders as those of all pages, of which some alone are put on paper."""
        self._paths = {*paths}

    @staticmethod
    def file_of(spec: PageSpec) -> str:
        """Name the file of a page."""
        return spec.page.href.path if spec.page.kind == "not-found" else file_of(spec.page.href)

    def outputs(self) -> Iterator[PageOutput]:
        """Put every page on paper."""
        plain, with_bio = self.member(bio=False), self.member(bio=True)
        for spec in self.specs:
            yield self.output(spec, with_bio if spec.with_bio else plain)

    def community_outputs(self) -> Iterator[PageOutput]:
        """Put every page on paper that belongs to no member."""
        for spec in self.specs:
            yield self.output(spec, None)

    def output(self, spec: PageSpec, member: MemberView | None) -> PageOutput:
        """Put one page on paper; ``member`` is None where it belongs to none."""
        localized, template = self.localized, TEMPLATES[spec.page.kind]
        path = self.file_of(spec)
        settings = localized.settings
        # An old address says which page is meant now.
        meant = spec.subject.href if isinstance(spec.subject, MovedView) else spec.page.href
        hidden = spec.page.noindex
        card = self.card_planner.image(spec.card) or self.card_planner.image("profile" if member else COMMUNITY_CARD)
        if card is not None and spec.lasting:
            card = replace(card, url=card.url.partition("?")[0])
        page = replace(
            spec.page,
            path=path,
            language=localized.language,
            direction=direction_of(localized.language),
            head_title=spec.page.head_title or f"{spec.page.title} \u00b7 {member.name if member else settings.title}",
            description=_short(spec.page.description),
            canonical=absolute(settings.url, meant),
            noindex=hidden or settings.noindex or localized.visible.viewing.preview,
            # The page of who moved is theirs: what others do, which the community's card counts, changes no byte of it.
            card=None if spec.page.kind == "moved-member" else card,
            languages=self._languages(spec),
            menu=() if spec.bare else self._menu(spec.page.href),
            locale=_preview_locale(localized.language),
        )
        digest = self.templates.get(template, "")
        return PageOutput(path, template, digest, self.site, member, page, spec.subject, not hidden)

    def member(self, *, bio: bool) -> MemberView:
        """Show the person; the bio only where a page tells it."""
        localized = self.localized
        profile, record = localized.visible.member.profile, localized.visible.member.record
        text = profile_text(profile, localized.language)
        picture = None
        if profile.photo is not None:
            said = portrait_words(profile, localized.language)
            picture = localized.bodies.names.picture(profile.photo, said.alt or text.name, said.caption, "")
        first, *rest = text.name.split() or [""]
        wording = any(localized.has_page(reflection) for reflection in localized.visible.all_reflections)
        has_address = bool(localized.settings.url)
        return MemberView(
            name=text.name,
            headline=text.headline,
            pronouns=text.pronouns,
            place=text.place,
            email=profile.email,
            links=tuple(
                ProfileLink(wording.label, link.url)
                for link, wording in zip(profile.links, text.link_words, strict=True)
            ),
            skills=text.skills,
            languages=tuple(spoken.text for spoken in text.languages),
            interests=text.interests,
            picture=picture,
            bio=localized.bodies.rich(text.bio, text.language, localized.language) if bio else Rich(),
            home=localized.routes.home(),
            activities=localized.routes.activities(),
            cv=localized.routes.cv(),
            resume=localized.routes.file("resume.json"),
            reflections=localized.routes.reflections() if wording else None,
            feed=localized.routes.file("feed.xml") if has_address else None,
            json_feed=localized.routes.file("feed.json") if has_address else None,
            calendar=localized.routes.file("activities.ics") if has_address else None,
            roles=localized.routes.roles() if localized.visible.roles else None,
            share=localized.routes.share("profile"),
            community_role=record.role,
            cohort=record.cohort,
            since=time_text(record.since, localized.language),
            until=time_text(record.until, localized.language),
            first_name=first,
            last_name=" ".join(rest),
        )

    def _languages(self, spec: PageSpec) -> tuple[Language, ...]:
        if not self.others or spec.only_here:
            return ()
        here = self.localized.routes.root
        rest = spec.page.href.path[len(here) :]
        page_plans = sorted(self.others.items(), key=lambda pair: (pair[1].localized.routes.root, pair[0]))
        visible = tuple(
            Language(
                code,
                locale_data(code).name,
                _preview_locale(code),
                Link(page_plan.localized.routes.root + rest),
                code == self.localized.language,
            )
            for code, page_plan in page_plans
            if page_plan.localized.routes.root + rest in page_plan.paths
        )
        return visible if len(visible) > 1 else ()

    @property
    def texts(self) -> dict[str, tuple[str, ...]]:
        """By page, the files whose bodies it tells."""
        return {self.file_of(spec): spec.texts for spec in self.specs if spec.texts}

    @property
    def owners(self) -> dict[str, str]:
        """By page that belongs to an entry, the entry's main file."""
        return {self.file_of(spec): spec.entry for spec in self.specs if spec.entry}

    @property
    def paths(self) -> frozenset[str]:
        """The folders of every page in this language."""
        return frozenset(self._paths)

    def _menu(self, here: Link) -> tuple[MenuItem, ...]:
        own = self.localized.settings.kind == "portfolio" or not self.localized.visible.member.prefix
        if self.localized.settings.menu is not None and own:
            return tuple(self._menu_item(entry, here) for entry in self.localized.settings.menu)
        entries = self._menu_entries
        if entries is None:
            entries = self._menu_entries = self._entries()
        return _menu_at(entries, tuple([here.path.startswith(link.path) for _, link, _ in entries]))

    def _entries(self) -> tuple[tuple[str, Link, bool], ...]:
        """List what a menu shows by itself: label, page, and whether the label is kiprah's own word."""
        localized = self.localized
        words, routes = localized.words, localized.routes
        if routes.entries == "events":
            return self._community_entries()
        entries = [(words.say("menu.activities"), routes.activities(), True)]
        if routes.reflections().path in self._paths:
            entries.append((words.say("menu.reflections"), routes.reflections(), True))
        entries.append((words.say("menu.cv"), routes.cv(), True))
        entries.extend(
            (page_text(page, localized.language).title, routes.page(page.common.slug), False)
            for page in localized.visible.pages
            if localized.has_page(page)
        )
        return tuple(entries)

    def _community_entries(self) -> tuple[tuple[str, Link, bool], ...]:
        localized = self.localized
        say, routes = localized.words.say, localized.routes
        pages = (
            (page_text(page, localized.language).title, routes.page(page.common.slug), False)
            for page in localized.visible.pages
            if localized.has_page(page)
        )
        return (
            (say("menu.members"), routes.members(), True),
            (say("menu.events"), routes.activities(), True),
            *((label or say("page.about"), link, bool(not label)) for label, link, _ in pages),
        )

    def _menu_item(self, entry: MenuEntry, here: Link) -> MenuItem:
        if entry.url:
            return MenuItem(entry.label, None, entry.url, False)
        link = Link(f"{self.localized.routes.root}{entry.page}/" if entry.page else self.localized.routes.root)
        if link.path not in self._paths:
            link = Link(f"{self.localized.origin.root}{entry.page}/")
        current = here.path == link.path or (bool(entry.page) and here.path.startswith(link.path))
        return MenuItem(entry.label, link, "", current)


@lru_cache(maxsize=1024)
def _menu_at(entries: tuple[tuple[str, Link, bool], ...], current: tuple[bool, ...]) -> tuple[MenuItem, ...]:
    return tuple(
        MenuItem(label, link, "", here, spoken) for (label, link, spoken), here in zip(entries, current, strict=True)
    )


def _short(text: str) -> str:
    if len(text) <= _DESCRIPTION:
        return text
    cut = text[:_DESCRIPTION]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:.") + "\u2026"


@lru_cache(maxsize=64)
def _preview_locale(code: str) -> str:
    say = words(code, "site").say
    return say("head.locale") if say("head.language") == code else code.replace("-", "_")
