"""JSON-LD of pages, in schema.org's words, safe inside a script element.

Everything comes from the views, so that it can say no more than the page does. There is no type for volunteering
in schema.org: a role is an ``OrganizationRole`` of an ``NGO``, a session an ``Event`` that an ``Article`` tells of.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiprah.plan.addresses.routes import absolute
from kiprah.plan.data.community_ld import community_data
from kiprah.plan.data.json_value import Fields, Json, fields, script_text
from kiprah.plan.data.schema_org import author_of, days_of, organization_of, person_of, picture_of, place_of
from kiprah.plan.outputs import PageOutput
from kiprah.plan.views.entry import ActivityItem, ActivityView, EvidenceView, ReflectionView
from kiprah.plan.views.lists import CvView, HomeView, RoleItem, RoleView
from kiprah.plan.views.page import MemberView, PageView, SiteView
from kiprah.plan.views.text import Label, Link, Picture


def linked_data(output: PageOutput) -> str:
    """Write what a page's head says of its subject; empty where it is not to be said, or there is nothing to say."""
    if not output.described:
        return ""
    page, site, member, subject = output.page, output.site, output.member, output.subject
    if member is None:
        about = community_data(page, site, subject)
        return _written(about, page, site) if about else _breadcrumbs(page, site)
    if isinstance(subject, HomeView | CvView):
        return _written(_profile(page, site, member, subject.roles), page, site)
    if isinstance(subject, ActivityView):
        return _written(_activity(page, site, member, subject), page, site)
    if isinstance(subject, ReflectionView):
        return _written(_reflection(page, site, member, subject), page, site)
    if isinstance(subject, RoleView):
        # The member in this one role.
        person = person_of(site, member, (subject.item,))
        return _written(fields(("@type", "WebPage"), *_page(page), ("mainEntity", person)), page, site)
    return _breadcrumbs(page, site)


def _breadcrumbs(page: PageView, site: SiteView) -> str:
    """Describe where a page stands."""
    crumbs = _crumbs(page, site)
    return script_text(fields(("@context", "https://schema.org"), *crumbs.entries)) if crumbs else ""


def _profile(page: PageView, site: SiteView, member: MemberView, roles: Sequence[RoleItem]) -> Fields:
    """Describe the home page or the CV: a profile of the member with every role."""
    return fields(("@type", "ProfilePage"), *_page(page), ("mainEntity", person_of(site, member, roles)))


def _activity(page: PageView, site: SiteView, member: MemberView, view: ActivityView) -> Fields:
    """Describe an activity's page: an article by the member about an event."""
    return fields(
        ("@type", "Article"),
        *_page(page),
        *_article(page, site, member, view.item.picture),
        ("articleSection", view.item.causes[0].name if view.item.causes else ""),
        ("keywords", _names(view.item.causes, view.skills, view.tags)),
        ("about", _event(view.item, organization_of(view.organization))),
        ("mentions", tuple(_credential(site, e) for e in view.evidence if e.attestation is not None)),
    )


def _credential(site: SiteView, evidence: EvidenceView) -> Fields:
    """Describe what an organization signed; one that was withdrawn, or whose signer is not known, says so itself."""
    view = evidence.attestation
    assert view is not None
    is_confirmed = view.state in ("attested", "changed")
    issuer = fields(("@type", "NGO"), ("name", view.by)) if is_confirmed else None
    return fields(
        ("@type", "EducationalOccupationalCredential"),
        ("name", view.text),
        ("credentialCategory", "attested volunteer hours"),
        ("recognizedBy", issuer),
        ("dateCreated", view.when.start),
        ("url", absolute(site.url, evidence.href) if evidence.href else ""),
    )


def _reflection(page: PageView, site: SiteView, member: MemberView, view: ReflectionView) -> Fields:
    """Describe a reflection's page: an article by the member, about the activity it looks back on."""
    picture = next((part for part in view.body.parts if isinstance(part, Picture)), None)
    about = view.activity
    organization = fields(("@type", "NGO"), ("name", about.organization)) if about and about.organization else None
    return fields(
        ("@type", "Article"),
        *_page(page),
        *_article(page, site, member, picture),
        ("about", _event(about, organization, absolute(site.url, about.href)) if about else None),
    )


def _written(main: Fields, page: PageView, site: SiteView) -> str:
    crumbs = _crumbs(page, site)
    graph: tuple[Json, ...] = (main, crumbs) if crumbs else (main,)
    return script_text(Fields((("@context", "https://schema.org"), ("@graph", graph))))


def _page(page: PageView) -> tuple[tuple[str, Json], ...]:
    return (
        ("url", page.canonical),
        ("name", page.title),
        ("description", page.description),
        ("inLanguage", page.language),
        ("datePublished", page.published),
        ("dateModified", page.modified),
    )


def _article(
    page: PageView, site: SiteView, member: MemberView, picture: Picture | None
) -> tuple[tuple[str, Json], ...]:
    card = page.card.url if page.card else ""
    image: Json = picture_of(site, picture) if picture and site.url else card
    return (("headline", page.title), ("image", image), ("author", author_of(site, member)))


def _event(item: ActivityItem, organizer: Fields | None, url: str = "") -> Fields:
    return fields(
        ("@type", "Event"),
        ("name", item.title),
        ("url", url),
        *days_of(item.when),
        ("location", place_of(item.place)),
        ("organizer", organizer),
    )


def _names(causes: Sequence[Label], skills: Sequence[Label], tags: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(c.name for c in causes), *(s.name for s in skills), *tags)))


def _crumbs(page: PageView, site: SiteView) -> Fields | None:
    if not site.url or not page.crumbs:
        return None
    steps = (*page.crumbs, (page.title, Link(page.path.removesuffix("index.html"))))
    return fields(
        ("@type", "BreadcrumbList"),
        (
            "itemListElement",
            tuple(
                fields(("@type", "ListItem"), ("position", n), ("name", name), ("item", absolute(site.url, link)))
                for n, (name, link) in enumerate(steps, 1)
            ),
        ),
    )
