"""Page specs: the pages of a member, or of a community, in one language, and what each is about."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kiprah.model.entry import Activity, Page, Reflection
from kiprah.model.selection import Selection
from kiprah.plan.addresses.routes import absolute
from kiprah.plan.formatting import dotted, summary_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.cv_page import cv_view
from kiprah.plan.pages.entry_pages import activity_view, reflection_view
from kiprah.plan.pages.home_page import home_view
from kiprah.plan.pages.list_pages import (
    activities_view,
    grouped,
    reflections_view,
    role_view,
    term_view,
    terms_view,
    year_view,
    years_of,
)
from kiprah.plan.pages.selection_page import selected, selection_view
from kiprah.plan.sharing.carousel import carousel_of
from kiprah.plan.sharing.carousel_slides import Carousel
from kiprah.plan.sharing.share import share_view
from kiprah.plan.sharing.share_kits import FOR, ROLES, activity_kits, member_kits, testimonial_kit
from kiprah.plan.translations import activity_text, page_text, profile_text, reflection_text, selection_text
from kiprah.plan.views.page import NotFoundView, PageView, PlainView, Subject
from kiprah.plan.views.text import Label, Link


class PageSpec(Struct, frozen=True):
    """Specification of one page: what its head says, as far as the page alone knows, and what it is about."""

    page: PageView
    subject: Subject
    card: str = "profile"
    """The slug whose card link previews show."""
    with_bio: bool = False
    bare: bool = False
    """True where it has no menu."""
    lasting: bool = False
    """True where it keeps its bytes while what a group's card counts grows: its card is named without a version."""
    only_here: bool = False
    """True where it has no counterpart in the other languages."""
    entry: str = ""
    """The main file of the entry it belongs to."""
    texts: tuple[str, ...] = ()
    """The files whose bodies it tells: the entry's own first, then others' words of it."""


def page_specs_of(localized: LocalizedMember) -> Iterator[PageSpec]:
    """List every page in one language, in no order that matters."""
    routes, words, visible = localized.routes, localized.words, localized.visible
    profile = profile_text(visible.member.profile, localized.language)
    name = profile.name
    # A community's name and words are not its members'.
    is_own = localized.settings.kind == "portfolio"
    title, _ = home = home_crumb(localized)
    activities, reflections = list_crumbs(localized)
    head = PageView(
        "home",
        routes.home(),
        name,
        (localized.settings.description if is_own else "") or profile.headline,
        head_title=dotted(title, profile.headline),
        og_type="profile",
    )
    yield PageSpec(head, home_view(localized), with_bio=True, texts=(profile.written_in,))
    described = words.say("page.describe_activities", name=name)
    head = PageView("activities", *reversed_pair(activities), described, (home,))
    yield PageSpec(head, activities_view(localized))
    for activity in visible.all_activities:
        if localized.has_page(activity):
            yield from entry_specs(localized, activity, (home, activities))
    if any(localized.has_page(r) for r in visible.all_reflections):
        described = words.say("page.describe_reflections", name=name)
        head = PageView("reflections", *reversed_pair(reflections), described, (home,))
        yield PageSpec(head, reflections_view(localized))
        for reflection in visible.all_reflections:
            if localized.has_page(reflection):
                yield from entry_specs(localized, reflection, (home, reflections))
    yield from _gathered(localized, home, name)
    head = PageView("cv", routes.cv(), words.say("page.cv"), words.say("page.describe_cv", name=name), (home,))
    yield PageSpec(head, cv_view(localized, absolute(localized.settings.url, routes.home())), with_bio=True)
    for page in visible.all_pages:
        if localized.has_page(page):
            yield _plain(localized, page, home)
    for selection in visible.selections:
        if localized.has_page(selection):
            yield _selection(localized, selection)
    for testimonial in visible.testimonials if localized.settings.cards.formats else ():
        slug, label, target, quote = testimonial_kit(localized, testimonial)
        yield _share(localized, slug, label.name, target, quote, ())
    yield _share(localized, "profile", name, routes.home(), profile.headline, (), more=member_kits(localized))
    if not routes.root:
        head = PageView("not-found", Link("404.html"), words.say("page.not_found"), noindex=True)
        yield PageSpec(head, NotFoundView(_base(localized.settings.url)), only_here=True)


def home_crumb(localized: LocalizedMember) -> tuple[str, Link]:
    """Return the title of the home page and its link; a community's name is not its members'."""
    is_own = localized.settings.kind == "portfolio"
    name = profile_text(localized.visible.member.profile, localized.language).name
    return localized.settings.title if is_own else name, localized.routes.home()


def list_crumbs(localized: LocalizedMember) -> tuple[tuple[str, Link], tuple[str, Link]]:
    """Return titles and links of the lists of all activities and of all reflections."""
    say, routes = localized.words.say, localized.routes
    return (say("page.activities"), routes.activities()), (say("page.reflections"), routes.reflections())


def entry_specs(
    localized: LocalizedMember, entry: Activity | Reflection, crumbs: tuple[tuple[str, Link], ...] = ()
) -> Iterator[PageSpec]:
    """List the pages of one entry: its own, and its share kit."""
    if not crumbs:
        activities, reflections = list_crumbs(localized)
        crumbs = (home_crumb(localized), activities if isinstance(entry, Activity) else reflections)
    if isinstance(entry, Activity):
        yield from _activity(localized, entry, crumbs)
    else:
        yield from _reflection(localized, entry, crumbs)


def _activity(
    localized: LocalizedMember, activity: Activity, crumbs: tuple[tuple[str, Link], ...]
) -> Iterator[PageSpec]:
    text = activity_text(activity, localized.language)
    item = localized.item(activity)
    unlisted = activity.common.visibility != "public"
    head = PageView(
        "activity",
        localized.routes.activity(activity.common.slug),
        text.title,
        item.summary,
        crumbs,
        noindex=unlisted,
        og_type="article",
        published=activity.start_as_known,
        modified=activity.common.updated.isoformat() if activity.common.updated else "",
        section=item.causes[0].name if item.causes else "",
        tags=text.tags,
    )
    yield PageSpec(
        head,
        activity_view(localized, activity),
        activity.common.slug,
        entry=activity.common.path,
        texts=(text.written_in, *_testimonials(localized, (activity,))),
    )
    yield _share(
        localized,
        activity.common.slug,
        text.title,
        localized.routes.activity(activity.common.slug),
        text.quote or text.description,
        text.tags,
        carousel_of(localized, activity),
        activity_kits(localized, activity),
        entry=activity.common.path,
    )


def _reflection(
    localized: LocalizedMember, reflection: Reflection, crumbs: tuple[tuple[str, Link], ...]
) -> Iterator[PageSpec]:
    text = reflection_text(reflection, localized.language)
    link = localized.routes.reflection(reflection.common.slug)
    head = PageView(
        "reflection",
        link,
        text.title,
        summary_of(text.description, text.body.text),
        crumbs,
        noindex=reflection.common.visibility != "public",
        og_type="article",
        published=reflection.date.isoformat(),
        modified=reflection.common.updated.isoformat() if reflection.common.updated else "",
        tags=text.tags,
    )
    yield PageSpec(
        head,
        reflection_view(localized, reflection),
        reflection.common.slug,
        entry=reflection.common.path,
        texts=(text.written_in,),
    )
    yield _share(
        localized,
        reflection.common.slug,
        text.title,
        link,
        text.quote or text.description,
        text.tags,
        entry=reflection.common.path,
    )


def _gathered(localized: LocalizedMember, home: tuple[str, Link], name: str) -> Iterator[PageSpec]:
    routes, words = localized.routes, localized.words
    if localized.visible.roles:
        roles = (words.say("page.roles"), routes.roles())
        yield PageSpec(PageView("terms", *reversed_pair(roles), crumbs=(home,)), terms_view(localized, "role"))
        for role in localized.visible.roles:
            view = role_view(localized, role)
            title = words.say("page.role", role=view.item.title, organization=view.item.organization.name)
            described = words.say(
                "page.describe_role",
                role=view.item.title,
                organization=view.item.organization.name,
                when=view.item.when.short,
            )
            card = f"{ROLES}/{role.slug}"
            texts = _testimonials(localized, role.activities)
            head = PageView("role", routes.role(role.slug), title, described, (home, roles))
            yield PageSpec(head, view, card, texts=texts)
            if localized.settings.cards.formats:
                yield _share(localized, card, title, routes.role(role.slug), described, ())
    for kind, listing in (("cause", routes.causes()), ("skill", routes.skills())):
        groups = grouped(localized, kind)
        if not groups:
            continue
        crumb = (words.say(f"page.{kind}s"), listing)
        yield PageSpec(PageView("terms", *reversed_pair(crumb), crumbs=(home,)), terms_view(localized, kind))
        for label, activities in groups.values():
            described = words.say("page.describe_term", name=label.name, member=name)
            head = PageView("term", label.href, label.name, described, (home, crumb))
            yield PageSpec(head, term_view(localized, kind, label, activities))
    years = years_of(localized)
    if years:
        crumb = (words.say("page.years"), routes.years())
        yield PageSpec(PageView("terms", *reversed_pair(crumb), crumbs=(home,)), terms_view(localized, "year"))
    for year in years:
        described = words.say("page.describe_year", name=name, year=str(year))
        title = words.say("page.year", year=str(year))
        head = PageView("year", routes.year(year), title, described, (home, crumb))
        yield PageSpec(head, year_view(localized, year), str(year))
        yield _share(localized, str(year), title, routes.year(year), described, ())


def _testimonials(localized: LocalizedMember, activities: tuple[Activity, ...]) -> tuple[str, ...]:
    """Name the files of the testimonials that speak of these activities."""
    slugs = {activity.common.slug for activity in activities}
    return tuple(t.common.path for t in localized.visible.testimonials if t.activity in slugs)


def _plain(localized: LocalizedMember, page: Page, home: tuple[str, Link]) -> PageSpec:
    text = page_text(page, localized.language)
    body = localized.bodies.rich(text.body, text.language, localized.language)
    head = PageView(
        "plain",
        localized.routes.page(page.common.slug),
        text.title,
        summary_of(text.description, text.body.text),
        (home,),
        noindex=page.common.visibility != "public",
    )
    return PageSpec(head, PlainView(text.title, body), entry=page.common.path, texts=(text.written_in,))


def _selection(localized: LocalizedMember, selection: Selection) -> PageSpec:
    """Specify the page for one reader: it stands in no list, and leads nowhere unless that is asked."""
    text = selection_text(selection, localized.language)
    slug = selection.common.slug
    described = summary_of(text.description, text.body.text)
    head = PageView("selection", localized.routes.selection(slug), text.title, described, noindex=True)
    view = selection_view(localized, selection)
    activities, reflections = selected(localized.visible, selection)
    texts = (
        text.written_in,
        *(a.original.written_in for a in activities),
        *(r.original.written_in for r in reflections),
    )
    card = f"{FOR}/{slug}"
    return PageSpec(head, view, card, with_bio=True, bare=not selection.menu, entry=selection.common.path, texts=texts)


def _share(
    localized: LocalizedMember,
    slug: str,
    title: str,
    target: Link,
    text: str,
    tags: tuple[str, ...],
    carousel: Carousel | None = None,
    more: tuple[Label, ...] = (),
    entry: str = "",
) -> PageSpec:
    view = share_view(localized, slug, title, target, text, tags, localized.card_formats(slug), carousel, more)
    heading = localized.words.say("page.share", title=title)
    described = localized.words.say("page.describe_share")
    head = PageView("share", localized.routes.share(slug), heading, described, ((title, target),), noindex=True)
    return PageSpec(head, view, slug, entry=entry)


def _base(url: str) -> str:
    path = url.partition("://")[2].partition("/")[2]
    return f"/{path}" if path else "/"


def reversed_pair(pair: tuple[str, Link]) -> tuple[Link, str]:
    """Turn a crumb (title, link) into what a page begins with (link, title)."""
    return pair[1], pair[0]
