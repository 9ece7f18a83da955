"""The pages of activities and reflections."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from kiprah.model.entry import Activity, Evidence, Reflection, Testimonial
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.attestation import Attestation
from kiprah.plan.attestation_views import attestation_view
from kiprah.plan.formatting import when_of
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.quotation import with_marks
from kiprah.plan.roles.role_items import impacts
from kiprah.plan.translations import activity_text, testimonial_text, video_alt
from kiprah.plan.views.entry import (
    ActivityView,
    EvidenceView,
    Goal,
    OrganizationView,
    ReflectionView,
    TestimonialView,
    VideoView,
)
from kiprah.plan.views.text import Label


def activity_view(localized: LocalizedMember, activity: Activity) -> ActivityView:
    """Build an activity's own page, once for all that tell it."""
    slug = activity.common.slug
    if slug not in localized.views:
        localized.views[slug] = _activity_view(localized, activity)
    return localized.views[slug]


def _activity_view(localized: LocalizedMember, activity: Activity) -> ActivityView:
    text = localized.whole_activity_text(activity)
    slug = activity.common.slug
    before, after = _neighbours(localized.visible.activities, activity)
    updated = activity.common.updated
    item, gallery = localized.item(activity), localized.gallery(activity)
    # A cover that the text shows itself is not among the gallery's, and stands there alone.
    cover = next((photo for photo in gallery if item.picture is not None and photo.full == item.picture.full), None)
    return ActivityView(
        item=item,
        body=localized.bodies.rich(text.body, text.language, localized.language),
        reflection=localized.bodies.rich(text.reflection, text.language, localized.language)
        if text.reflection
        else None,
        organization=(
            OrganizationView(text.organization.name, text.organization.url, text.organization.about)
            if text.organization
            else None
        ),
        companions=text.companions,
        impact=impacts(localized, (activity,), own=True),
        gallery=gallery,
        videos=_videos(localized, activity),
        evidence=evidence_of(localized, activity),
        skills=localized.skills(activity),
        goals=tuple(Goal(number, localized.words.say(f"sdg.{number}")) for number in activity.goals),
        tags=text.tags,
        testimonials=testimonials_of(localized, (activity,), own=True),
        reflections=tuple(localized.reflection_item(r) for r in reversed(localized.looking_back(slug))),
        previous=localized.activity_link(before) if isinstance(before, Activity) else None,
        next=localized.activity_link(after) if isinstance(after, Activity) else None,
        share=localized.routes.share(slug),
        updated=when_of(updated, None, False, localized.language) if updated else None,
        cover=cover,
        photos=tuple(photo for photo in gallery if photo is not cover),
        event=_event_of(localized, activity),
    )


def _event_of(localized: LocalizedMember, activity: Activity) -> Label | None:
    """Name the community's event that an activity was part of."""
    if not activity.event:
        return None
    root = localized.routes.root.removesuffix(localized.visible.member.prefix)
    return Label(activity_text(activity, localized.language).title, Routes(root, "events").activity(activity.event))


def reflection_view(localized: LocalizedMember, reflection: Reflection) -> ReflectionView:
    """Build a reflection's own page."""
    text = localized.whole_reflection_text(reflection)
    before, after = _neighbours(localized.visible.reflections, reflection)
    about = localized.activity_of(reflection.activity)
    updated = reflection.common.updated
    return ReflectionView(
        item=localized.reflection_item(reflection),
        body=localized.bodies.rich(text.body, text.language, localized.language),
        gallery=localized.reflection_gallery(reflection),
        frame=localized.words.say(f"frame.{reflection.frame}") if reflection.frame else "",
        activity=localized.item(about) if about else None,
        previous=localized.reflection_link(before) if isinstance(before, Reflection) else None,
        next=localized.reflection_link(after) if isinstance(after, Reflection) else None,
        share=localized.routes.share(reflection.common.slug),
        updated=when_of(updated, None, False, localized.language) if updated else None,
    )


def evidence_of(localized: LocalizedMember, activity: Activity) -> tuple[EvidenceView, ...]:
    """List what vouches for an activity; files that may not be shown are left out."""
    if not activity.evidence:
        return ()
    text = activity_text(activity, localized.language)
    visible: list[EvidenceView] = []
    for evidence, wording, original in zip(
        activity.evidence, text.evidence_words, activity.original.evidence_words, strict=True
    ):
        kind_label = localized.words.say(f"evidence.{evidence.kind}")
        if evidence.kind == "credential":
            visible.extend(_signed(localized, activity, evidence, kind_label))
            continue
        label = wording.label or original.label or kind_label
        path = localized.media(f"{activity.folder}/{evidence.file}") if evidence.file else ""
        if evidence.url or path:
            visible.append(
                EvidenceView(
                    evidence.kind, kind_label, label, localized.routes.site_file(path) if path else None, evidence.url
                )
            )
    return tuple(visible)


def _signed(
    localized: LocalizedMember, activity: Activity, evidence: Evidence, kind_label: str
) -> Iterator[EvidenceView]:
    """Show a credential by what it amounts to; what could not be checked is not shown."""
    path = f"{activity.folder}/{evidence.file}"
    attestation = localized.attestations.get((activity.common.path, path))
    if attestation is not None:
        yield _attested(localized, attestation, path, kind_label)


def evidence_of_participant(localized: LocalizedMember, event: Activity, person: str) -> tuple[EvidenceView, ...]:
    """List what was signed for one who took part in an event, by the person's id."""
    kind_label = localized.words.say("evidence.credential")
    paths = [f"{event.folder}/{e.file}" for e in event.evidence if e.kind == "credential"]
    found = ((path, localized.of_participants.get((event.common.path, path))) for path in paths)
    return tuple(
        _attested(localized, attestation, path, kind_label)
        for path, attestation in found
        if attestation is not None and person and attestation.credential.subject == person
    )


def _attested(localized: LocalizedMember, attestation: Attestation, path: str, kind_label: str) -> EvidenceView:
    published = localized.media(path)
    view = attestation_view(localized, attestation, published=bool(published))
    href = localized.routes.site_file(published) if published else None
    return EvidenceView("credential", kind_label, view.text, href, "", view)


def _videos(localized: LocalizedMember, activity: Activity) -> tuple[VideoView, ...]:
    photos = {photo.file: photo for photo in activity.photos}
    visible = []
    for video in activity.videos:
        path = localized.media(f"{activity.folder}/{video.file}")
        if path:
            poster = photos.get(video.poster)
            picture = localized.bodies.picture(poster, activity.texts, localized.language) if poster else None
            alt, told_in = video_alt(activity, localized.language, video.file)
            caption = with_marks(alt, told_in, within=False)
            visible.append(VideoView(localized.routes.site_file(path), alt, picture, caption))
    return tuple(visible)


def testimonials_of(
    localized: LocalizedMember, activities: tuple[Activity, ...], *, own: bool = False
) -> tuple[TestimonialView, ...]:
    """List the testimonials that speak of these activities, oldest file first."""
    if not localized.visible.testimonials:
        return ()
    slugs = {activity.common.slug for activity in activities}
    return tuple(testimonial_view(localized, t, own=own) for t in localized.visible.testimonials if t.activity in slugs)


def testimonial_view(localized: LocalizedMember, testimonial: Testimonial, *, own: bool = False) -> TestimonialView:
    """Show somebody else's words."""
    text = testimonial_text(testimonial, localized.language)
    about = localized.activity_of(testimonial.activity)
    return TestimonialView(
        name=text.name,
        relation=text.relation,
        when=when_of(testimonial.date, None, False, localized.language) if testimonial.date else None,
        text=localized.bodies.rich(text.body, text.language, localized.language),
        activity=localized.activity_link(about) if about and not own else None,
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
