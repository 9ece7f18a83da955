"""The calendar: every activity as an event of whole days, every reflection as a journal entry."""

from __future__ import annotations

from kiprah.catalog import words
from kiprah.plan.addresses.routes import absolute
from kiprah.plan.data.file_outputs import CalendarEntry, CalendarOutput
from kiprah.plan.data.portfolio import ActivityExport, Portfolio, ReflectionExport
from kiprah.plan.formatting import is_day
from kiprah.plan.views.text import When


def calendar_outputs(portfolio: Portfolio) -> tuple[CalendarOutput, ...]:
    """Plan ``activities.ics``; none where the site has no address."""
    url = portfolio.site.url
    if not url:
        return ()
    link = portfolio.routes.file("activities.ics")
    pages = {entry.slug: absolute(url, entry.view.item.href) for entry in portfolio.activities}
    entries = [
        *(_event(entry, portfolio) for entry in portfolio.activities if has_days(entry.view.item.when)),
        *((_journal(entry, portfolio, pages.get(entry.activity, ""))) for entry in portfolio.reflections),
    ]
    return (
        CalendarOutput(
            path=link.path,
            url=absolute(url, link),
            home=absolute(url, portfolio.routes.home()),
            name=words(portfolio.language, "data").say("calendar.name", name=portfolio.member.name),
            description=portfolio.site.description or portfolio.member.headline,
            language=portfolio.language,
            entries=tuple(sorted(entries, key=lambda e: (e.start, e.kind, e.url))),
        ),
    )


def has_days(when: When) -> bool:
    """Say whether the days are known: a calendar has no place for a month or a year."""
    return all(not text or is_day(text) for text in (when.start, when.end))


def _event(entry: ActivityExport, portfolio: Portfolio) -> CalendarEntry:
    view = entry.view
    item = view.item
    who = ", ".join(part for part in (item.role.name if item.role else "", item.organization) if part)
    lines = (who, item.hours.text if item.hours else "", item.when.text if item.ongoing else "", item.summary)
    return CalendarEntry(
        kind="event",
        url=absolute(portfolio.site.url, item.href),
        title=item.title,
        language=item.language or portfolio.language,
        start=item.when.start,
        end=item.when.end,
        updated=view.updated.start if view.updated else item.when.start,
        description="\n".join(line for line in lines if line),
        place=item.place,
        categories=tuple(label.name for label in item.causes),
    )


def _journal(entry: ReflectionExport, portfolio: Portfolio, about: str) -> CalendarEntry:
    view = entry.view
    item = view.item
    return CalendarEntry(
        kind="journal",
        url=absolute(portfolio.site.url, item.href),
        title=item.title,
        language=item.language or portfolio.language,
        start=item.when.start,
        end=item.when.start,
        updated=view.updated.start if view.updated else item.when.start,
        description="\n".join(dict.fromkeys(line for line in (item.quote, item.summary) if line)),
        place="",
        categories=(),
        about=about,
    )
