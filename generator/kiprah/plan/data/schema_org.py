"""People, organizations, places and pictures as schema.org names them."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.plan.addresses.routes import absolute
from kiprah.plan.data.json_value import Fields, Json, fields
from kiprah.plan.views.entry import OrganizationView
from kiprah.plan.views.lists import RoleItem
from kiprah.plan.views.page import MemberView, SiteView
from kiprah.plan.views.text import Picture, When


def author_of(site: SiteView, member: MemberView) -> Fields:
    """Name the member, as the author of something."""
    home = absolute(site.url, member.home)
    return fields(("@type", "Person"), ("@id", f"{home}#person" if home else ""), ("name", member.name), ("url", home))


def person_of(site: SiteView, member: MemberView, roles: Iterable[RoleItem]) -> Fields:
    """Describe the member with the roles they hold or held; never a counter of any kind, and no e-mail address."""
    return fields(
        *author_of(site, member).entries,
        ("description", member.headline),
        ("pronouns", member.pronouns),
        ("image", picture_of(site, member.picture) if member.picture and site.url else None),
        ("sameAs", tuple(link.url for link in member.links)),
        ("homeLocation", place_of(member.place)),
        ("knowsLanguage", member.languages),
        ("skills", member.skills),
        ("memberOf", tuple(role_of(site, role) for role in roles)),
    )


def role_of(site: SiteView, role: RoleItem) -> Fields:
    """Describe a role at an organization by days and name."""
    return fields(
        ("@type", "OrganizationRole"),
        ("roleName", role.title),
        ("url", absolute(site.url, role.href)),
        *days_of(role.when),
        ("memberOf", organization_of(role.organization)),
    )


def organization_of(organization: OrganizationView | None) -> Fields | None:
    """Describe an organization."""
    if organization is None or not organization.name:
        return None
    return fields(
        ("@type", "NGO"),
        ("name", organization.name),
        ("url", organization.url),
        ("description", organization.about),
    )


def place_of(name: str) -> Fields | None:
    """Describe a place by the coarse name given and nothing finer."""
    return fields(("@type", "Place"), ("name", name)) if name else None


def picture_of(site: SiteView, picture: Picture) -> Fields:
    """Describe a picture in its largest size, in pixels."""
    return fields(
        ("@type", "ImageObject"),
        ("contentUrl", absolute(site.url, picture.full)),
        ("width", picture.width),
        ("height", picture.height),
        ("caption", picture.plain_caption or picture.alt),
        ("creditText", picture.credit),
    )


def days_of(when: When) -> tuple[tuple[str, Json], ...]:
    """Name first and last day; no last one while it runs."""
    return (("startDate", when.start), ("endDate", when.end))
