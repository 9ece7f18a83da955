"""``portfolio.json``: everything published of one member, for other programs; ``docs/portfolio.md`` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiprah import __version__
from kiprah.plan.data.absolute import address_of, html_of, text_of
from kiprah.plan.data.document import Fields, Json, fields, number_of
from kiprah.plan.data.output import JsonOutput
from kiprah.plan.data.portfolio import Portfolio, ToldActivity, ToldReflection, ToldRole, ToldTestimonial
from kiprah.plan.views.card import CARD_SIZES
from kiprah.plan.views.entry import Organization
from kiprah.plan.views.text import Hours, Label, Link, Picture, Rich

FORMAT = 1
"""Rises when a reader of the old shape could be misled; new keys alone do not raise it."""


def portfolio_output(portfolios: Sequence[Portfolio]) -> JsonOutput:
    """Plan the file from the same portfolio in each language, the default first.

    Addresses are absolute; where the site has none of its own, relative to the site's root.
    """
    main = portfolios[0]
    site = main.site
    days = [
        *(view.updated.start if view.updated else view.item.when.start for view in (a.view for a in main.activities)),
        *(view.updated.start if view.updated else view.item.when.start for view in (r.view for r in main.reflections)),
    ]
    document = Fields(
        (
            ("generator", fields(("name", "kiprah"), ("version", __version__))),
            ("format", FORMAT),
            (
                "site",
                fields(
                    ("url", site.url),
                    ("title", site.title),
                    ("description", site.description),
                    ("language", main.language),
                    ("languages", tuple(p.language for p in portfolios)),
                    ("updated", max(days, default="")),
                ),
            ),
            ("member", _member(portfolios)),
            *((("totals", fields(*_hours(main.hours))),) if main.hours else ()),
            ("roles", tuple(_role([p.roles[i] for p in portfolios], portfolios) for i in range(len(main.roles)))),
            (
                "activities",
                tuple(
                    _activity([p.activities[i] for p in portfolios], portfolios) for i in range(len(main.activities))
                ),
            ),
            (
                "reflections",
                tuple(
                    _reflection([p.reflections[i] for p in portfolios], portfolios)
                    for i in range(len(main.reflections))
                ),
            ),
            (
                "testimonials",
                tuple(
                    _testimonial([p.testimonials[i] for p in portfolios], portfolios)
                    for i in range(len(main.testimonials))
                ),
            ),
        )
    )
    return JsonOutput(main.routes.file("portfolio.json").path, document)


def _member(portfolios: Sequence[Portfolio]) -> Fields:
    main = portfolios[0]
    member, url = main.member, main.site.url
    return fields(
        ("name", member.name),
        ("url", address_of(url, member.home)),
        ("email", member.email),
        ("photo", _photo(member.picture, url) if member.picture else None),
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
                            *_body(p.member.bio, p, p.member.home),
                            ("cards", _cards("profile", p)),
                        ),
                    )
                    for p in portfolios
                    if p is main or not p.member.bio.language
                )
            ),
        ),
    )


def _role(told: Sequence[ToldRole], portfolios: Sequence[Portfolio]) -> Fields:
    main, url = told[0], portfolios[0].site.url
    item = main.view.item
    return fields(
        ("slug", main.slug),
        ("url", address_of(url, item.href)),
        ("role", item.title),
        ("organization", _organization(item.organization)),
        *_days(item.when.start, item.when.end, ongoing=item.ongoing),
        (
            "spans",
            tuple(fields(*_days(s.start, s.end, ongoing=not s.end)) for s in item.spans),
        ),
        *_hours(item.hours),
        ("causes", _names(item.causes)),
        ("skills", _names(main.view.skills)),
        ("activities", main.activities),
        (
            "texts",
            _texts(
                (
                    t.view.item.language,
                    p,
                    fields(
                        ("url", address_of(url, t.view.item.href)),
                        ("role", t.view.item.title),
                        ("organization", _organization(t.view.item.organization)),
                        ("summary", t.view.item.summary),
                        ("causes", _names(t.view.item.causes)),
                        ("skills", _names(t.view.skills)),
                    ),
                )
                for t, p in zip(told, portfolios, strict=True)
            ),
        ),
    )


def _activity(told: Sequence[ToldActivity], portfolios: Sequence[Portfolio]) -> Fields:
    main, url = told[0], portfolios[0].site.url
    view = main.view
    item = view.item
    return fields(
        ("slug", main.slug),
        ("url", address_of(url, item.href)),
        *_days(item.when.start, item.when.end, ongoing=item.ongoing),
        ("updated", view.updated.start if view.updated else ""),
        ("organization", _organization(view.organization)),
        ("role", item.role.name if item.role else ""),
        *_hours(item.hours),
        ("causes", _names(item.causes)),
        ("skills", _names(view.skills)),
        ("sdgs", tuple(goal.number for goal in view.goals)),
        ("tags", view.tags),
        ("place", item.place),
        ("with", view.companions),
        (
            "impact",
            tuple(
                fields(("value", number_of(amount)), ("what", impact.what), ("source", impact.source))
                for amount, impact in zip(main.amounts, view.impact, strict=True)
            ),
        ),
        (
            "evidence",
            tuple(
                fields(("kind", e.kind), ("label", e.label), ("url", address_of(url, e.href) if e.href else e.url))
                for e in view.evidence
            ),
        ),
        ("photos", _photos((item.picture, *_inside(view.body, view.reflection), *view.gallery), url)),
        ("videos", tuple(fields(("url", address_of(url, v.href)), ("alt", v.alt)) for v in view.videos)),
        (
            "texts",
            _texts((t.view.item.language, p, _activity_text(t, p)) for t, p in zip(told, portfolios, strict=True)),
        ),
    )


def _activity_text(told: ToldActivity, portfolio: Portfolio) -> Fields:
    view, url = told.view, portfolio.site.url
    item = view.item
    return fields(
        ("url", address_of(url, item.href)),
        ("title", item.title),
        ("summary", item.summary),
        ("quote", item.quote),
        ("organization", _organization(view.organization)),
        ("role", item.role.name if item.role else ""),
        ("place", item.place),
        ("causes", _names(item.causes)),
        ("skills", _names(view.skills)),
        ("with", view.companions),
        ("impact", tuple(impact.what for impact in view.impact)),
        *_body(view.body, portfolio, item.href),
        ("reflection", fields(*_body(view.reflection, portfolio, item.href))),
        ("cards", _cards(told.slug, portfolio)),
    )


def _reflection(told: Sequence[ToldReflection], portfolios: Sequence[Portfolio]) -> Fields:
    main, url = told[0], portfolios[0].site.url
    view = main.view
    return fields(
        ("slug", main.slug),
        ("url", address_of(url, view.item.href)),
        ("date", view.item.when.start),
        ("updated", view.updated.start if view.updated else ""),
        ("activity", main.activity),
        ("frame", main.frame),
        ("photos", _photos(_inside(view.body), url)),
        (
            "texts",
            _texts(
                (
                    t.view.item.language,
                    p,
                    fields(
                        ("url", address_of(url, t.view.item.href)),
                        ("title", t.view.item.title),
                        ("summary", t.view.item.summary),
                        ("quote", t.view.item.quote),
                        *_body(t.view.body, p, t.view.item.href),
                        ("cards", _cards(t.slug, p)),
                    ),
                )
                for t, p in zip(told, portfolios, strict=True)
            ),
        ),
    )


def _testimonial(told: Sequence[ToldTestimonial], portfolios: Sequence[Portfolio]) -> Fields:
    main = told[0]
    return fields(
        ("name", main.view.name),
        ("date", main.view.when.start if main.view.when else ""),
        ("activity", main.activity),
        (
            "texts",
            _texts(
                (
                    t.view.text.language,
                    p,
                    fields(("relation", t.view.relation), *_body(t.view.text, p, p.routes.home())),
                )
                for t, p in zip(told, portfolios, strict=True)
            ),
        ),
    )


def _texts(told: Iterable[tuple[str, Portfolio, Fields]]) -> Fields:
    # A text that stands in for a missing translation says its own language: it is told once, under that one.
    texts: dict[str, Json] = {}
    for language, portfolio, text in told:
        texts.setdefault(language or portfolio.language, text)
    return Fields(tuple(texts.items()))


def _days(start: str, end: str, *, ongoing: bool) -> tuple[tuple[str, Json], ...]:
    return (("date", start), ("end", "" if ongoing else end), ("ongoing", ongoing))


def _hours(hours: Hours | None) -> tuple[tuple[str, Json], ...]:
    return (("hours", number_of(hours.value)), ("hours_estimated", hours.estimated)) if hours else ()


def _organization(organization: Organization | None) -> Fields | None:
    if organization is None:
        return None
    return fields(("name", organization.name), ("url", organization.url), ("about", organization.about))


def _names(labels: Iterable[Label]) -> tuple[str, ...]:
    return tuple(label.name for label in labels)


def _body(rich: Rich | None, portfolio: Portfolio, page: Link) -> tuple[tuple[str, Json], ...]:
    return (("html", html_of(rich, portfolio.site.url, page, portfolio.language)), ("text", text_of(rich)))


def _cards(slug: str, portfolio: Portfolio) -> tuple[Fields, ...]:
    return tuple(
        fields(
            ("format", card),
            ("url", address_of(portfolio.site.url, portfolio.routes.card(slug, card))),
            ("width", CARD_SIZES[card][0]),
            ("height", CARD_SIZES[card][1]),
        )
        for card in portfolio.cards
    )


def _inside(*texts: Rich | None) -> tuple[Picture, ...]:
    return tuple(part for rich in texts if rich for part in rich.parts if isinstance(part, Picture))


def _photos(pictures: Iterable[Picture | None], url: str) -> tuple[Fields, ...]:
    distinct = {picture.full: picture for picture in reversed([p for p in pictures if p])}
    return tuple(_photo(picture, url) for picture in reversed(distinct.values()))


def _photo(picture: Picture, url: str) -> Fields:
    return fields(
        ("url", address_of(url, picture.full)),
        ("width", picture.width),
        ("height", picture.height),
        ("alt", picture.alt),
        ("caption", picture.caption),
        ("credit", picture.credit),
    )
