"""Every page of one edition: its view, its place, and what its head says."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field

from kiprah.catalog import words
from kiprah.model.settings import MenuEntry
from kiprah.plan.cards import CardDeck
from kiprah.plan.data.json_ld import activity_ld, breadcrumb_ld, home_ld, reflection_ld, role_ld
from kiprah.plan.formatting import locale_of
from kiprah.plan.localized import Edition
from kiprah.plan.outputs import PageOutput
from kiprah.plan.page_list import Draft, drafts_at, drafts_of
from kiprah.plan.routes import absolute, file_of
from kiprah.plan.translations import page_text, profile_text
from kiprah.plan.views.data import PageFacts
from kiprah.plan.views.entry import ActivityView, ReflectionView
from kiprah.plan.views.lists import CvView, HomeView, RoleView
from kiprah.plan.views.page import (
    Language,
    MemberView,
    MenuItem,
    MovedView,
    PageKind,
    PageView,
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
    "plain": "plain.html",
    "not-found": "not-found.html",
    "moved": "moved.html",
}
"""Which template draws which kind of page."""


@dataclass(slots=True)
class PageBook:
    """Writes the pages of one edition."""

    edition: Edition
    deck: CardDeck
    site: SiteView
    theme_digest: Callable[[str], str]
    others: dict[str, PageBook] = field(default_factory=dict)
    """The other languages' books, for links between the languages."""
    drafts: list[Draft] = field(default_factory=list)
    sources: dict[str, frozenset[str]] = field(default_factory=dict)
    """By page, the files whose bodies it tells."""
    _paths: set[str] = field(default_factory=set)

    def draft_all(self) -> None:
        """List every page of the edition."""
        self._take(drafts_of(self.edition))
        self._paths = {draft.link.path for draft in self.drafts}

    def draft_again(self, wanted: Container[str], paths: Iterable[str]) -> None:
        """List only the wanted pages of an edition whose pages are known to stand at these paths."""
        self._take(drafts_at(self.edition, wanted))
        self._paths = set(paths)

    def _take(self, drafts: Iterator[Draft]) -> None:
        used = self.edition.bodies.used
        used.clear()
        for draft in drafts:
            self.drafts.append(draft)
            if used:
                self.sources[self.file_of(draft)] = frozenset(used)
                used.clear()

    @staticmethod
    def file_of(draft: Draft) -> str:
        """Name the file of a page."""
        return draft.link.path if draft.kind == "not-found" else file_of(draft.link)

    def outputs(self) -> Iterator[PageOutput]:
        """Put every page on paper."""
        plain, with_bio = self.member(bio=False), self.member(bio=True)
        for draft in self.drafts:
            yield self.output(draft, with_bio if draft.with_bio else plain)

    def output(self, draft: Draft, member: MemberView) -> PageOutput:
        """Put one page on paper."""
        edition, template = self.edition, TEMPLATES[draft.kind]
        path = self.file_of(draft)
        settings = edition.settings
        # An old address says which page is meant now.
        meant = draft.subject.href if isinstance(draft.subject, MovedView) else draft.link
        canonical = absolute(settings.url, meant)
        card = self.deck.image(draft.card) or self.deck.image("profile")
        page = PageView(
            kind=draft.kind,
            path=path,
            language=edition.language,
            direction="rtl" if locale_of(edition.language).text_direction == "rtl" else "ltr",
            title=draft.title,
            head_title=draft.head_title or f"{draft.title} \u00b7 {member.name}",
            description=_short(draft.description),
            canonical=canonical,
            noindex=draft.noindex or settings.noindex or edition.shown.viewing.preview,
            og_type=draft.og_type,
            card=card,
            published=draft.published,
            modified=draft.modified,
            section=draft.section,
            tags=draft.tags,
            json_ld="" if draft.noindex else self._linked_data(draft, member, card.url if card else ""),
            languages=self._languages(draft),
            menu=self._menu(draft.link),
            crumbs=draft.crumbs,
        )
        return PageOutput(path, template, self.theme_digest(template), self.site, member, page, draft.subject)

    def _linked_data(self, draft: Draft, member: MemberView, card: str) -> str:
        facts = PageFacts(
            href=draft.link,
            title=draft.title,
            description=_short(draft.description),
            language=self.edition.language,
            crumbs=draft.crumbs,
            published=draft.published,
            modified=draft.modified,
            card=card,
        )
        subject = draft.subject
        if isinstance(subject, HomeView | CvView):
            return home_ld(facts, self.site, member, subject.roles)
        if isinstance(subject, ActivityView):
            return activity_ld(facts, self.site, member, subject)
        if isinstance(subject, ReflectionView):
            return reflection_ld(facts, self.site, member, subject)
        if isinstance(subject, RoleView):
            return role_ld(facts, self.site, member, subject)
        return breadcrumb_ld(facts, self.site)

    def member(self, *, bio: bool) -> MemberView:
        """Show the person; the bio only where a page tells it."""
        edition = self.edition
        profile = edition.shown.member.profile
        text = profile_text(profile, edition.language)
        picture = None
        if profile.photo is not None:
            alt = text.photo_alt or profile.photo.alt or text.name
            picture = edition.bodies.names.picture(profile.photo, alt, profile.photo.caption, "")
        labels = text.link_labels if len(text.link_labels) == len(profile.links) else ()
        return MemberView(
            name=text.name,
            headline=text.headline,
            pronouns=text.pronouns,
            place=text.place,
            email=profile.email,
            links=tuple(
                ProfileLink(labels[index] if labels else label, url) for index, (label, url) in enumerate(profile.links)
            ),
            skills=text.skills,
            languages=text.languages,
            interests=text.interests,
            picture=picture,
            bio=edition.bodies.rich(text.bio, text.language, edition.language) if bio else Rich(),
            home=edition.routes.home(),
        )

    def _languages(self, draft: Draft) -> tuple[Language, ...]:
        if not self.others or draft.only_here:
            return ()
        here = self.edition.routes.root
        rest = draft.link.path[len(here) :]
        books = sorted(self.others.items(), key=lambda pair: (pair[1].edition.routes.root, pair[0]))
        shown = tuple(
            Language(
                code,
                _language_name(code),
                _preview_locale(code),
                Link(book.edition.routes.root + rest),
                code == self.edition.language,
            )
            for code, book in books
            if book.edition.routes.root + rest in book.paths
        )
        return shown if len(shown) > 1 else ()

    @property
    def paths(self) -> frozenset[str]:
        """The folders of every page of this book."""
        return frozenset(self._paths)

    def _menu(self, here: Link) -> tuple[MenuItem, ...]:
        edition = self.edition
        if edition.settings.menu is not None:
            return tuple(self._menu_item(entry, here) for entry in edition.settings.menu)
        words, routes = edition.words, edition.routes
        entries = [(words.say("menu.activities"), routes.activities(), True)]
        if routes.reflections().path in self._paths:
            entries.append((words.say("menu.reflections"), routes.reflections(), True))
        entries.append((words.say("menu.cv"), routes.cv(), True))
        entries.extend(
            (page_text(page, edition.language).title, routes.page(page.common.slug), False)
            for page in edition.shown.pages
            if edition.has_page(page)
        )
        return tuple(
            MenuItem(label, link, "", here.path.startswith(link.path), spoken) for label, link, spoken in entries
        )

    def _menu_item(self, entry: MenuEntry, here: Link) -> MenuItem:
        if entry.url:
            return MenuItem(entry.label, None, entry.url, False)
        link = Link(f"{self.edition.routes.root}{entry.page}/" if entry.page else self.edition.routes.root)
        if link.path not in self._paths:
            link = Link(f"{self.edition.origin.root}{entry.page}/")
        current = here.path == link.path or (bool(entry.page) and here.path.startswith(link.path))
        return MenuItem(entry.label, link, "", current)


def _short(text: str) -> str:
    if len(text) <= _DESCRIPTION:
        return text
    cut = text[:_DESCRIPTION]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:.") + "\u2026"


def _preview_locale(code: str) -> str:
    say = words(code, "site").say
    return say("head.locale") if say("head.language") == code else code.replace("-", "_")


def _language_name(code: str) -> str:
    name = locale_of(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]
