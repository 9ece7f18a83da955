"""Share kits of what is no entry: where those of roles and testimonials stand, and which kits name which others."""

from __future__ import annotations

from kiprah.model.entry import Activity, Testimonial
from kiprah.plan.captions import member_name
from kiprah.plan.localized import Edition, summary_of
from kiprah.plan.translations import testimonial_text
from kiprah.plan.views.text import Label, Link

ROLES, TESTIMONIALS = "roles", "testimonials"
"""Folders under ``cards/`` and ``share/`` for what has slugs of its own."""
TAKEN = frozenset(("profile", ROLES, TESTIMONIALS))
"""Slugs no entry may have, since ``cards/`` and ``share/`` use them; years are taken too."""


def testimonial_kit(edition: Edition, testimonial: Testimonial) -> tuple[str, Label, Link, str]:
    """Return the slug and link of a testimonial's kit, the page it leads to, and the words it shares."""
    slug = f"{TESTIMONIALS}/{testimonial.common.slug}"
    about = edition.activity_of(testimonial.activity)
    target = edition.activity_link(about).href if about else edition.routes.home()
    _, _, body = testimonial_text(testimonial, edition.language)
    title = edition.words.say("card.testimonial_title", author=testimonial.name, name=member_name(edition))
    return slug, Label(title, edition.routes.share(slug)), target, summary_of("", body.text)


def member_kits(edition: Edition) -> tuple[Label, ...]:
    """Name the kits of a member's roles, then of what others say; none where the site makes no cards."""
    if not edition.settings.cards.formats:
        return ()
    roles = []
    for role in edition.shown.roles:
        item = edition.role_item(role)
        title = edition.words.say("page.role", role=item.title, organization=item.organization.name)
        roles.append(Label(title, edition.routes.share(f"{ROLES}/{role.slug}")))
    return (*roles, *(testimonial_kit(edition, t)[1] for t in edition.shown.testimonials))


def activity_kits(edition: Edition, activity: Activity) -> tuple[Label, ...]:
    """Name the kits of an activity's role and of what others say of it; none where the site makes no cards."""
    if not edition.settings.cards.formats:
        return ()
    slug = activity.common.slug
    role = edition.role_of(activity)
    links = []
    if role is not None:
        item = edition.role_item(role)
        title = edition.words.say("page.role", role=item.title, organization=item.organization.name)
        links.append(Label(title, edition.routes.share(f"{ROLES}/{role.slug}")))
    said = (t for t in edition.shown.testimonials if t.activity == slug and edition.activity_of(slug))
    return (*links, *(testimonial_kit(edition, t)[1] for t in said))
