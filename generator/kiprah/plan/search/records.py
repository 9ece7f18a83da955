"""Search records: what a search may find of one member in one language. Made from what is listed, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, get_args

from msgspec import Struct

from kiprah.model.entry import Activity, Page, Reflection
from kiprah.model.slug import slug_of
from kiprah.plan.formatting import summary_of, when_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.translations import activity_text, page_text, profile_text, reflection_text

SearchKind = Literal["member", "activity", "reflection", "event", "page"]
SEARCH_KINDS: tuple[SearchKind, ...] = get_args(SearchKind)
"""The kinds by their number in the index."""

TITLE_WEIGHT, NAME_WEIGHT, FACT_WEIGHT, ASIDE_WEIGHT, BODY_WEIGHT = 8, 5, 4, 2, 1
"""Weights of a word: in a title, in a name, in a fact (place, role, skill), in a sentence set apart, in a text."""

_FACETS = 30
"""Maximum number of causes, and of skills, that one record belongs to."""


class SearchRecord(Struct, frozen=True):
    """One page that a search may find."""

    kind: SearchKind
    url: str
    """Its page, from the site's root."""
    title: str
    texts: tuple[tuple[int, str], ...]
    """Texts by which it is found, each after the weight of a word of it."""
    date: str = ""
    """ISO date, or empty."""
    when: str = ""
    """The same for people."""
    organization: str = ""
    place: str = ""
    lead: str = ""
    """Its first sentence."""
    language: str = ""
    """The language of its words where it is not the page's."""
    causes: tuple[str, ...] = ()
    """Slugs of causes."""
    skills: tuple[str, ...] = ()
    """Slugs of skills."""


def search_records(localized: LocalizedMember) -> tuple[SearchRecord, ...]:
    """List what may be found of a member: profile, activities, reflections and own pages that stand in lists."""
    visible = localized.visible
    name = profile_text(visible.member.profile, localized.language).name
    return (
        _profile_record(localized),
        *(_activity_record(localized, a, name, "activity") for a in visible.activities if not a.is_event_alone),
        *(_reflection_record(localized, reflection, name) for reflection in visible.reflections),
        *(_page_record(localized, page, name) for page in visible.pages),
    )


def host_records(localized: LocalizedMember) -> tuple[SearchRecord, ...]:
    """List what may be found of a community besides its members: its events and its own pages."""
    visible = localized.visible
    return (
        *(_activity_record(localized, activity, "", "event") for activity in visible.activities),
        *(_page_record(localized, page, "") for page in visible.pages),
    )


def _profile_record(localized: LocalizedMember) -> SearchRecord:
    visible = localized.visible
    text = profile_text(visible.member.profile, localized.language)
    organizations = {label: None for role in visible.roles for a in role.activities if (label := _organization(a))}
    causes = {slug: None for a in visible.activities for slug in _slugs(a.original.causes)}
    skills = dict.fromkeys(_slugs(text.skills))
    skills |= {slug: None for a in visible.activities for slug in _slugs(a.original.skills)}
    return SearchRecord(
        kind="member",
        url=localized.routes.home().path,
        title=text.name,
        texts=(
            (TITLE_WEIGHT + ASIDE_WEIGHT, text.name),
            (NAME_WEIGHT, text.headline),
            (FACT_WEIGHT, "\n".join((text.place, *text.skills, *text.interests))),
            (ASIDE_WEIGHT, "\n".join(organizations)),
            (BODY_WEIGHT, text.bio.text),
        ),
        place=text.place,
        lead=text.headline or summary_of("", text.bio.text),
        language=_foreign(text.language, localized),
        causes=tuple(causes),
        skills=tuple(skills),
    )


def _activity_record(
    localized: LocalizedMember, activity: Activity, name: str, kind: Literal["activity", "event"]
) -> SearchRecord:
    text = activity_text(activity, localized.language)
    item = localized.item(activity)
    causes = tuple(label.name for label in localized.causes(activity))
    # What is said of photos is not told here: a photo may be held back, its words with it.
    return SearchRecord(
        kind=kind,
        url=item.href.path,
        title=text.title,
        texts=(
            (TITLE_WEIGHT, text.title),
            (NAME_WEIGHT, item.organization),
            (FACT_WEIGHT, "\n".join((text.role, text.place, *text.skills, *causes, *text.tags))),
            (ASIDE_WEIGHT, "\n".join((text.description, text.quote, name, *text.companions))),
            (BODY_WEIGHT, "\n".join(change.what for change in text.impact_words)),
            (BODY_WEIGHT, text.body.text),
            (BODY_WEIGHT, text.reflection.text if text.reflection is not None else ""),
        ),
        date=activity.start_as_known,
        when=item.when.short,
        organization=item.organization,
        place=text.place,
        lead=item.summary,
        language=item.language,
        causes=_slugs(activity.original.causes),
        skills=_slugs(activity.original.skills),
    )


def _reflection_record(localized: LocalizedMember, reflection: Reflection, name: str) -> SearchRecord:
    text = reflection_text(reflection, localized.language)
    about = localized.activity_of(reflection.activity)
    return SearchRecord(
        kind="reflection",
        url=localized.reflection_link(reflection).href.path,
        title=text.title,
        texts=(
            (TITLE_WEIGHT, text.title),
            (FACT_WEIGHT, "\n".join(text.tags)),
            (ASIDE_WEIGHT, "\n".join((text.description, text.quote, name))),
            (BODY_WEIGHT, text.body.text),
        ),
        date=reflection.date.isoformat(),
        when=_short(reflection.date, localized.language),
        lead=summary_of(text.description, text.body.text),
        language=_foreign(text.language, localized),
        causes=_slugs(about.original.causes) if about else (),
        skills=_slugs(about.original.skills) if about else (),
    )


def _page_record(localized: LocalizedMember, page: Page, name: str) -> SearchRecord:
    text = page_text(page, localized.language)
    here = localized.routes if localized.has_page(page) else localized.origin
    return SearchRecord(
        kind="page",
        url=here.page(page.common.slug).path,
        title=text.title,
        texts=(
            (TITLE_WEIGHT, text.title),
            (ASIDE_WEIGHT, "\n".join((text.description, name))),
            (BODY_WEIGHT, text.body.text),
        ),
        lead=summary_of(text.description, text.body.text),
        language=_foreign(text.language, localized),
    )


def _organization(activity: Activity) -> str:
    return activity.original.organization.name if activity.original.organization else ""


def _slugs(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slug for name in names if (slug := slug_of(name))))[:_FACETS]


def _short(day: date, language: str) -> str:
    return when_of(day, None, False, language).short


def _foreign(language: str, localized: LocalizedMember) -> str:
    return "" if language == localized.language else language
