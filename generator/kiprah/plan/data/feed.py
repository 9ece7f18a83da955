"""The feeds: what was done and made of it, newest first."""

from __future__ import annotations

import html

from kiprah import __version__
from kiprah.catalog import words
from kiprah.plan.addresses.routes import Routes, absolute
from kiprah.plan.data.absolute_html import figure_of, html_of
from kiprah.plan.data.file_outputs import Feed, FeedEntry, FeedImage, FeedOutput
from kiprah.plan.data.portfolio import ActivityExport, Portfolio, ReflectionExport
from kiprah.plan.views.text import Picture, When


def feed_outputs(portfolio: Portfolio, limit: int) -> tuple[FeedOutput, ...]:
    """Plan ``feed.xml`` and ``feed.json`` of at most ``limit`` entries; none where the site has no address."""
    url = portfolio.site.url
    if not url:
        return ()
    dated: list[tuple[str, int, str, ActivityExport | ReflectionExport]] = [
        *((a.view.item.when.start, 0, a.slug, a) for a in portfolio.activities),
        *((r.view.item.when.start, 1, r.slug, r) for r in portfolio.reflections),
    ]
    newest = [entry for *_, entry in sorted(dated, key=lambda t: t[:3], reverse=True)[:limit]]
    feed = Feed(
        title=portfolio.site.title,
        description=portfolio.site.description or portfolio.member.headline,
        language=portfolio.language,
        home=absolute(url, portfolio.routes.home()),
        author=portfolio.member.name,
        icon=absolute(url, Routes("").file("favicon.svg")),
        version=__version__,
        entries=tuple(
            activity_entry(entry, portfolio)
            if isinstance(entry, ActivityExport)
            else reflection_entry(entry, portfolio)
            for entry in newest
        ),
    )
    atom, json = portfolio.routes.file("feed.xml"), portfolio.routes.file("feed.json")
    return (
        FeedOutput(atom.path, "atom", absolute(url, atom), feed),
        FeedOutput(json.path, "json", absolute(url, json), feed),
    )


def activity_entry(export: ActivityExport, portfolio: Portfolio) -> FeedEntry:
    """Tell an activity whole: cover, text, reflection and photos."""
    view, url, language = export.view, portfolio.site.url, portfolio.language
    item = view.item
    body = html_of(view.body, url, item.href, language)
    if view.reflection is not None and view.reflection.parts:
        heading = words(item.language or language, "data").say("feed.reflection")
        body += f"<h2>{html.escape(heading)}</h2>" + html_of(view.reflection, url, item.href, language)
    body += "".join(figure_of(photo, url, language) for photo in view.gallery)
    causes = tuple(label.name for label in item.causes)
    return FeedEntry(
        url=absolute(url, item.href),
        title=item.title,
        language=item.language or language,
        published=item.when.start,
        updated=_updated(view.updated, item.when),
        summary=item.summary,
        html=body,
        tags=tuple(dict.fromkeys((*causes, *view.tags))),
        image=feed_image(item.picture, url),
    )


def reflection_entry(export: ReflectionExport, portfolio: Portfolio) -> FeedEntry:
    """Tell a reflection whole."""
    view, url = export.view, portfolio.site.url
    item = view.item
    photo = next((part for part in view.body.parts if isinstance(part, Picture)), None)
    causes = view.activity.causes if view.activity is not None else ()
    return FeedEntry(
        url=absolute(url, item.href),
        title=item.title,
        language=item.language or portfolio.language,
        published=item.when.start,
        updated=_updated(view.updated, item.when),
        summary=item.summary,
        html=html_of(view.body, url, item.href, portfolio.language),
        tags=tuple(dict.fromkeys(label.name for label in causes)),
        image=feed_image(photo, url),
    )


def _updated(updated: When | None, when: When) -> str:
    return max(updated.start, when.start) if updated else when.start


def feed_image(picture: Picture | None, url: str) -> FeedImage | None:
    """Tell a feed's reader of the picture of an entry; None where it has none."""
    if picture is None:
        return None
    return FeedImage(absolute(url, picture.full), picture.sources[-1].mime, picture.width, picture.height)
