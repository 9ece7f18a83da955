"""The home page: who this is, what for, since when, and what vouches for it."""

from __future__ import annotations

from msgspec.structs import replace

from kiprah.plan.calendar_days import stretches_of
from kiprah.plan.formatting import known_text
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.entry_pages import evidence_of, testimonial_view
from kiprah.plan.pages.list_pages import (
    chapters_of,
    evidence_of_role,
    grouped,
    newest_reflections,
    other_activities,
    overlap,
    whole_strip,
)
from kiprah.plan.roles.role_items import role_item
from kiprah.plan.roles.role_list import minutes_of
from kiprah.plan.views.entry import EvidenceView
from kiprah.plan.views.lists import HomeView
from kiprah.plan.views.months import YearDots
from kiprah.plan.views.text import Label, Link

_CAUSES_AT_HOME = 3
_REFLECTIONS_AT_HOME = 3


def home_view(localized: LocalizedMember) -> HomeView:
    """Build the home page."""
    activities = localized.visible.activities
    causes = sorted(
        grouped(localized, "cause").values(), key=lambda g: (-(minutes_of(g[1])[0] or 0), -len(g[1]), g[0].href.path)
    )
    shown = causes[:_CAUSES_AT_HOME]
    portrait = localized.visible.member.profile.photo
    return HomeView(
        hours=localized.total(*minutes_of(activities)),
        since=known_text(activities[0].start_as_known[:7], localized.language, "yMMMM", "yMMMM") if activities else "",
        causes=tuple(localized.term_item(label, group) for label, group in shown),
        roles=tuple(
            replace(role_item(localized, r), evidence=evidence_of_role(localized, r)) for r in localized.visible.roles
        ),
        chapters=chapters_of(localized, localized.visible.reflections),
        strip=whole_strip(localized),
        reflections=newest_reflections(localized, localized.visible.reflections)[:_REFLECTIONS_AT_HOME],
        testimonials=tuple(testimonial_view(localized, t) for t in localized.visible.testimonials),
        other=other_activities(localized, activities),
        causes_overlap=overlap(group for _, group in shown),
        proof=_proof(localized),
        dots=YearDots(stretches_of(activities)) if portrait is None and activities else None,
    )


def _vouches(evidence: EvidenceView) -> bool:
    return evidence.attestation is None or evidence.attestation.state in ("attested", "changed")


def _proof(localized: LocalizedMember) -> tuple[Label, ...]:
    """Say in few words what vouches for the member, and where it stands."""
    vouched = sum(any(map(_vouches, evidence_of(localized, activity))) for activity in localized.visible.activities)
    words, voices, proof = localized.words, len(localized.visible.testimonials), []
    if vouched:
        text = words.count("proof.evidence", vouched, number=str(vouched))
        where = localized.routes.roles() if localized.visible.roles else localized.routes.cv()
        proof.append(Label(text, where, localized.spoken))
    if voices:
        text = words.count("proof.testimonials", voices, number=str(voices))
        proof.append(Label(text, Link(localized.routes.home().path, "testimonials"), localized.spoken))
    return tuple(proof)
