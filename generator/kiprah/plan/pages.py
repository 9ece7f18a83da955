"""Every page of one edition: its view, its place, and what its head says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from kiprah.model.entry import Activity, Page, Reflection
from kiprah.model.settings import MenuEntry
from kiprah.plan.cards import CardDeck
from kiprah.plan.data.json_ld import activity_ld, breadcrumb_ld, home_ld, reflection_ld, role_ld
from kiprah.plan.edition import Edition, summary_of
from kiprah.plan.entries import activity_view, reflection_view
from kiprah.plan.gathered import (
    activities_view,
    cv_view,
    grouped,
    home_view,
    reflections_view,
    role_view,
    term_view,
    terms_view,
    year_view,
    years_of,
)
from kiprah.plan.output import PageOutput
from kiprah.plan.routes import absolute, file_of
from kiprah.plan.share import share_view
from kiprah.plan.texts import activity_text, page_text, profile_text, reflection_text
from kiprah.plan.views.data import PageFacts
from kiprah.plan.views.entry import ActivityView, ReflectionView
from kiprah.plan.views.gathered import CvView, HomeView, RoleView
from kiprah.plan.views.page import (
    Language,
    MemberView,
    MenuItem,
    NotFoundView,
    PageKind,
    PageView,
    PlainView,
    ProfileLink,
    SiteView,
    Subject,
)
from kiprah.plan.views.text import Link, Rich
from kiprah.plan.wording import locale_of

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


@dataclass(frozen=True, slots=True)
class Draft:
    """A page before it is put on paper: what is particular to it."""

    kind: PageKind
    link: Link
    title: str
    description: str
    subject: Subject
    card: str = "profile"
    """The slug whose card link previews show."""
    head_title: str = ""
    """Empty: the title and the member's name."""
    crumbs: tuple[tuple[str, Link], ...] = ()
    noindex: bool = False
    og_type: Literal["profile", "article", "website"] = "website"
    published: str = ""
    modified: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    with_bio: bool = False
    only_here: bool = False
    """It has no counterpart in the other languages."""


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
    _paths: set[str] = field(default_factory=set)

    def draft_all(self) -> None:
        """List every page of the edition."""
        for draft in self._all():
            self.drafts.append(draft)
            self._paths.add(draft.link.path)

    def outputs(self) -> Iterator[PageOutput]:
        """Put every page on paper."""
        plain, with_bio = self.member(bio=False), self.member(bio=True)
        for draft in self.drafts:
            yield self.output(draft, with_bio if draft.with_bio else plain)

    def output(self, draft: Draft, member: MemberView) -> PageOutput:
        """Put one page on paper."""
        edition, template = self.edition, TEMPLATES[draft.kind]
        path = draft.link.path if draft.kind == "not-found" else file_of(draft.link)
        settings = edition.settings
        canonical = absolute(settings.url, draft.link)
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

    def _all(self) -> Iterator[Draft]:
        edition = self.edition
        routes, words, shown = edition.routes, edition.words, edition.shown
        profile = profile_text(shown.member.profile, edition.language)
        home = (edition.settings.title, routes.home())
        name = profile.name
        title = edition.settings.title
        yield Draft(
            "home",
            routes.home(),
            name,
            edition.settings.description or profile.headline,
            home_view(edition),
            head_title=f"{title} \u00b7 {profile.headline}" if profile.headline else title,
            og_type="profile",
            with_bio=True,
        )
        activities = (words.say("page.activities"), routes.activities())
        yield Draft(
            "activities",
            *reversed_pair(activities),
            words.say("page.describe_activities", name=name),
            activities_view(edition),
            crumbs=(home,),
        )
        for activity in shown.all_activities:
            if edition.has_page(activity):
                yield from self._activity(activity, (home, activities))
        if any(edition.has_page(r) for r in shown.all_reflections):
            reflections = (words.say("page.reflections"), routes.reflections())
            yield Draft(
                "reflections",
                *reversed_pair(reflections),
                words.say("page.describe_reflections", name=name),
                reflections_view(edition),
                crumbs=(home,),
            )
            for reflection in shown.all_reflections:
                if edition.has_page(reflection):
                    yield from self._reflection(reflection, (home, reflections))
        yield from self._gathered(home, name)
        yield Draft(
            "cv",
            routes.cv(),
            words.say("page.cv"),
            words.say("page.describe_cv", name=name),
            cv_view(edition, absolute(edition.settings.url, routes.home())),
            crumbs=(home,),
            with_bio=True,
        )
        for page in shown.all_pages:
            if edition.has_page(page):
                yield self._plain(page, home)
        yield self._share("profile", name, routes.home(), profile.headline, ())
        if not routes.root:
            yield Draft(
                "not-found",
                Link("404.html"),
                words.say("page.not_found"),
                "",
                NotFoundView(_base(edition.settings.url)),
                noindex=True,
                only_here=True,
            )

    def _activity(self, activity: Activity, crumbs: tuple[tuple[str, Link], ...]) -> Iterator[Draft]:
        edition = self.edition
        text = activity_text(activity, edition.language)
        item = edition.item(activity)
        unlisted = activity.common.visibility != "public"
        yield Draft(
            "activity",
            edition.routes.activity(activity.common.slug),
            text.title,
            summary_of(text.description, text.body.text),
            activity_view(edition, activity),
            card=activity.common.slug,
            crumbs=crumbs,
            noindex=unlisted,
            og_type="article",
            published=activity.date.isoformat(),
            modified=activity.common.updated.isoformat() if activity.common.updated else "",
            section=item.causes[0].name if item.causes else "",
            tags=activity.common.tags,
        )
        yield self._share(
            activity.common.slug,
            text.title,
            edition.routes.activity(activity.common.slug),
            text.quote or text.description,
            activity.common.tags,
        )

    def _reflection(self, reflection: Reflection, crumbs: tuple[tuple[str, Link], ...]) -> Iterator[Draft]:
        edition = self.edition
        text = reflection_text(reflection, edition.language)
        link = edition.routes.reflection(reflection.common.slug)
        yield Draft(
            "reflection",
            link,
            text.title,
            summary_of(text.description, text.body.text),
            reflection_view(edition, reflection),
            card=reflection.common.slug,
            crumbs=crumbs,
            noindex=reflection.common.visibility != "public",
            og_type="article",
            published=reflection.date.isoformat(),
            modified=reflection.common.updated.isoformat() if reflection.common.updated else "",
            tags=reflection.common.tags,
        )
        yield self._share(
            reflection.common.slug, text.title, link, text.quote or text.description, reflection.common.tags
        )

    def _gathered(self, home: tuple[str, Link], name: str) -> Iterator[Draft]:
        edition = self.edition
        routes, words = edition.routes, edition.words
        if edition.shown.roles:
            roles = (words.say("page.roles"), routes.roles())
            yield Draft("terms", *reversed_pair(roles), "", terms_view(edition, "role"), crumbs=(home,))
            for role in edition.shown.roles:
                view = role_view(edition, role)
                title = words.say("page.role", role=view.item.title, organization=view.item.organization.name)
                described = words.say(
                    "page.describe_role",
                    role=view.item.title,
                    organization=view.item.organization.name,
                    when=view.item.when.short,
                )
                yield Draft("role", routes.role(role.slug), title, described, view, crumbs=(home, roles))
        for kind, listing in (("cause", routes.causes()), ("skill", routes.skills())):
            groups = grouped(edition, kind)
            if not groups:
                continue
            crumb = (words.say(f"page.{kind}s"), listing)
            yield Draft("terms", *reversed_pair(crumb), "", terms_view(edition, kind), crumbs=(home,))
            for label, activities in groups.values():
                described = words.say("page.describe_term", name=label.name, member=name)
                view_of_term = term_view(edition, kind, label, activities)
                yield Draft("term", label.href, label.name, described, view_of_term, crumbs=(home, crumb))
        years = years_of(edition)
        if years:
            crumb = (words.say("page.years"), routes.years())
            yield Draft("terms", *reversed_pair(crumb), "", terms_view(edition, "year"), crumbs=(home,))
        for year in years:
            described = words.say("page.describe_year", name=name, year=str(year))
            title = words.say("page.year", year=str(year))
            yield Draft(
                "year",
                routes.year(year),
                title,
                described,
                year_view(edition, year),
                card=str(year),
                crumbs=(home, crumb),
            )
            yield self._share(str(year), title, routes.year(year), described, ())

    def _plain(self, page: Page, home: tuple[str, Link]) -> Draft:
        edition = self.edition
        text = page_text(page, edition.language)
        body = edition.bodies.rich(text.body, text.language, edition.language)
        return Draft(
            "plain",
            edition.routes.page(page.common.slug),
            text.title,
            summary_of(text.description, text.body.text),
            PlainView(text.title, body),
            crumbs=(home,),
            noindex=page.common.visibility != "public",
        )

    def _share(self, slug: str, title: str, target: Link, text: str, tags: tuple[str, ...]) -> Draft:
        edition = self.edition
        view = share_view(edition, slug, title, target, text, tags, edition.settings.cards.formats)
        heading = edition.words.say("page.share", title=title)
        described = edition.words.say("page.describe_share")
        return Draft(
            "share",
            edition.routes.share(slug),
            heading,
            described,
            view,
            card=slug,
            crumbs=((title, target),),
            noindex=True,
        )

    def _languages(self, draft: Draft) -> tuple[Language, ...]:
        if not self.others or draft.only_here:
            return ()
        here = self.edition.routes.root
        rest = draft.link.path[len(here) :]
        books = sorted(self.others.items(), key=lambda pair: (pair[1].edition.routes.root, pair[0]))
        shown = tuple(
            Language(code, _language_name(code), Link(book.edition.routes.root + rest), code == self.edition.language)
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
        entries = [(words.say("menu.activities"), routes.activities())]
        if routes.reflections().path in self._paths:
            entries.append((words.say("menu.reflections"), routes.reflections()))
        entries.append((words.say("menu.cv"), routes.cv()))
        entries.extend(
            (page_text(page, edition.language).title, routes.page(page.common.slug))
            for page in edition.shown.pages
            if edition.has_page(page)
        )
        return tuple(MenuItem(label, link, "", here.path.startswith(link.path)) for label, link in entries)

    def _menu_item(self, entry: MenuEntry, here: Link) -> MenuItem:
        if entry.url:
            return MenuItem(entry.label, None, entry.url, False)
        link = Link(f"{self.edition.routes.root}{entry.page}/" if entry.page else self.edition.routes.root)
        if link.path not in self._paths:
            link = Link(f"{self.edition.origin.root}{entry.page}/")
        current = here.path == link.path or (bool(entry.page) and here.path.startswith(link.path))
        return MenuItem(entry.label, link, "", current)


def reversed_pair(pair: tuple[str, Link]) -> tuple[Link, str]:
    """Turn a crumb (title, link) into what a page begins with (link, title)."""
    return pair[1], pair[0]


def _short(text: str) -> str:
    if len(text) <= _DESCRIPTION:
        return text
    cut = text[:_DESCRIPTION]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:.") + "\u2026"


def _base(url: str) -> str:
    path = url.partition("://")[2].partition("/")[2]
    return f"/{path}" if path else "/"


def _language_name(code: str) -> str:
    name = locale_of(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]
