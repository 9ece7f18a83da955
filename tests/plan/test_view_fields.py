"""What views work out for templates: each field says of its values what its sentence promises."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiprah.plan.views.chapters import Chapter, TimelineEntry
from kiprah.plan.views.community import CommunityView, EventItem, PersonItem, TotalsView
from kiprah.plan.views.entry import ActivityItem, ReflectionItem
from kiprah.plan.views.text import Link, Picture, QrCode, Rich, SourceSet, When

PHOTO = Picture(
    (
        SourceSet("image/webp", ((Link("m/s.webp"), 480), (Link("m/l.webp"), 960))),
        SourceSet("image/jpeg", ((Link("m/s.jpeg"), 480), (Link("m/l.jpeg"), 960))),
    ),
    Link("m/l.jpeg"), Link("m/l.jpeg"), 960, 640, "alt", "", "", 3, (0.5, 0.5),
)  # fmt: skip
DAY = When("2026-03-14", "2026-03-14", "14 March 2026", "Mar 2026", "14 Mar")


def activity(name: str, photo: Picture | None = None) -> ActivityItem:
    return ActivityItem(
        name, Link(f"activities/{name}/"), "", DAY, "", None, None, "", (), photo, "", "", "", False, ()
    )


def person(name: str) -> PersonItem:
    return PersonItem(name, Link(f"members/{name}/"), "", "", None, (), "", "", "", False, name[:1])


def community(people: int, chosen: int = 0, photos: str = "") -> CommunityView:
    """Make a community; ``photos`` says which of its events (past, coming) have one."""
    names = tuple(person(f"p{number}") for number in range(people))
    past, coming = (
        EventItem(activity(w, PHOTO if w in photos else None), w == "coming", 2) for w in ("past", "coming")
    )
    return CommunityView(
        Rich(),
        TotalsView(people, 0, 2, None, ""),
        (),
        names[people - chosen :],
        (),
        (coming,),
        (past,),
        names,
        names,
        (),
        None,
    )


def test_the_scene_is_what_was_last_done_together_else_what_comes() -> None:
    for photos, wanted in (("past coming", "past"), ("coming", "coming"), ("", None)):
        scene = community(3, photos=photos).scene
        assert (scene.item.title if scene else None) == wanted


def test_few_faces_stand_beside_a_scene_and_a_crowd_where_there_is_none() -> None:
    assert len(community(9, photos="past").faces_shown) == 7 and len(community(9).faces_shown) == 9
    assert community(4).is_crowd and not community(3).is_crowd


@pytest.mark.parametrize(("people", "chosen", "shown"), [(3, 0, 3), (9, 0, 6), (9, 2, 6), (9, 8, 8)])
def test_the_chosen_come_first_and_others_only_where_they_are_few(people: int, chosen: int, shown: int) -> None:
    view = community(people, chosen)
    assert view.people_shown[:chosen] == view.featured_people
    assert len(view.people_shown) == len(set(view.people_shown)) == shown


def test_a_year_opens_with_its_first_photo_and_counts_its_lines() -> None:
    reflection = ReflectionItem("r", Link("reflections/r/"), "", DAY, "", "", "", None, ())
    entries = (
        TimelineEntry(activity("a"), None, False),
        TimelineEntry(activity("line", PHOTO), None, False, featured=False),
        TimelineEntry(None, reflection, False),
        TimelineEntry(activity("b", PHOTO), None, False),
        TimelineEntry(activity("c", PHOTO), None, False),
        TimelineEntry(activity("last"), None, False, featured=False),
    )
    chapter = Chapter(2026, Link("years/2026/"), None, entries)
    assert [row.leads for row in chapter.rows] == [False, False, False, True, False, False]
    assert [row.line for row in chapter.rows] == [0, 1, 0, 0, 0, 2]
    assert [line.title for line in chapter.lines] == ["line", "last"]
    assert not chapter.is_long and replace(chapter, entries=entries[:1] * 25).is_long


@pytest.mark.parametrize(
    ("start", "end", "run"),
    [
        ("2026-03-14", "2026-03-14", None),
        ("2026-03-14", "2026-03-20", None),
        ("2026-03-14", "2026-06-20", (24, 72)),
        ("2026-03-14", "2027-01-02", (24, 144)),
        ("2026-03-14", "", (24, 144)),
        ("2026-03", "2026-06", (24, 72)),
        ("2026", "2027", None),
        ("2026-03", "2027", None),
    ],
)
def test_the_months_of_a_span_stand_on_a_line(start: str, end: str, run: tuple[int, int] | None) -> None:
    assert When(start, end, "", "", "14 Mar").months_run == run


def test_a_qr_code_is_cut_into_runs() -> None:
    code = QrCode(("101", "011", "000"))
    assert code.side == 11 and code.runs == ((4, 4, 1), (6, 4, 1), (5, 5, 2))


def test_a_picture_knows_its_formats_and_its_smallest_file() -> None:
    assert PHOTO.best is PHOTO.sources[0] and PHOTO.better == PHOTO.sources[:1] and PHOTO.plain is PHOTO.sources[1]
    assert (PHOTO.smallest, PHOTO.plain.smallest) == (Link("m/s.webp"), Link("m/s.jpeg"))
    alone = replace(PHOTO, sources=PHOTO.sources[1:])
    assert alone.best is None and alone.better == () and alone.smallest == Link("m/s.jpeg")
    assert Rich(("<p>", PHOTO)).has_pictures and not Rich(("<p>", Link("x"))).has_pictures
