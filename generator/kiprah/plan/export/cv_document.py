"""The CV as a document: everything it may say, in its language, before a page decides how much of it fits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from kiprah.catalog import words
from kiprah.model.role import Role
from kiprah.plan.background import background_of
from kiprah.plan.cv_page import cv_view
from kiprah.plan.data.absolute import plain_text_of
from kiprah.plan.date_patterns import locale_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.roles import minutes_of
from kiprah.plan.routes import absolute
from kiprah.plan.translations import profile_text
from kiprah.plan.views.background import BackgroundView
from kiprah.plan.views.text import When

_SKILLS = 10
_SUMMARY = 420
"""Of the bio, a CV tells about as many letters, to the end of a paragraph."""


class CvLink(Struct, frozen=True):
    """An address of the member elsewhere."""

    label: str
    url: str


class CvItem(Struct, frozen=True):
    """A role, a school, a job."""

    name: str
    what: str = ""
    when: str = ""
    notes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    url: str = ""
    minutes: int | None = None
    estimated: bool = False


class CvDocument(Struct, frozen=True):
    """All that a CV may say."""

    language: str
    direction: Literal["ltr", "rtl"]
    title: str
    person: str
    headline: str
    place: str
    email: str
    links: tuple[CvLink, ...]
    about: str
    roles: tuple[CvItem, ...]
    """The activities of no role are the last of them, as one."""
    total: str
    education: tuple[CvItem, ...]
    work: tuple[CvItem, ...]
    awards: tuple[tuple[str, str], ...]
    certificates: tuple[tuple[str, str], ...]
    skills: str
    languages: str
    interests: str
    testimonials: tuple[tuple[str, str], ...]
    """What is said, and by whom."""
    address: str
    """Where the QR code leads; or empty."""
    printed: str
    color: str
    day: str
    """The newest day among all it shows, ISO; it stands for the clock."""
    hours_shown: bool = True


def cv_document(localized: LocalizedMember) -> CvDocument:
    """Gather what a CV may say in one language."""
    visible, say = localized.visible, words(localized.language, "site").say
    profile = visible.member.profile
    text = profile_text(profile, localized.language)
    background = background_of(localized)
    address = absolute(localized.settings.url, localized.routes.home())
    view = cv_view(localized, address)
    site = words(localized.language, "site")
    roles = [_role(localized, role) for role in visible.roles]
    if view.other is not None:
        loose = [a for a in visible.activities if localized.role_of(a) is None]
        minutes, estimated = minutes_of(loose)
        notes = _given(
            site.count("activities", view.other.activities), view.other.hours.text if view.other.hours else ""
        )
        roles.append(CvItem(say("other.activities"), notes=notes, minutes=minutes, estimated=estimated))
    days = [a.date for a in visible.activities] + [a.common.updated for a in visible.activities if a.common.updated]
    skills = (*background.skills, *(skill.skill.name for skill in view.skills[:_SKILLS]))
    return CvDocument(
        language=localized.language,
        direction="rtl" if locale_of(localized.language).text_direction == "rtl" else "ltr",
        title=f"{words(localized.language, 'export').say('target.cv')} \u2013 {text.name}",
        person=text.name,
        headline=text.headline,
        place=text.place,
        email=profile.email,
        links=tuple(CvLink(told.label, link.url) for link, told in zip(profile.links, text.links, strict=True)),
        about=_beginning(plain_text_of(localized.bodies.rich(text.bio, text.language))),
        roles=tuple(roles),
        total=f"{view.hours.text} {say('cv.total')}" if view.hours else "",
        education=_education(background),
        work=_work(background),
        awards=tuple((a.title, _dots(a.awarder, _when(a.when))) for a in background.awards),
        certificates=(
            *((c.name, _dots(c.issuer, _when(c.when))) for c in background.certificates),
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


def _role(localized: LocalizedMember, role: Role) -> CvItem:
    item = localized.role_item(role)
    return CvItem(
        item.title,
        item.organization.name,
        item.when.short,
        _given(item.hours.text if item.hours else "", item.rhythm),
        tuple(f"{i.value} {i.what} ({i.source_label})" for i in item.impact[:3]) or _given(item.summary),
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
            _given(e.score, ", ".join(e.courses)),
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
            _given(w.location, w.summary),
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


def _given(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def _dots(*parts: str) -> str:
    return " \u00b7 ".join(_given(*parts))


def _comma(*parts: str) -> str:
    return ", ".join(_given(*parts))


def further_roles(document: CvDocument, left: Iterable[CvItem]) -> CvItem | None:
    """Say in one line what a page has no room for, so that its rows add up to the total above them."""
    from kiprah.plan.formatting import hours_of

    rest = tuple(left)
    if not rest:
        return None
    given = [item.minutes for item in rest if item.minutes is not None]
    hours = hours_of(sum(given), any(item.estimated for item in rest), document.language) if given else None
    name = words(document.language, "site").say("cv.more_roles", number=str(len(rest)))
    return CvItem(name, notes=_given(hours.text if hours and document.hours_shown else ""))
