"""The pages of activities and reflections."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from kiprah.model.entry import Activity, Reflection, Testimonial
from kiprah.plan.formatting import when_of
from kiprah.plan.localized import Edition
from kiprah.plan.translations import activity_text, reflection_text, testimonial_text
from kiprah.plan.views.entry import (
    ActivityView,
    Evidence,
    Goal,
    Organization,
    ReflectionView,
    Video,
)
from kiprah.plan.views.entry import Testimonial as TestimonialView


def activity_view(edition: Edition, activity: Activity) -> ActivityView:
    """Build an activity's own page, once for all that tell it."""
    slug = activity.common.slug
    if slug not in edition.views:
        edition.views[slug] = _activity_view(edition, activity)
    return edition.views[slug]


def _activity_view(edition: Edition, activity: Activity) -> ActivityView:
    text = activity_text(activity, edition.language)
    slug = activity.common.slug
    before, after = _neighbours(edition.shown.activities, activity)
    updated = activity.common.updated
    return ActivityView(
        item=edition.item(activity),
        body=edition.bodies.rich(text.body, text.language, edition.language),
        reflection=edition.bodies.rich(text.reflection, text.language, edition.language) if text.reflection else None,
        organization=(
            Organization(text.organization.name, text.organization.url, text.organization.about)
            if text.organization
            else None
        ),
        companions=text.companions,
        impact=edition.impacts((activity,), own=True),
        gallery=edition.gallery(activity),
        videos=_videos(edition, activity),
        evidence=evidence_of(edition, activity),
        skills=edition.skills(activity),
        goals=tuple(Goal(number, edition.words.say(f"sdg.{number}")) for number in activity.goals),
        tags=activity.common.tags,
        testimonials=testimonials_of(edition, (activity,), own=True),
        reflections=tuple(edition.reflection_item(r) for r in reversed(edition.looking_back(slug))),
        previous=edition.activity_link(before) if isinstance(before, Activity) else None,
        next=edition.activity_link(after) if isinstance(after, Activity) else None,
        share=edition.routes.share(slug),
        updated=when_of(updated, None, False, edition.language) if updated else None,
    )


def reflection_view(edition: Edition, reflection: Reflection) -> ReflectionView:
    """Build a reflection's own page."""
    text = reflection_text(reflection, edition.language)
    before, after = _neighbours(edition.shown.reflections, reflection)
    about = edition.activity_of(reflection.activity)
    updated = reflection.common.updated
    return ReflectionView(
        item=edition.reflection_item(reflection),
        body=edition.bodies.rich(text.body, text.language, edition.language),
        gallery=edition.reflection_gallery(reflection),
        frame=edition.words.say(f"frame.{reflection.frame}") if reflection.frame else "",
        activity=edition.item(about) if about else None,
        previous=edition.reflection_link(before) if isinstance(before, Reflection) else None,
        next=edition.reflection_link(after) if isinstance(after, Reflection) else None,
        share=edition.routes.share(reflection.common.slug),
        updated=when_of(updated, None, False, edition.language) if updated else None,
    )


def evidence_of(edition: Edition, activity: Activity) -> tuple[Evidence, ...]:
    """List what vouches for an activity; files that may not be shown are left out."""
    text = activity_text(activity, edition.language)
    shown = []
    for index, evidence in enumerate(activity.evidence):
        told = text.evidence[index] if index < len(text.evidence) else ""
        kind_label = edition.words.say(f"evidence.{evidence.kind}")
        label = told or evidence.label or kind_label
        path = edition.media(f"{activity.folder}/{evidence.file}") if evidence.file else ""
        if evidence.url or path:
            shown.append(
                Evidence(
                    evidence.kind, kind_label, label, edition.routes.site_file(path) if path else None, evidence.url
                )
            )
    return tuple(shown)


def _videos(edition: Edition, activity: Activity) -> tuple[Video, ...]:
    photos = {photo.file: photo for photo in activity.photos}
    text = activity_text(activity, edition.language)
    shown = []
    for video in activity.videos:
        path = edition.media(f"{activity.folder}/{video.file}")
        if path:
            poster = photos.get(video.poster)
            picture = (
                edition.bodies.picture(poster, activity.folder, text.photos, text.language, edition.language)
                if poster
                else None
            )
            shown.append(Video(edition.routes.site_file(path), video.alt, picture))
    return tuple(shown)


def testimonials_of(
    edition: Edition, activities: tuple[Activity, ...], *, own: bool = False
) -> tuple[TestimonialView, ...]:
    """List the testimonials that speak of these activities, oldest file first."""
    if not edition.shown.testimonials:
        return ()
    slugs = {activity.common.slug for activity in activities}
    return tuple(testimonial_view(edition, t, own=own) for t in edition.shown.testimonials if t.activity in slugs)


def testimonial_view(edition: Edition, testimonial: Testimonial, *, own: bool = False) -> TestimonialView:
    """Show somebody else's words."""
    language, relation, body = testimonial_text(testimonial, edition.language)
    about = edition.activity_of(testimonial.activity)
    return TestimonialView(
        name=testimonial.name,
        relation=relation,
        when=when_of(testimonial.date, None, False, edition.language) if testimonial.date else None,
        text=edition.bodies.rich(body, language, edition.language),
        activity=edition.activity_link(about) if about and not own else None,
    )


def _neighbours(
    entries: Sequence[Activity | Reflection], entry: Activity | Reflection
) -> tuple[Activity | Reflection | None, Activity | Reflection | None]:
    """Return what stands before and after an entry among those of its kind, which are in order of date and slug."""

    def order(other: Activity | Reflection) -> tuple[date, str]:
        return other.date, other.common.slug

    position = bisect_left(entries, order(entry), key=order)
    if position == len(entries) or entries[position].common.slug != entry.common.slug:
        return None, None
    before = entries[position - 1] if position > 0 else None
    after = entries[position + 1] if position + 1 < len(entries) else None
    return before, after
