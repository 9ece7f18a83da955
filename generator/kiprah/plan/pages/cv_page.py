"""The CV: roles, background, skills and what vouches for them, on one or two printed pages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kiprah.model.role import Role
from kiprah.plan.background import background_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.pages.entry_pages import evidence_of, testimonial_view
from kiprah.plan.pages.list_pages import grouped, other_activities, printed_address
from kiprah.plan.roles.role_items import role_item
from kiprah.plan.roles.role_list import minutes_of
from kiprah.plan.views.entry import EvidenceView
from kiprah.plan.views.lists import CvView, OtherActivities, RoleItem, SkillEvidence
from kiprah.plan.views.text import Label

CV_PDF = "cv.pdf"
SKILL_PROOFS = 3
ROLES_IN_PRINT = 16
"""Maximum number of roles in print: more would fill a third page; on paper the rest is one line with its sum."""

_FIRST_ROLES, _IMPACTS_OF_FIRST, _IMPACTS_OF_OTHERS = 3, 3, 2
"""Numbers of first roles, and of changes told of them and of others: the first roles tell more of what changed."""


def cv_view(localized: LocalizedMember, address: str) -> CvView:
    """Build the CV; ``address`` is the absolute address its QR code leads to, or empty."""
    certificates: list[tuple[EvidenceView, Label]] = []
    for activity in reversed(localized.visible.activities):
        certificates.extend(
            (evidence, localized.activity_link(activity))
            for evidence in evidence_of(localized, activity)
            if evidence.kind == "certificate"
        )
    skills = sorted(grouped(localized, "skill").values(), key=lambda g: (-len(g[1]), g[0].name.casefold()))
    return CvView(
        roles=tuple(_in_print(role_item(localized, role), n) for n, role in enumerate(localized.visible.roles)),
        hours=localized.total(*minutes_of(localized.visible.activities)),
        skills=tuple(
            SkillEvidence(label, tuple(localized.activity_link(a) for a in tuple(reversed(group))[:SKILL_PROOFS]))
            for label, group in skills
        ),
        certificates=tuple(certificates),
        testimonials=tuple(testimonial_view(localized, t) for t in localized.visible.testimonials),
        qr=None,
        address=printed_address(address),
        other=other_activities(localized, localized.visible.activities),
        background=background_of(localized),
        pdf=localized.routes.file(CV_PDF) if localized.settings.cv.pdf else None,
        rest=_rest(localized, localized.visible.roles[ROLES_IN_PRINT:]),
    )


def _in_print(role: RoleItem, place: int) -> RoleItem:
    """Leave a role as much of what changed as paper has room for."""
    most = _IMPACTS_OF_FIRST if place < _FIRST_ROLES else _IMPACTS_OF_OTHERS
    return role if len(role.impact) <= most else replace(role, impact=role.impact[:most])


def _rest(localized: LocalizedMember, roles: Sequence[Role]) -> OtherActivities | None:
    """Gather the roles that paper has no room for, so that what is printed adds up to the total above it."""
    activities = [activity for role in roles for activity in role.activities]
    if not activities:
        return None
    return OtherActivities(len(roles), localized.total(*minutes_of(activities)), localized.routes.roles())
