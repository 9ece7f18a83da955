"""``portfolio.json``: everything published of one member, for other programs; ``docs/portfolio.md`` describes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from msgspec.structs import replace

from kiprah import __version__
from kiprah.plan.data.absolute_html import address_of, plain_text_of
from kiprah.plan.data.background_json import BackgroundJson, background_json
from kiprah.plan.data.entry_json import activity_json, page_json, reflection_json, testimonial_json
from kiprah.plan.data.json_parts import cards_of, html_in, label_names, organization_json, photo_json, texts_of
from kiprah.plan.data.json_value import number_of
from kiprah.plan.data.portfolio import Portfolio, RoleExport
from kiprah.plan.data.portfolio_types import (
    GeneratorJson,
    HoursJson,
    LinkJson,
    MemberJson,
    MemberTextJson,
    PortfolioJson,
    RoleJson,
    RoleTextJson,
    SiteJson,
    SpanJson,
)
from kiprah.plan.formatting import is_day
from kiprah.plan.sharing.share_kits import ROLES

PORTFOLIO = "portfolio.json"
_FORMAT = 1
"""Version of the format; it rises when a reader of the old shape could be misled; new keys alone do not raise it."""

T = TypeVar("T")
JsonT = TypeVar("JsonT")


def portfolio_json(portfolios: Sequence[Portfolio]) -> PortfolioJson:
    """Describe the member from the same portfolio in each language, the default first.

    Addresses are absolute; where the site has none of its own, relative to the site's root.
    """
    main = portfolios[0]

    def each(
        lists: Iterable[tuple[T, ...]], write: Callable[[Sequence[T], Sequence[Portfolio]], JsonT]
    ) -> tuple[JsonT, ...]:
        return tuple(write(entry, portfolios) for entry in zip(*lists, strict=True))

    return PortfolioJson(
        generator=GeneratorJson("kiprah", __version__),
        format=_FORMAT,
        site=_site(portfolios),
        member=_member(portfolios),
        totals=HoursJson(number_of(main.hours.value), main.hours.estimated) if main.hours else None,
        roles=each((p.roles for p in portfolios), _role),
        activities=each((p.activities for p in portfolios), activity_json),
        reflections=each((p.reflections for p in portfolios), reflection_json),
        testimonials=each((p.testimonials for p in portfolios), testimonial_json),
        pages=each((p.pages for p in portfolios), page_json),
    )


def _site(portfolios: Sequence[Portfolio]) -> SiteJson:
    main = portfolios[0]
    days = [entry.view.updated.start if entry.view.updated else entry.view.item.when.start for entry in main.activities]
    days += [
        entry.view.updated.start if entry.view.updated else entry.view.item.when.start for entry in main.reflections
    ]
    return SiteJson(
        url=main.site.url,
        title=main.site.title,
        description=main.site.description,
        language=main.language,
        languages=tuple(p.language for p in portfolios),
        updated=max(filter(is_day, days), default=""),
    )


def _member(portfolios: Sequence[Portfolio]) -> MemberJson:
    main = portfolios[0]
    member, url = main.member, main.site.url
    return MemberJson(
        name=member.name,
        url=address_of(url, member.home),
        email=member.email,
        photo=photo_json(member.picture, url) if member.picture else None,
        links=tuple(LinkJson(link.label, link.url) for link in member.links),
        texts={p.language: _member_text(p, url) for p in portfolios if p is main or not p.member.bio.language},
    )


def _member_text(portfolio: Portfolio, url: str) -> MemberTextJson:
    member = portfolio.member
    background = background_json(portfolio.background)
    return MemberTextJson(
        url=address_of(url, member.home),
        name=member.name,
        headline=member.headline,
        pronouns=member.pronouns,
        place=member.place,
        skills=member.skills,
        languages=member.languages,
        interests=member.interests,
        html=html_in(member.bio, portfolio, member.home),
        text=plain_text_of(member.bio),
        cards=cards_of("profile", portfolio),
        background=background if _says_more(background) else None,
    )


def _says_more(background: BackgroundJson) -> bool:
    """Say whether the background holds more than the names of languages, which stand in the text already."""
    bare = replace(background, languages=())
    return bare != BackgroundJson() or any(spoken.fluency for spoken in background.languages)


def _role(entry: Sequence[RoleExport], portfolios: Sequence[Portfolio]) -> RoleJson:
    main, url = entry[0], portfolios[0].site.url
    item = main.view.item
    return RoleJson(
        slug=main.slug,
        url=address_of(url, item.href),
        role=item.title,
        organization=organization_json(item.organization),
        date=item.when.start,
        end="" if item.ongoing else item.when.end,
        ongoing=item.ongoing,
        spans=tuple(SpanJson(date=s.start, end=s.end, ongoing=not s.end) for s in item.spans),
        hours=number_of(item.hours.value) if item.hours else None,
        hours_estimated=item.hours.estimated if item.hours else None,
        causes=label_names(item.causes),
        skills=label_names(main.view.skills),
        activities=main.activities,
        texts=texts_of((t.view.item.language, p, _role_text(t, p)) for t, p in zip(entry, portfolios, strict=True)),
    )


def _role_text(entry: RoleExport, portfolio: Portfolio) -> RoleTextJson:
    item = entry.view.item
    return RoleTextJson(
        url=address_of(portfolio.site.url, item.href),
        role=item.title,
        organization=organization_json(item.organization),
        summary=item.summary,
        causes=label_names(item.causes),
        skills=label_names(entry.view.skills),
        cards=cards_of(f"{ROLES}/{entry.slug}", portfolio),
    )
