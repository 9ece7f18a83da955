"""Checks of a whole member: double addresses, taken slugs, entries that point at nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from kiprah.model.entry import Common
from kiprah.model.member import Member
from kiprah.model.photo import Photo
from kiprah.model.settings import Settings
from kiprah.model.slug import same_name
from kiprah.plan.privacy.visibility import Visible
from kiprah.plan.sharing.share_kits import TAKEN
from kiprah.plan.translations import WordsOfEntry, photo_words, video_alt
from kiprah.problem import Place, Problem


def check_member(member: Member) -> tuple[Problem, ...]:
    """Look at one member's entries together, public or not."""
    problems = [*_slugs(member), *_references(member), *_selected(member)]
    return tuple(problems)


def clashing_entries(clashes: Iterable[Problem]) -> frozenset[str]:
    """Name the files of the entries that cannot be shown, and of those that they clash with."""
    return frozenset(path for problem in clashes for path in (problem.place.path, problem.values.get("other", "")))


def with_broken(member: Member, paths: frozenset[str]) -> Member:
    """Mark the entries in these files as broken, so that they are shown nowhere; of a profile, its photos."""
    if not paths:
        return member

    def marked(common: Common) -> Common:
        return replace(common, broken=True) if common.path in paths else common

    profile = member.profile
    if profile.path in paths:
        portrait = replace(profile.photo, broken=True) if profile.photo is not None else None
        profile = replace(profile, photo=portrait, photos=tuple(replace(p, broken=True) for p in profile.photos))
    return replace(
        member,
        profile=profile,
        activities=tuple(replace(a, common=marked(a.common)) for a in member.activities),
        reflections=tuple(replace(r, common=marked(r.common)) for r in member.reflections),
        testimonials=tuple(replace(t, common=marked(t.common)) for t in member.testimonials),
        pages=tuple(replace(p, common=marked(p.common)) for p in member.pages),
        selections=tuple(replace(s, common=marked(s.common)) for s in member.selections),
    )


def _slugs(member: Member) -> Iterable[Problem]:
    # Cards and share pages of activities and reflections are named by the slug alone, so they share one space.
    entries = [a.common for a in member.activities] + [r.common for r in member.reflections]
    yield from _doubles(entries)
    yield from _doubles([p.common for p in member.pages])
    yield from _doubles([s.common for s in member.selections])
    for common in entries:
        if common.slug in TAKEN or (len(common.slug) == 4 and common.slug.isdigit()):
            yield Problem("slug-taken", _slug_place(common), {"slug": common.slug})


def _doubles(entries: list[Common]) -> Iterable[Problem]:
    seen: dict[str, Common] = {}
    for common in entries:
        other = seen.setdefault(same_name(common.slug), common)
        if other is not common:
            yield Problem("double-slug", _slug_place(common), {"slug": common.slug, "other": other.path})


def _slug_place(common: Common) -> Place:
    return common.slug_place if common.slug_place.path else common.top


def _references(member: Member) -> Iterable[Problem]:
    slugs = sorted(activity.common.slug for activity in member.activities)
    pointing = [(r.activity, r.activity_place) for r in member.reflections]
    pointing += [(t.activity, t.activity_place) for t in member.testimonials]
    for slug, place in pointing:
        if slug and slug not in slugs:
            near = _nearest(slug, slugs)
            code = "unknown-activity-near" if near else "unknown-activity"
            yield Problem(code, place, {"slug": slug, "nearest": near[0] if near else ""})


def _selected(member: Member) -> Iterable[Problem]:
    """Name what a selection chooses and nobody wrote."""
    for selection in member.selections:
        places = dict(selection.places)
        for slugs, entries in (
            (selection.activities, [a.common.slug for a in member.activities]),
            (selection.reflections, [r.common.slug for r in member.reflections]),
        ):
            for slug in slugs:
                if slug not in entries:
                    near = _nearest(slug, sorted(entries))
                    values = {"slug": slug, "nearest": near[0] if near else ""}
                    yield Problem("selected-unknown", places.get(slug, selection.common.top), values)


def check_shown(visible: Visible, settings: Settings) -> tuple[Problem, ...]:
    """Look at what will be seen: photos without a description, an address that is missing."""
    told = tuple(_photos(visible))
    problems = [
        Problem("missing-alt", photo.place, {"file": photo.file})
        for photo, texts in told
        if not _is_described(photo, texts, settings.language)
    ]
    problems += [
        Problem("missing-alt", video.place, {"file": video.file})
        for activity in visible.all_activities
        for video in activity.videos
        if not video_alt(activity, settings.language, video.file)[0]
    ]
    problems += [
        Problem("people-not-said", photo.place, {"file": photo.file})
        for photo, _ in told
        if photo.people is None and photo.listed
    ]
    if not settings.url:
        problems.append(Problem("url-missing", Place("site.yml")))
    if visible.viewing.preview and not visible.viewing.circle:
        problems.append(Problem("preview-build", Place("site.yml")))
    return tuple(problems)


def _photos(visible: Visible) -> Iterator[tuple[Photo, WordsOfEntry]]:
    """Yield every photo that will be seen, with its entry's words; of a portrait the name beside it tells enough."""
    profile = visible.member.profile
    yield from ((photo, entry.texts) for entry in visible.log for photo in entry.photos)
    yield from ((photo, page.texts) for page in visible.all_pages for photo in page.photos)
    yield from ((photo, profile.texts) for photo in profile.photos)
    if profile.photo is not None:
        yield profile.photo, ()


def _is_described(photo: Photo, texts: WordsOfEntry, language: str) -> bool:
    said, _ = photo_words(texts, language, photo.file)
    return bool(said.alt or said.caption or not texts)


def _nearest(slug: str, slugs: Sequence[str]) -> list[str]:
    # Only now: most members lead nowhere that is not there.
    from difflib import get_close_matches

    return get_close_matches(slug, slugs, 1, 0.5)
