"""Activities, reflections, testimonials and pages as ``portfolio.json`` tells them: facts once, words per language."""

from __future__ import annotations

from collections.abc import Sequence

from kiprah.plan.data.absolute import address_of
from kiprah.plan.data.export import ActivityExport, PageExport, Portfolio, ReflectionExport, TestimonialExport
from kiprah.plan.data.json_parts import (
    body_of,
    cards_of,
    carousel_json,
    days_of,
    hours_of,
    inside,
    names_of,
    organization_of,
    photos_of,
    texts_of,
)
from kiprah.plan.data.json_value import Fields, fields, number_of
from kiprah.plan.share_kits import TESTIMONIALS


def activity_json(told: Sequence[ActivityExport], portfolios: Sequence[Portfolio]) -> Fields:
    """Describe an activity, told in each language."""
    main, url = told[0], portfolios[0].site.url
    view = main.view
    item = view.item
    return fields(
        ("slug", main.slug),
        ("url", address_of(url, item.href)),
        *days_of(item.when.start, item.when.end, ongoing=item.ongoing),
        ("updated", view.updated.start if view.updated else ""),
        ("organization", organization_of(view.organization)),
        ("role", item.role.name if item.role else ""),
        *hours_of(item.hours),
        ("causes", names_of(item.causes)),
        ("skills", names_of(view.skills)),
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
        ("photos", photos_of((item.picture, *inside(view.body, view.reflection), *view.gallery), url)),
        ("videos", tuple(fields(("url", address_of(url, v.href)), ("alt", v.alt)) for v in view.videos)),
        (
            "texts",
            texts_of((t.view.item.language, p, _activity_text(t, p)) for t, p in zip(told, portfolios, strict=True)),
        ),
    )


def _activity_text(told: ActivityExport, portfolio: Portfolio) -> Fields:
    view, url = told.view, portfolio.site.url
    item = view.item
    return fields(
        ("url", address_of(url, item.href)),
        ("title", item.title),
        ("summary", item.summary),
        ("quote", item.quote),
        ("organization", organization_of(view.organization)),
        ("role", item.role.name if item.role else ""),
        ("place", item.place),
        ("causes", names_of(item.causes)),
        ("skills", names_of(view.skills)),
        ("with", view.companions),
        ("impact", tuple(impact.what for impact in view.impact)),
        *body_of(view.body, portfolio, item.href),
        ("reflection", fields(*body_of(view.reflection, portfolio, item.href))),
        ("cards", cards_of(told.slug, portfolio)),
        ("carousel", carousel_json(told.carousel, url) if told.carousel else None),
    )


def reflection_json(told: Sequence[ReflectionExport], portfolios: Sequence[Portfolio]) -> Fields:
    """Describe a reflection, told in each language."""
    main, url = told[0], portfolios[0].site.url
    view = main.view
    return fields(
        ("slug", main.slug),
        ("url", address_of(url, view.item.href)),
        ("date", view.item.when.start),
        ("updated", view.updated.start if view.updated else ""),
        ("activity", main.activity),
        ("frame", main.frame),
        ("photos", photos_of(inside(view.body), url)),
        (
            "texts",
            texts_of(
                (
                    t.view.item.language,
                    p,
                    fields(
                        ("url", address_of(url, t.view.item.href)),
                        ("title", t.view.item.title),
                        ("summary", t.view.item.summary),
                        ("quote", t.view.item.quote),
                        *body_of(t.view.body, p, t.view.item.href),
                        ("cards", cards_of(t.slug, p)),
                    ),
                )
                for t, p in zip(told, portfolios, strict=True)
            ),
        ),
    )


def testimonial_json(told: Sequence[TestimonialExport], portfolios: Sequence[Portfolio]) -> Fields:
    """Describe somebody else's words, told in each language."""
    main = told[0]
    return fields(
        ("name", main.view.name),
        ("date", main.view.when.start if main.view.when else ""),
        ("activity", main.activity),
        (
            "texts",
            texts_of(
                (
                    t.view.text.language,
                    p,
                    fields(
                        ("relation", t.view.relation),
                        *body_of(t.view.text, p, p.routes.home()),
                        ("cards", cards_of(f"{TESTIMONIALS}/{t.slug}", p)),
                    ),
                )
                for t, p in zip(told, portfolios, strict=True)
            ),
        ),
    )


def page_json(told: Sequence[PageExport], portfolios: Sequence[Portfolio]) -> Fields:
    """Describe a page of the member's own, told in each language."""
    main, url = told[0], portfolios[0].site.url
    return fields(
        ("slug", main.slug),
        ("url", address_of(url, main.href)),
        ("photos", photos_of(inside(main.body), url)),
        (
            "texts",
            texts_of(
                (
                    t.language,
                    p,
                    fields(
                        ("url", address_of(url, t.href)),
                        ("title", t.title),
                        ("summary", t.description),
                        *body_of(t.body, p, t.href),
                    ),
                )
                for t, p in zip(told, portfolios, strict=True)
            ),
        ),
    )
