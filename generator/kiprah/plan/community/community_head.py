"""Head of a community's pages: what stands above every page, a member's too."""

from __future__ import annotations

from kiprah.catalog import words
from kiprah.model.settings import Join
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.views.community import CommunityHead, JoinView


def head_of(localized: LocalizedMember) -> CommunityHead:
    """Build the head in one language, from the settings alone: no member's page depends on what others do."""
    settings = localized.settings
    routes = Routes(localized.routes.root.removesuffix(localized.visible.member.prefix), "events")
    return CommunityHead(
        title=settings.title,
        home=routes.home(),
        members=routes.members(),
        events=routes.activities(),
        search=routes.search(),
        join=join_of(settings.join, localized.language),
        feed=routes.file("feed.xml") if settings.url else None,
    )


def join_of(join: Join, language: str) -> JoinView | None:
    """Build the link to joining; None where the community names none."""
    address = join.url or (f"mailto:{join.email}" if join.email else "")
    if not address:
        return None
    return JoinView(join.label or words(language, "plan").say("community.join"), address)
