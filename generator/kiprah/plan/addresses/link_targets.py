"""Link targets: every page and file of one member that a body may lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kiprah.model.entry import Activity, Page, Reflection
from kiprah.model.member import Member
from kiprah.model.selection import Selection
from kiprah.model.site import SiteContext
from kiprah.model.slug import slug_of
from kiprah.plan.addresses.body_links import Targets
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.cv_page import CV_PDF
from kiprah.plan.privacy.visibility import Visible
from kiprah.plan.translations import has_translation
from kiprah.plan.views.text import Link


def targets_of(context: SiteContext, localized: LocalizedMember, media: Mapping[str, str]) -> Targets:
    """Gather what bodies in one language may link to; ``media`` tells where files beside entries are published."""
    visible = localized.visible
    entries: dict[str, Link] = {visible.member.profile.path: localized.routes.home()}
    for activity in visible.all_activities:
        link = localized.activity_link(activity).href
        entries.update({text.written_in: link for text in activity.texts})
    for reflection in visible.all_reflections:
        link = localized.reflection_link(reflection).href
        entries.update({text.written_in: link for text in reflection.texts})
    for page in visible.all_pages:
        here = localized.routes if localized.has_page(page) else localized.origin
        entries.update({text.written_in: here.page(page.common.slug) for text in page.texts})
    for selection in visible.selections:
        # What stands in no list may be led to by its own member.
        here = localized.routes if localized.has_page(selection) else localized.origin
        entries.update({text.written_in: here.selection(selection.common.slug) for text in selection.texts})
    hidden = {path for path in _text_paths(visible.member) if path not in entries}
    files = {path: Link(target) for path, target in media.items()}
    files |= {file.place.path: Link(file.path) for file in context.static}
    pages = {link.path for link in entries.values()} | {file.path for file in context.static}
    prefix = visible.member.prefix
    for language in localized.settings.languages:
        is_origin = language == localized.settings.language
        routes = localized.origin if is_origin else Routes(f"{language}/{prefix}", localized.origin.entries)
        pages.update(link.path for link in _pages(visible, routes, "" if is_origin else language))
    return Targets(entries, frozenset(hidden), frozenset(pages), files)


def _pages(visible: Visible, routes: Routes, only: str) -> Iterator[Link]:
    """Name every page and data file under one root; ``only`` is the language that entries must be told in."""

    def has_page(entry: Activity | Reflection | Page | Selection) -> bool:
        return not only or has_translation(entry.texts, only)

    if routes.entries == "events":
        yield from (routes.home(), routes.members(), routes.activities())
        yield from (routes.activity(a.common.slug) for a in visible.all_activities if has_page(a))
        yield from (routes.page(p.common.slug) for p in visible.all_pages if has_page(p))
        return
    yield from (routes.home(), routes.activities(), routes.cv())
    yield from (routes.activity(a.common.slug) for a in visible.all_activities if has_page(a))
    if visible.all_reflections:
        yield routes.reflections()
    yield from (routes.reflection(r.common.slug) for r in visible.all_reflections if has_page(r))
    yield from (routes.page(p.common.slug) for p in visible.all_pages if has_page(p))
    yield from (routes.selection(s.common.slug) for s in visible.selections if has_page(s))
    if visible.roles:
        yield routes.roles()
    yield from (routes.role(role.slug) for role in visible.roles)
    causes = {slug_of(name) for activity in visible.activities for name in activity.original.causes} - {""}
    skills = {slug_of(name) for activity in visible.activities for name in activity.original.skills} - {""}
    if causes:
        yield routes.causes()
    yield from (routes.cause(slug) for slug in causes)
    if skills:
        yield routes.skills()
    yield from (routes.skill(slug) for slug in skills)
    years = {activity.date.year for activity in visible.activities}
    if years:
        yield routes.years()
    yield from (routes.year(year) for year in years)
    yield routes.file("resume.json")
    if visible.settings.cv.pdf:
        yield routes.file(CV_PDF)
    if visible.settings.url:
        yield from (routes.file(name) for name in ("feed.xml", "feed.json", "activities.ics"))
    if not only:
        yield Link("portfolio.json")


def _text_paths(member: Member) -> Iterable[str]:
    for activity in member.activities:
        yield from (text.written_in for text in activity.texts)
    for reflection in member.reflections:
        yield from (text.written_in for text in reflection.texts)
    for page in member.pages:
        yield from (text.written_in for text in page.texts)
    for selection in member.selections:
        yield from (text.written_in for text in selection.texts)
