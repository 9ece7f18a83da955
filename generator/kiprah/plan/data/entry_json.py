"""Activities, reflections, testimonials and pages as ``portfolio.json`` tells them: facts once, words per language."""

from __future__ import annotations

from collections.abc import Sequence

from kiprah.plan.data.absolute_html import address_of, plain_text_of
from kiprah.plan.data.json_parts import (
    body_of,
    cards_of,
    carousel_json,
    html_in,
    inside,
    label_names,
    organization_json,
    photos_json,
    texts_of,
)
from kiprah.plan.data.json_value import number_of
from kiprah.plan.data.portfolio import ActivityExport, PageExport, Portfolio, ReflectionExport, TestimonialExport
from kiprah.plan.data.portfolio_types import (
    ActivityJson,
    ActivityTextJson,
    AttestationJson,
    EvidenceJson,
    ImpactJson,
    PageJson,
    PageTextJson,
    ReflectionJson,
    ReflectionTextJson,
    TestimonialJson,
    TestimonialTextJson,
    VideoJson,
)
from kiprah.plan.sharing.share_kits import TESTIMONIALS
from kiprah.plan.views.entry import EvidenceView


def activity_json(exports: Sequence[ActivityExport], portfolios: Sequence[Portfolio]) -> ActivityJson:
    """Describe an activity, told in each language."""
    main, url = exports[0], portfolios[0].site.url
    view = main.view
    item = view.item
    return ActivityJson(
        slug=main.slug,
        url=address_of(url, item.href),
        date=item.when.start,
        end="" if item.ongoing else item.when.end,
        ongoing=item.ongoing,
        updated=view.updated.start if view.updated else "",
        organization=organization_json(view.organization),
        role=item.role.name if item.role else "",
        hours=number_of(item.hours.value) if item.hours else None,
        hours_estimated=item.hours.estimated if item.hours else None,
        causes=label_names(item.causes),
        skills=label_names(view.skills),
        sdgs=tuple([goal.number for goal in view.goals]),
        tags=view.tags,
        place=item.place,
        companions=view.companions,
        impact=tuple(
            [
                ImpactJson(number_of(amount), impact.what, impact.source)
                for amount, impact in zip(main.amounts, view.impact, strict=True)
            ]
        ),
        evidence=tuple([_evidence(e, url) for e in view.evidence]),
        photos=photos_json((item.picture, *inside(view.body, view.reflection), *view.gallery), url),
        videos=tuple([VideoJson(address_of(url, v.href), v.alt) for v in view.videos]),
        texts=texts_of(
            (t.view.item.language, p, _activity_text(t, p)) for t, p in zip(exports, portfolios, strict=True)
        ),
    )


def _evidence(evidence: EvidenceView, url: str) -> EvidenceJson:
    address = address_of(url, evidence.href) if evidence.href else evidence.url
    view = evidence.attestation
    if view is None:
        return EvidenceJson(evidence.kind, evidence.label, address)
    hours = number_of(view.hours.value) if view.hours else None
    return EvidenceJson(
        evidence.kind,
        evidence.label,
        address,
        AttestationJson(view.state, view.by, view.issuer, view.when.start, hours),
    )


def _activity_text(export: ActivityExport, portfolio: Portfolio) -> ActivityTextJson:
    view, url = export.view, portfolio.site.url
    item = view.item
    return ActivityTextJson(
        url=address_of(url, item.href),
        title=item.title,
        summary=item.summary,
        quote=item.quote,
        organization=organization_json(view.organization),
        role=item.role.name if item.role else "",
        place=item.place,
        causes=label_names(item.causes),
        skills=label_names(view.skills),
        companions=view.companions,
        impact=tuple([impact.what for impact in view.impact]),
        html=html_in(view.body, portfolio, item.href),
        text=plain_text_of(view.body),
        reflection=body_of(view.reflection, portfolio, item.href),
        cards=cards_of(export.slug, portfolio) if export.has_cards else (),
        carousel=carousel_json(export.carousel, url) if export.carousel else None,
    )


def reflection_json(exports: Sequence[ReflectionExport], portfolios: Sequence[Portfolio]) -> ReflectionJson:
    """Describe a reflection, told in each language."""
    main, url = exports[0], portfolios[0].site.url
    view = main.view
    return ReflectionJson(
        slug=main.slug,
        url=address_of(url, view.item.href),
        date=view.item.when.start,
        updated=view.updated.start if view.updated else "",
        activity=main.activity,
        frame=main.frame,
        photos=photos_json(inside(view.body), url),
        texts=texts_of(
            (t.view.item.language, p, _reflection_text(t, p)) for t, p in zip(exports, portfolios, strict=True)
        ),
    )


def _reflection_text(export: ReflectionExport, portfolio: Portfolio) -> ReflectionTextJson:
    item, body = export.view.item, export.view.body
    return ReflectionTextJson(
        url=address_of(portfolio.site.url, item.href),
        title=item.title,
        summary=item.summary,
        quote=item.quote,
        html=html_in(body, portfolio, item.href),
        text=plain_text_of(body),
        cards=cards_of(export.slug, portfolio),
    )


def testimonial_json(exports: Sequence[TestimonialExport], portfolios: Sequence[Portfolio]) -> TestimonialJson:
    """Describe somebody else's words, told in each language."""
    main = exports[0]
    return TestimonialJson(
        name=main.view.name,
        date=main.view.when.start if main.view.when else "",
        activity=main.activity,
        texts=texts_of(
            (
                t.view.text.language,
                p,
                TestimonialTextJson(
                    relation=t.view.relation,
                    html=html_in(t.view.text, p, p.routes.home()),
                    text=plain_text_of(t.view.text),
                    cards=cards_of(f"{TESTIMONIALS}/{t.slug}", p),
                ),
            )
            for t, p in zip(exports, portfolios, strict=True)
        ),
    )


def page_json(exports: Sequence[PageExport], portfolios: Sequence[Portfolio]) -> PageJson:
    """Describe a page of the member's own, told in each language."""
    main, url = exports[0], portfolios[0].site.url
    return PageJson(
        slug=main.slug,
        url=address_of(url, main.href),
        photos=photos_json(inside(main.body), url),
        texts=texts_of(
            (
                t.language,
                p,
                PageTextJson(
                    url=address_of(url, t.href),
                    title=t.title,
                    summary=t.description,
                    html=html_in(t.body, p, t.href),
                    text=plain_text_of(t.body),
                ),
            )
            for t, p in zip(exports, portfolios, strict=True)
        ),
    )
