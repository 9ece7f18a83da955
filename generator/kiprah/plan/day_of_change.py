"""Day of change: how long a plan holds if nothing is edited."""

from __future__ import annotations

from datetime import date, timedelta

from kiprah.model.entry import Common
from kiprah.model.member import Member
from kiprah.model.settings import Viewing
from kiprah.plan.privacy.consent import all_photos


def day_of_change(member: Member, viewing: Viewing) -> date | None:
    """Find the next day on which this plan would differ: an entry's day, the end of an embargo or of a consent.

    What still runs is measured in months, so that it differs with the next one.
    """
    today = viewing.today
    days: list[date | None] = [
        photo.consent_until + timedelta(1) for photo in all_photos(member) if photo.consent_until
    ]
    commons: list[Common] = []
    for activity in member.activities:
        commons.append(activity.common)
        days.append(activity.date)
        if activity.ongoing or (activity.end is not None and activity.end >= today):
            days.append((today.replace(day=1) + timedelta(32)).replace(day=1))
            days.append(activity.end + timedelta(1) if activity.end is not None else None)
    for reflection in member.reflections:
        commons.append(reflection.common)
        days.append(reflection.date)
    for testimonial in member.testimonials:
        commons.append(testimonial.common)
        days.append(testimonial.date)
    commons += [page.common for page in member.pages]
    commons += [selection.common for selection in member.selections]
    days += [s.until + timedelta(1) for s in member.selections if s.until is not None]
    days += [day for common in commons for day in (common.publish_after, common.cools_until)]
    return min((day for day in days if day is not None and day > today), default=None)
