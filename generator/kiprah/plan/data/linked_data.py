"""Which JSON-LD a page carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiprah.plan.data.json_ld import activity_ld, breadcrumb_ld, home_ld, reflection_ld, role_ld
from kiprah.plan.views.data import PageFacts
from kiprah.plan.views.entry import ActivityView, ReflectionView
from kiprah.plan.views.gathered import CvView, HomeView, RoleView

if TYPE_CHECKING:
    from kiprah.plan.pages import Draft, PageBook


def linked_data(book: PageBook, draft: Draft, canonical: str) -> str:
    """Describe a page from what it shows; ``canonical`` is its absolute address, or empty where the site has none."""
    card = book.deck.image(draft.card) if canonical else None
    page = PageFacts(
        href=draft.link,
        title=draft.title,
        description=draft.description,
        language=book.edition.language,
        crumbs=draft.crumbs,
        published=draft.published,
        modified=draft.modified,
        card=card.url if card else "",
    )
    site, subject = book.site, draft.subject
    if isinstance(subject, HomeView | CvView):
        return home_ld(page, site, book.member(bio=False), subject.roles)
    if isinstance(subject, ActivityView):
        return activity_ld(page, site, book.member(bio=False), subject)
    if isinstance(subject, ReflectionView):
        return reflection_ld(page, site, book.member(bio=False), subject)
    if isinstance(subject, RoleView):
        return role_ld(page, site, book.member(bio=False), subject)
    return breadcrumb_ld(page, site)
