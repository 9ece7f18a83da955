"""PDF of a CV: as many roles in full as one page or two hold, and the rest as one line with its hours."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from kiprah.catalog import words
from kiprah.plan.export.cv import CvDocument, CvItem
from kiprah.plan.export.cv_document import further_roles
from kiprah.render.pdf.compile import page_count, pdf_bytes

_WORDS = {
    "about": "cv.about",
    "education": "cv.education",
    "volunteering": "cv.experience",
    "work": "cv.work",
    "awards": "cv.awards",
    "certificates": "cv.certificates",
    "skills": "term.skills",
    "also": "cv.more",
    "said": "testimonials.title",
}


def cv_pdf(
    document: CvDocument, pages: int, paper: str, brand: Sequence[Path] = (), fonts: Sequence[Path] = ()
) -> bytes:
    """Set a CV on one page or two. Raises ``NoTypst``, ``MissingLetters``.

    What does not fit gives way in an order: words of others, then lines below roles, then roles, which become one
    line with their hours, so that the rows always add up to the total.
    """
    steps = _steps(document, pages)
    low, high = 0, len(steps) - 1
    content = b""
    while low <= high:
        middle = (low + high) // 2
        made = pdf_bytes("cv", values_of(document, steps[middle], pages, paper), document.day, fonts, brand)
        if page_count(made) <= pages:
            content, high = made, middle - 1
        else:
            low = middle + 1
    # A person with more schools than paper: nothing is cut away, it runs on.
    return content or pdf_bytes("cv", values_of(document, steps[-1], pages, paper), document.day, fonts, brand)


def _steps(document: CvDocument, pages: int) -> list[tuple[int, int, int, int]]:
    """List how much is shown, from all to least: roles in full, lines for each, words of others, letters of the bio."""
    count, quotes = len(document.roles), min(2, len(document.testimonials))
    lines = 3 if pages > 1 else 2
    steps = [(count, lines, quotes, 1), (count, lines, 0, 1), (count, 1, 0, 1), (count, 0, 0, 1), (count, 0, 0, 0)]
    # Two roles of many are the least that a CV shows.
    return steps + [(shown, 0, 0, 0) for shown in range(count - 1, 1, -1)]


def values_of(document: CvDocument, step: tuple[int, int, int, int], pages: int, paper: str) -> dict[str, Any]:
    """Return what the template sees."""
    shown, lines, quotes, about = step
    say = words(document.language, "site").say
    roles = [_item(role, lines) for role in document.roles[:shown]]
    rest = further_roles(document, document.roles[shown:])
    return {
        "title": document.title,
        "person": document.person,
        "description": document.headline,
        "keywords": [],
        "lang": document.language.partition("-")[0],
        "rtl": document.direction == "rtl",
        "paper": paper,
        "pages": pages,
        "color": document.color,
        "headline": document.headline,
        "place": document.place,
        "email": document.email,
        "links": [{"label": link.label, "url": link.url} for link in document.links],
        "about": document.about if about else "",
        "roles": roles + ([_item(rest, 0)] if rest is not None else []),
        "total": document.total,
        "education": [_item(item, 0) for item in document.education],
        "work": [_item(item, lines) for item in document.work],
        "awards": document.awards,
        "certificates": document.certificates[: 12 if pages > 1 else 5],
        "skills": document.skills,
        "languages": document.languages,
        "interests": document.interests,
        "said": [{"text": text, "name": name} for text, name in document.testimonials[:quotes]],
        "qr": qr_svg(document.address),
        "qr_alt": say("cv.qr", address=document.printed) if document.address else "",
        "address": document.printed,
        "words": {name: say(key) for name, key in _WORDS.items()},
    }


def _item(item: CvItem, lines: int) -> dict[str, Any]:
    return {
        "name": item.name,
        "what": item.what,
        "when": item.when,
        "notes": item.notes,
        "lines": item.lines[:lines],
        "url": item.url,
    }


@lru_cache(maxsize=64)
def qr_svg(address: str) -> str:
    """Draw a QR code as SVG; empty without an address."""
    if not address:
        return ""
    import segno

    return str(segno.make_qr(address, error="m").svg_inline(border=0, scale=4, dark="#1f1b16"))
