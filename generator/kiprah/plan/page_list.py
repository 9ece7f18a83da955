"""Which pages an edition has, and what each is about."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Literal

from msgspec import Struct

from kiprah.model.entry import Activity, Page, Reflection
from kiprah.plan.carousel import Carousel, carousel_of
from kiprah.plan.entry_pages import activity_view, reflection_view
from kiprah.plan.list_pages import (
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
from kiprah.plan.localized import Edition, summary_of
from kiprah.plan.routes import absolute, file_of
from kiprah.plan.share import share_view
from kiprah.plan.share_kits import ROLES, activity_kits, member_kits, testimonial_kit
from kiprah.plan.translations import activity_text, page_text, profile_text, reflection_text
from kiprah.plan.views.page import NotFoundView, PageKind, PlainView, Subject
from kiprah.plan.views.text import Label, Link


class Draft(Struct, frozen=True):
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


def drafts_of(edition: Edition) -> Iterator[Draft]:
    """List every page of an edition, in no order that matters."""
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
            yield from _activity(edition, activity, (home, activities))
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
                yield from _reflection(edition, reflection, (home, reflections))
    yield from _gathered(edition, home, name)
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
            yield _plain(edition, page, home)
    for testimonial in shown.testimonials if edition.settings.cards.formats else ():
        slug, label, target, quote = testimonial_kit(edition, testimonial)
        yield _share(edition, slug, label.name, target, quote, ())
    yield _share(edition, "profile", name, routes.home(), profile.headline, (), more=member_kits(edition))
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


def drafts_at(edition: Edition, wanted: Container[str]) -> Iterator[Draft]:
    """List the pages of entries and of the member's own that stand at the wanted files, and no others."""
    routes, words, shown = edition.routes, edition.words, edition.shown
    home = (edition.settings.title, routes.home())
    for activity in shown.all_activities:
        if edition.has_page(activity) and file_of(routes.activity(activity.common.slug)) in wanted:
            crumbs = (home, (words.say("page.activities"), routes.activities()))
            yield next(_activity(edition, activity, crumbs))
    for reflection in shown.all_reflections:
        if edition.has_page(reflection) and file_of(routes.reflection(reflection.common.slug)) in wanted:
            crumbs = (home, (words.say("page.reflections"), routes.reflections()))
            yield next(_reflection(edition, reflection, crumbs))
    for page in shown.all_pages:
        if edition.has_page(page) and file_of(routes.page(page.common.slug)) in wanted:
            yield _plain(edition, page, home)


def _activity(edition: Edition, activity: Activity, crumbs: tuple[tuple[str, Link], ...]) -> Iterator[Draft]:
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
    yield _share(
        edition,
        activity.common.slug,
        text.title,
        edition.routes.activity(activity.common.slug),
        text.quote or text.description,
        activity.common.tags,
        carousel_of(edition, activity),
        activity_kits(edition, activity),
    )


def _reflection(edition: Edition, reflection: Reflection, crumbs: tuple[tuple[str, Link], ...]) -> Iterator[Draft]:
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
    yield _share(
        edition, reflection.common.slug, text.title, link, text.quote or text.description, reflection.common.tags
    )


def _gathered(edition: Edition, home: tuple[str, Link], name: str) -> Iterator[Draft]:
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
            card = f"{ROLES}/{role.slug}"
            yield Draft("role", routes.role(role.slug), title, described, view, card=card, crumbs=(home, roles))
            if edition.settings.cards.formats:
                yield _share(edition, card, title, routes.role(role.slug), described, ())
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
        yield _share(edition, str(year), title, routes.year(year), described, ())


def _plain(edition: Edition, page: Page, home: tuple[str, Link]) -> Draft:
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


def _share(
    edition: Edition,
    slug: str,
    title: str,
    target: Link,
    text: str,
    tags: tuple[str, ...],
    carousel: Carousel | None = None,
    more: tuple[Label, ...] = (),
) -> Draft:
    view = share_view(edition, slug, title, target, text, tags, edition.settings.cards.formats, carousel, more)
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


def _base(url: str) -> str:
    path = url.partition("://")[2].partition("/")[2]
    return f"/{path}" if path else "/"


def reversed_pair(pair: tuple[str, Link]) -> tuple[Link, str]:
    """Turn a crumb (title, link) into what a page begins with (link, title)."""
    return pair[1], pair[0]
