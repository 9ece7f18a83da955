"""``portfolio.json``: everything published of one member, for other programs; ``docs/portfolio.md`` describes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from kiprah import __version__
from kiprah.plan.data.absolute import address_of
from kiprah.plan.data.entry_json import activity_json, page_json, reflection_json, testimonial_json
from kiprah.plan.data.export import Portfolio, RoleExport
from kiprah.plan.data.file_outputs import PortfolioOutput
from kiprah.plan.data.json_parts import (
    body_of,
    cards_of,
    days_of,
    hours_of,
    names_of,
    organization_of,
    photo_of,
    texts_of,
)
from kiprah.plan.data.json_value import Fields, fields
from kiprah.plan.share_kits import ROLES

PORTFOLIO = "portfolio.json"
FORMAT = 1
"""Rises when a reader of the old shape could be misled; new keys alone do not raise it."""

T = TypeVar("T")


def portfolio_output(portfolios: Sequence[Portfolio]) -> PortfolioOutput:
    """Plan the file from the same portfolio in each language, the default first.

    Addresses are absolute; where the site has none of its own, relative to the site's root.
    """
    main = portfolios[0]

    def each(
        lists: Iterable[tuple[T, ...]], write: Callable[[Sequence[T], Sequence[Portfolio]], Fields]
    ) -> tuple[Fields, ...]:
        return tuple(write(told, portfolios) for told in zip(*lists, strict=True))

    return PortfolioOutput(
        path=main.routes.file(PORTFOLIO).path,
        before=Fields(
            (
                ("generator", fields(("name", "kiprah"), ("version", __version__))),
                ("format", FORMAT),
                ("site", _site(portfolios)),
                ("member", _member(portfolios)),
                *((("totals", fields(*hours_of(main.hours))),) if main.hours else ()),
                ("roles", each((p.roles for p in portfolios), _role)),
            )
        ),
        activities=each((p.activities for p in portfolios), activity_json),
        reflections=each((p.reflections for p in portfolios), reflection_json),
        after=Fields(
            (
                ("testimonials", each((p.testimonials for p in portfolios), testimonial_json)),
                ("pages", each((p.pages for p in portfolios), page_json)),
            )
        ),
    )


def _site(portfolios: Sequence[Portfolio]) -> Fields:
    main = portfolios[0]
    days = [told.view.updated.start if told.view.updated else told.view.item.when.start for told in main.activities]
    days += [told.view.updated.start if told.view.updated else told.view.item.when.start for told in main.reflections]
    return fields(
        ("url", main.site.url),
        ("title", main.site.title),
        ("description", main.site.description),
        ("language", main.language),
        ("languages", tuple(p.language for p in portfolios)),
        ("updated", max(days, default="")),
    )


def _member(portfolios: Sequence[Portfolio]) -> Fields:
    main = portfolios[0]
    member, url = main.member, main.site.url
    return fields(
        ("name", member.name),
        ("url", address_of(url, member.home)),
        ("email", member.email),
        ("photo", photo_of(member.picture, url) if member.picture else None),
        ("links", tuple(fields(("label", link.label), ("url", link.url)) for link in member.links)),
        (
            "texts",
            Fields(
                tuple(
                    (
                        p.language,
                        fields(
                            ("url", address_of(url, p.member.home)),
                            ("name", p.member.name),
                            ("headline", p.member.headline),
                            ("pronouns", p.member.pronouns),
                            ("place", p.member.place),
                            ("skills", p.member.skills),
                            ("languages", p.member.languages),
                            ("interests", p.member.interests),
                            *body_of(p.member.bio, p, p.member.home),
                            ("cards", cards_of("profile", p)),
                        ),
                    )
                    for p in portfolios
                    if p is main or not p.member.bio.language
                )
            ),
        ),
    )


def _role(told: Sequence[RoleExport], portfolios: Sequence[Portfolio]) -> Fields:
    main, url = told[0], portfolios[0].site.url
    item = main.view.item
    return fields(
        ("slug", main.slug),
        ("url", address_of(url, item.href)),
        ("role", item.title),
        ("organization", organization_of(item.organization)),
        *days_of(item.when.start, item.when.end, ongoing=item.ongoing),
        (
            "spans",
            tuple(fields(*days_of(s.start, s.end, ongoing=not s.end)) for s in item.spans),
        ),
        *hours_of(item.hours),
        ("causes", names_of(item.causes)),
        ("skills", names_of(main.view.skills)),
        ("activities", main.activities),
        (
            "texts",
            texts_of(
                (
                    t.view.item.language,
                    p,
                    fields(
                        ("url", address_of(url, t.view.item.href)),
                        ("role", t.view.item.title),
                        ("organization", organization_of(t.view.item.organization)),
                        ("summary", t.view.item.summary),
                        ("causes", names_of(t.view.item.causes)),
                        ("skills", names_of(t.view.skills)),
                        ("cards", cards_of(f"{ROLES}/{t.slug}", p)),
                    ),
                )
                for t, p in zip(told, portfolios, strict=True)
            ),
        ),
    )
