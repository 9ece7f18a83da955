"""Share kits of what is no entry: where those of roles and testimonials stand, and which kits name which others."""

from __future__ import annotations

from kiprah.model.entry import Activity, Testimonial
from kiprah.plan.captions import member_name
from kiprah.plan.formatting import summary_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.roles.role_items import role_item
from kiprah.plan.translations import testimonial_text
from kiprah.plan.views.text import Label, Link

ROLES, TESTIMONIALS, FOR = "roles", "testimonials", "for"
"""Folders under ``cards/`` and ``share/`` for what has slugs of its own."""
TAKEN = frozenset(("profile", ROLES, TESTIMONIALS, FOR))
"""Slugs no entry may have, since ``cards/`` and ``share/`` use them; years are taken too."""


def testimonial_kit(localized: LocalizedMember, testimonial: Testimonial) -> tuple[str, Label, Link, str]:
    """Return the slug and link of a testimonial's kit, the page it leads to, and the words it shares."""
    slug = f"{TESTIMONIALS}/{testimonial.common.slug}"
    about = localized.activity_of(testimonial.activity)
    target = localized.activity_link(about).href if about else localized.routes.home()
    text = testimonial_text(testimonial, localized.language)
    title = localized.words.say("card.testimonial_title", author=text.name, name=member_name(localized))
    return slug, Label(title, localized.routes.share(slug)), target, summary_of("", text.body.text)


def member_kits(localized: LocalizedMember) -> tuple[Label, ...]:
    """Name the kits of a member's roles, then of what others say; none where the site makes no cards."""
    if not localized.settings.cards.formats:
        return ()
    roles = []
    for role in localized.visible.roles:
        item = role_item(localized, role)
        title = localized.words.say("page.role", role=item.title, organization=item.organization.name)
        roles.append(Label(title, localized.routes.share(f"{ROLES}/{role.slug}")))
    return (*roles, *(testimonial_kit(localized, t)[1] for t in localized.visible.testimonials))


def activity_kits(localized: LocalizedMember, activity: Activity) -> tuple[Label, ...]:
    """Name the kits of an activity's role and of what others say of it; none where the site makes no cards."""
    if not localized.settings.cards.formats:
        return ()
    slug = activity.common.slug
    role = localized.role_of(activity)
    links = []
    if role is not None:
        item = role_item(localized, role)
        title = localized.words.say("page.role", role=item.title, organization=item.organization.name)
        links.append(Label(title, localized.routes.share(f"{ROLES}/{role.slug}")))
    spoken = (t for t in localized.visible.testimonials if t.activity == slug and localized.activity_of(slug))
    return (*links, *(testimonial_kit(localized, t)[1] for t in spoken))
