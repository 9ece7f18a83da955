"""PDF of a booklet: chosen activities with their photos, each beginning a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kiprah.catalog import words
from kiprah.locale_data import direction_of
from kiprah.plan.addresses.routes import absolute
from kiprah.plan.data.absolute_html import plain_text_of
from kiprah.plan.data.portfolio import ActivityExport, Portfolio
from kiprah.plan.views.text import Picture
from kiprah.render.pdf.compile import newest_day, pdf_bytes
from kiprah.render.pdf.cv import qr_svg

PHOTOS_EACH = 5


def booklet_pdf(
    portfolio: Portfolio,
    photo: Callable[[Picture], bytes],
    paper: str,
    color: str,
    order: Sequence[str] = (),
    brand: Sequence[Path] = (),
    fonts: Sequence[Path] = (),
) -> bytes:
    """Set a booklet; ``photo`` gives a picture's bytes. Raises ``NoTypst``, ``MissingLetters``."""
    files: dict[str, bytes] = {}

    def picture(shown: Picture) -> dict[str, str]:
        name = f"photo-{len(files)}.jpg"
        files[name] = photo(shown)
        caption = ". ".join(part.rstrip(".") for part in (shown.caption, shown.credit) if part)
        return {"file": name, "alt": shown.alt or shown.caption or portfolio.member.name, "caption": caption}

    member, say = portfolio.member, words(portfolio.language, "site").say
    rank = {slug: number for number, slug in enumerate(order)}
    newest_first = portfolio.activities[::-1]
    entries = sorted(newest_first, key=lambda entry: rank.get(entry.slug, len(rank)))
    address = absolute(portfolio.site.url, member.home)
    printed = address.partition("://")[2].rstrip("/")
    days = [entry.view.item.when.start for entry in entries]
    period = " \u2013 ".join(dict.fromkeys((min(days)[:4], max(days)[:4]))) if days else ""
    values: dict[str, Any] = {
        "title": f"{words(portfolio.language, 'export').say('target.booklet')} \u2013 {member.name}",
        "person": member.name,
        "description": member.headline,
        "keywords": [],
        "lang": portfolio.language.partition("-")[0],
        "rtl": direction_of(portfolio.language) == "rtl",
        "paper": paper,
        "color": color,
        "headline": member.headline,
        "place": member.place,
        "email": member.email,
        "period": period,
        "total": portfolio.hours.text if portfolio.hours else "",
        "about": plain_text_of(member.bio),
        "portrait": picture(member.picture) if member.picture else {},
        "qr": qr_svg(address),
        "qr_alt": say("cv.qr", address=printed) if address else "",
        "address": printed,
        "items": [_item(entry, picture) for entry in entries],
        "words": {"reflection": say("reflection.one"), "evidence": say("fact.evidence")},
    }
    return pdf_bytes("booklet", values, newest_day(days), fonts, brand, files)


def _item(entry: ActivityExport, picture: Callable[[Picture], dict[str, str]]) -> dict[str, Any]:
    view = entry.view
    item = view.item
    shown = (*((view.cover,) if view.cover else ()), *view.photos)
    if not shown and item.picture is not None:
        shown = (item.picture,)
    return {
        "title": item.title,
        "notes": [
            part
            for part in (
                item.when.text,
                view.organization.name if view.organization else "",
                item.role.name if item.role else "",
                item.hours.text if item.hours else "",
                item.place,
            )
            if part
        ],
        "photos": [picture(each) for each in shown[:PHOTOS_EACH]],
        "quote": item.quote,
        "text": plain_text_of(view.body),
        "lines": [f"{impact.value} {impact.what} ({impact.source_label})" for impact in view.impact],
        "reflection": plain_text_of(view.reflection),
        "evidence": ", ".join(evidence.label for evidence in view.evidence),
    }
