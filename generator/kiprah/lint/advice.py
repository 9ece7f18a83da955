"""Advice that only ``kiprah check`` gives: nothing here is wrong, and each of it could be better for somebody."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from kiprah.colors import PAPERS, adjust_contrast, contrast
from kiprah.lint.child_safety import risks
from kiprah.lint.heading_anchors import dead_anchors
from kiprah.model.entry import Activity, Body, BodyLink, Page, Reflection
from kiprah.model.settings import Brand, Settings, Viewing
from kiprah.model.site import Site
from kiprah.plan.member import visible_member
from kiprah.plan.privacy.visibility import Visible
from kiprah.problem import Place, Problem

LONGEST_TITLE = 90
"""Letters of a title that fit a card's three lines and a search engine's result with little lost."""
LONGEST_HEADLINE = 120
_LEAST_CONTRAST = 4.5
"""WCAG AA for text."""
_HREF = re.compile(r'<a\b[^>]*?\shref="(https?://[^"]+)"')
_PAPER_KINDS = frozenset({"certificate", "letter", "photo"})


def advise(site: Site, viewing: Viewing) -> tuple[Problem, ...]:
    """Look at what will be seen with the eyes of its readers, and of those it shows."""
    problems = list(_brand(site.settings))
    for read in site.members:
        visible = visible_member(read, site.settings, viewing)
        problems += [*_lengths(visible), *_evidence(visible), *dead_anchors(visible), *risks(visible)]
    return tuple(problems)


def outward_links(site: Site, viewing: Viewing) -> tuple[tuple[str, Place], ...]:
    """Name every address of another host that will be published, with the first place that names it."""
    found: dict[str, Place] = {}
    for entry in site.settings.menu or ():
        found.setdefault(entry.url, Place("site.yml"))
    for read in site.members:
        visible = visible_member(read, site.settings, viewing)
        for address, place in _addresses(visible):
            found.setdefault(address, place)
    return tuple((address, place) for address, place in found.items() if address.startswith(("http://", "https://")))


def _addresses(visible: Visible) -> Iterable[tuple[str, Place]]:
    profile = visible.member.profile
    yield from ((link.url, Place(profile.path)) for link in profile.links)
    bodies = [text.bio for text in profile.texts]
    for activity in visible.all_activities:
        if activity.original.organization is not None:
            yield activity.original.organization.url, Place(activity.common.path)
        yield from ((piece.url, piece.place) for piece in activity.evidence)
        bodies += [body for text in activity.texts if not text.hidden for body in (text.body, text.reflection) if body]
    bodies += [text.body for reflection in visible.all_reflections for text in reflection.texts if not text.hidden]
    bodies += [text.body for page in visible.all_pages for text in page.texts if not text.hidden]
    bodies += [text.body for testimonial in visible.testimonials for text in testimonial.texts]
    for body in bodies:
        yield from _outward(body)


def _outward(body: Body) -> Iterable[tuple[str, Place]]:
    for part in body.parts:
        if isinstance(part, str):
            for address in _HREF.findall(part):
                yield html.unescape(address), Place(body.source)
        elif isinstance(part, BodyLink) and part.target.startswith(("http://", "https://")):
            yield part.target, part.place


def _lengths(visible: Visible) -> Iterable[Problem]:
    entries: tuple[Activity | Reflection | Page, ...] = (
        *visible.all_activities,
        *visible.all_reflections,
        *visible.all_pages,
    )
    for entry in entries:
        title = entry.original.title
        if len(title) > LONGEST_TITLE:
            values = {"length": str(len(title)), "limit": str(LONGEST_TITLE)}
            yield Problem("title-long", entry.common.top, values)
    for text in visible.member.profile.texts:
        if len(text.headline) > LONGEST_HEADLINE:
            values = {"length": str(len(text.headline)), "limit": str(LONGEST_HEADLINE)}
            yield Problem("headline-long", Place(text.written_in), values)


def _evidence(visible: Visible) -> Iterable[Problem]:
    for activity in visible.all_activities:
        for piece in activity.evidence:
            if piece.kind in _PAPER_KINDS and not piece.file:
                yield Problem("evidence-without-file", piece.place, {"kind": piece.kind})


def _brand(settings: Settings) -> Iterable[Problem]:
    color = settings.brand.color
    ratio = contrast(color, PAPERS[0])
    if color != Brand().color and ratio < _LEAST_CONTRAST:
        values = {
            "color": color,
            "ratio": f"{ratio:.1f}",
            "least": f"{_LEAST_CONTRAST}",
            "nearest": adjust_contrast(color, PAPERS[0], _LEAST_CONTRAST, lighter=False),
        }
        yield Problem("brand-contrast", Place("site.yml"), values)
