"""The CV as a document: everything it may say, in its language, before a page decides how much of it fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from kiprah.catalog import words
from kiprah.locale_data import direction_of
from kiprah.model.entry import Activity
from kiprah.model.role import Role
from kiprah.model.selection import Selection
from kiprah.plan.addresses.routes import absolute
from kiprah.plan.background import background_of
from kiprah.plan.data.absolute_html import plain_text_of
from kiprah.plan.export.cv import CvDocument, CvItem, CvLink
from kiprah.plan.formatting import dotted, hours_of, non_empty
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.cv_page import cv_view
from kiprah.plan.pages.list_pages import other_activities, printed_address
from kiprah.plan.pages.selection_page import selected
from kiprah.plan.roles.role_items import part_items, role_item
from kiprah.plan.roles.role_list import minutes_of, role_within
from kiprah.plan.translations import profile_text, selection_text
from kiprah.plan.views.background import BackgroundView
from kiprah.plan.views.lists import RoleItem
from kiprah.plan.views.text import When

_SKILLS = 10
_SUMMARY = 420
"""Limit of letters of the bio that a CV tells, in whole paragraphs; the first is told whatever its length."""


def selection_document(localized: LocalizedMember, selection: Selection) -> CvDocument:
    """Gather what the CV for one reader may say: the roles of the chosen activities, with these alone."""
    activities, _ = selected(localized.visible, selection)
    text = selection_text(selection, localized.language)
    slugs = {activity.common.slug for activity in activities}
    roles = tuple(
        role_within(role, activities)
        for role in localized.visible.roles
        if any(a.common.slug in slugs for a in role.activities)
    )
    whole = cv_document(localized)
    minutes, estimated = minutes_of(activities)
    hours = localized.total(minutes, estimated)
    loose = [a for a in activities if localized.role_of(a) is None]
    address = absolute(localized.settings.url, localized.routes.selection(selection.common.slug))
    total = words(localized.language, "site").say("selection.total")
    own = tuple(
        _role(localized, role, item) for role, item in zip(roles, part_items(localized, activities), strict=True)
    )
    return replace(
        whole,
        title=f"{text.title} \u2013 {whole.person}",
        about=plain_text_of(localized.bodies.rich(text.body, text.language)),
        roles=(*own, *_loose(localized, loose)),
        total=f"{hours.text} {total}" if hours else "",
        testimonials=(),
        address=address,
        printed=printed_address(address),
    )


def cv_document(localized: LocalizedMember) -> CvDocument:
    """Gather what a CV may say in one language."""
    visible, say = localized.visible, words(localized.language, "site").say
    profile = visible.member.profile
    text = profile_text(profile, localized.language)
    background = background_of(localized)
    address = absolute(localized.settings.url, localized.routes.home())
    view = cv_view(localized, address)
    roles = [_role(localized, role, role_item(localized, role)) for role in visible.roles]
    roles += _loose(localized, [a for a in visible.activities if localized.role_of(a) is None])
    days = [a.date for a in visible.activities] + [a.common.updated for a in visible.activities if a.common.updated]
    skills = (*background.skills, *(skill.skill.name for skill in view.skills[:_SKILLS]))
    return CvDocument(
        language=localized.language,
        direction=direction_of(localized.language),
        title=f"{words(localized.language, 'export').say('target.cv')} \u2013 {text.name}",
        person=text.name,
        headline=text.headline,
        place=text.place,
        email=profile.email,
        links=tuple(
            CvLink(wording.label, link.url) for link, wording in zip(profile.links, text.link_words, strict=True)
        ),
        about=_beginning(plain_text_of(localized.bodies.rich(text.bio, text.language))),
        roles=tuple(roles),
        total=f"{view.hours.text} {say('cv.total')}" if view.hours else "",
        education=_education(background),
        work=_work(background),
        awards=tuple((a.title, dotted(a.awarder, _when(a.when))) for a in background.awards),
        certificates=(
            *((c.name, dotted(c.issuer, _when(c.when))) for c in background.certificates),
            *((e.label, activity.name) for e, activity in view.certificates),
        ),
        skills=", ".join(dict.fromkeys(skills)),
        languages=", ".join(spoken.text for spoken in text.languages),
        interests=", ".join(text.interests),
        testimonials=tuple((plain_text_of(t.text), _comma(t.name, t.relation)) for t in view.testimonials),
        address=address,
        printed=view.address,
        color=localized.settings.brand.color,
        day=max(days).isoformat() if days else "2000-01-01",
        hours_shown=localized.settings.hours == "show",
    )


def _loose(localized: LocalizedMember, activities: Sequence[Activity]) -> tuple[CvItem, ...]:
    """Tell the activities of no role as one line."""
    other = other_activities(localized, activities)
    if other is None:
        return ()
    site = words(localized.language, "site")
    minutes, estimated = minutes_of(activities)
    notes = non_empty(site.count("activities", other.activities), other.hours.text if other.hours else "")
    return (CvItem(site.say("other.activities"), notes=notes, minutes=minutes, estimated=estimated),)


def _role(localized: LocalizedMember, role: Role, item: RoleItem) -> CvItem:
    return CvItem(
        item.title,
        item.organization.name,
        item.when.short,
        non_empty(item.hours.text if item.hours else "", item.rhythm),
        tuple(f"{i.value} {i.what} ({i.source_label})" for i in item.impact[:3]) or non_empty(item.summary),
        absolute(localized.settings.url, item.href),
        role.minutes,
        role.estimated,
    )


def _education(background: BackgroundView) -> tuple[CvItem, ...]:
    return tuple(
        CvItem(
            e.institution,
            _comma(e.study_type, e.area),
            _when(e.when),
            non_empty(e.score, ", ".join(e.courses)),
            url=e.url,
        )
        for e in background.education
    )


def _work(background: BackgroundView) -> tuple[CvItem, ...]:
    return tuple(
        CvItem(
            w.position or w.name,
            w.name if w.position else "",
            _when(w.when),
            non_empty(w.location, w.summary),
            w.highlights,
            w.url,
        )
        for w in background.work
    )


def _beginning(text: str) -> str:
    """Keep the first paragraphs: one at least, and no more than a CV has room for."""
    kept: list[str] = []
    for paragraph in text.split("\n\n"):
        if kept and sum(map(len, kept)) + len(paragraph) > _SUMMARY:
            break
        kept.append(paragraph)
    return "\n\n".join(kept)


def _when(when: When | None) -> str:
    return when.text if when is not None else ""


def _comma(*parts: str) -> str:
    return ", ".join(non_empty(*parts))


def further_roles(document: CvDocument, left: Iterable[CvItem]) -> CvItem | None:
    """Say in one line what a page has no room for, so that its rows add up to the total above them."""
    rest = tuple(left)
    if not rest:
        return None
    given = [item.minutes for item in rest if item.minutes is not None]
    hours = hours_of(sum(given), any(item.estimated for item in rest), document.language) if given else None
    name = words(document.language, "site").say("cv.more_roles", number=str(len(rest)))
    return CvItem(name, notes=non_empty(hours.text if hours and document.hours_shown else ""))
