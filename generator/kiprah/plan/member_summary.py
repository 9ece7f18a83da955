"""Summary of one member for a community: only what is listed, bounded so that nobody fills the lists of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from kiprah.model.entry import Activity, Reflection
from kiprah.model.member import Member
from kiprah.model.slug import listed_slug, slug_of
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.attestation_views import attested_by
from kiprah.plan.formatting import time_text
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.page_outputs import PagePlanner
from kiprah.plan.privacy.visibility import Visible
from kiprah.plan.summary import LocalizedSummary, Participation, Story, Term
from kiprah.plan.translations import profile_text
from kiprah.plan.views.community import PersonItem, StoryItem
from kiprah.plan.views.text import Label

_CAUSES, _SKILLS = 10, 20
"""Maximum numbers of one member's causes and skills in lists over all members."""
_CAUSES_SHOWN = 3


def localized_summary(page_plan: PagePlanner) -> LocalizedSummary:
    """Describe a member in one language, as a community's lists show them."""
    localized = page_plan.localized
    visible = localized.visible
    causes = _bounded((cause for a in visible.activities for cause in _causes(localized, a)), _CAUSES)
    profile = profile_text(visible.member.profile, localized.language)
    named = [Term(slug, name) for name in profile.skills if (slug := slug_of(name))]
    skills = _bounded((*(skill for a in visible.activities for skill in _skills(localized, a)), *named), _SKILLS)
    person = _person(page_plan, causes)
    stories = [
        *(_activity(localized, a, person, causes, skills) for a in visible.activities if not a.is_event_alone),
        *(_reflection(localized, r, person, causes) for r in visible.reflections),
    ]
    place = Term(slug, profile.place) if (slug := listed_slug(profile.place)) else None
    ordered = tuple(sorted(stories, key=lambda story: (story.day, story.slug)))
    return LocalizedSummary(person, ordered, tuple(causes.values()), tuple(skills.values()), place)


def participations_of(localized: LocalizedMember) -> tuple[Participation, ...]:
    """List the events of a member's timeline, the member's own entry of each, and who stands by its hours."""
    return tuple(
        Participation(a.event, "" if a.is_event_alone else a.common.slug, attested_by(localized, a))
        for a in localized.visible.activities
        if a.event
    )


def minutes_by_year(visible: Visible) -> tuple[tuple[int, int], ...]:
    """Add up the hours of the listed activities by the year in which they began; none where totals are hidden."""
    if visible.settings.hours != "show":
        return ()
    years: Counter[int] = Counter()
    for activity in visible.activities:
        if activity.minutes is not None:
            years[activity.date.year] += activity.minutes
    return tuple(sorted(years.items()))


def _bounded(terms: Iterable[Term], most: int) -> dict[str, Term]:
    """Keep the terms named most often, in the order of their names; the newest name of each."""
    counts: Counter[str] = Counter()
    names: dict[str, Term] = {}
    for term in terms:
        counts[term.slug] += 1
        names[term.slug] = term
    kept = sorted(counts, key=lambda slug: (-counts[slug], slug))[:most]
    return {slug: names[slug] for slug in sorted(kept)}


def _causes(localized: LocalizedMember, activity: Activity) -> tuple[Term, ...]:
    return tuple(Term(_last(label), label.name) for label in localized.causes(activity))


def _skills(localized: LocalizedMember, activity: Activity) -> tuple[Term, ...]:
    return tuple(Term(_last(label), label.name) for label in localized.skills(activity))


def _last(label: Label) -> str:
    return label.href.path.rstrip("/").rpartition("/")[2]


def _person(page_plan: PagePlanner, causes: Mapping[str, Term]) -> PersonItem:
    localized = page_plan.localized
    visible = localized.visible
    member: Member = visible.member
    record = member.record
    view = page_plan.member(bio=False)
    counts = Counter(cause.slug for a in visible.activities for cause in _causes(localized, a))
    main = sorted(causes, key=lambda slug: (-counts[slug], slug))[:_CAUSES_SHOWN]
    words = view.name.split()
    return PersonItem(
        name=view.name,
        href=view.home,
        headline=view.headline,
        place=view.place,
        picture=view.picture,
        causes=tuple(_label(localized, causes[slug], "cause") for slug in main),
        since=time_text(record.since, localized.language),
        cohort=record.cohort,
        role=record.role,
        alumni=record.status == "alumni" or bool(record.until),
        initials="".join(word[0] for word in (*words[:1], *words[1:][-1:])).upper(),
        language=""
        if profile_text(member.profile, localized.language).language == localized.language
        else profile_text(member.profile, localized.language).language,
    )


def _label(localized: LocalizedMember, term: Term, kind: str) -> Label:
    here = community_routes(localized)
    return Label(term.name, here.cause(term.slug) if kind == "cause" else here.skill(term.slug))


def community_routes(localized: LocalizedMember) -> Routes:
    """Return the addresses of the community's own pages in the same language."""
    return Routes(localized.routes.root.removesuffix(localized.visible.member.prefix), "events")


def _activity(
    localized: LocalizedMember,
    activity: Activity,
    person: PersonItem,
    causes: Mapping[str, Term],
    skills: Mapping[str, Term],
) -> Story:
    item = localized.item(activity)
    own = tuple(causes[t.slug] for t in _causes(localized, activity) if t.slug in causes)
    labels = tuple(_label(localized, term, "cause") for term in own)
    story = StoryItem(replace(item, causes=labels), None, Label(person.name, person.href))
    named = tuple(skills[t.slug] for t in _skills(localized, activity) if t.slug in skills)
    return Story(activity.common.slug, activity.date.isoformat(), story, own, named)


def _reflection(
    localized: LocalizedMember, reflection: Reflection, person: PersonItem, causes: Mapping[str, Term]
) -> Story:
    about = localized.activity_of(reflection.activity)
    own = tuple(causes[t.slug] for t in _causes(localized, about) if t.slug in causes) if about is not None else ()
    story = StoryItem(None, localized.reflection_item(reflection), Label(person.name, person.href))
    return Story(reflection.common.slug, reflection.date.isoformat(), story, own)


def is_estimated(visible: Visible) -> bool:
    """Say whether some of the listed hours are estimates."""
    return any(a.estimated and a.minutes is not None for a in visible.activities)
