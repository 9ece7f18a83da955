"""Isolation as a law: after any series of edits to a community, no byte of anybody else has changed.

Edits of one member touch nobody else's pages, events only those whom they list; and what a build makes of what stood
there is what a clean build makes, says and ends with. ``KIPRAH_SEED`` and ``KIPRAH_EXPLORE`` as in ``test_random_edits``.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from kiprah.build.member.result_cache import without_news
from kiprah.build.pipeline import build
from kiprah.build.request import Report
from support.building import request_in
from support.locked_pdf import locked_pdf
from support.sites import draw_photo, files_of, write_files, write_settings

SEED = int(os.environ.get("KIPRAH_SEED", "0"))
EXPLORE = int(os.environ.get("KIPRAH_EXPLORE", "0"))
MEMBERS = ("alya", "bima", "citra", "dewi")
SITE = "kind: community\ntitle: Kawan\nurl: https://kawan.example/\nlanguage: id\ncards: {formats: []}\nphotos: {widths: [24]}\n"
FRONTS = (
    "", "draft: true", "visibility: unlisted", "visibility: private", "publish_after: 2027-01-01", "hours: two",
    "event: pantai", "event: nothing", "aliases: [/members/alya/lama/]", "aliases: [/about/]", "slug: dua",
    "skills: [menanam]", "causes: [education, health]", "photos: [a.jpg]",
    "photos: [{file: a.jpg, alt: x, people: minors}]", "photos: [../../bima/activities/2026-01-01-a0/a.jpg]",
)  # fmt: skip
RECORDS = (
    None, "", "since: 2024\n", "cohort: 2026\n", "status: paused\n", "status: alumni\n", "status: paus\n",
    "moved_to: https://elsewhere.example/\n", "\xff", "- a\n",
)  # fmt: skip
EVENTS = (
    "participants: [alya, bima]", "participants: [citra]", "participants: []", "participants: [alya, bima, nobody]",
    "participants: [alya, bima, citra, dewi]\nhours: 3", "participants: [alya]\nvisibility: private", "participants: {",
)  # fmt: skip
HOSTILE: dict[str, bytes] = {
    "activities/2026-02-01-x.md": b"\xff\xfe---\ntitle: X\n---\n",
    "activities/2026-02-02-x.md": b"---\ntitle: &a [x, *a]\n---\n",
    "activities/2026-02-03-x.md": b"---\ntitle: X\n---\n<script>x</script>\n[b](/members/bima/)\n" + b"*" * 5000,
    "activities/2026-02-04-x/index.md": b"---\ntitle: X\nphotos: [a.jpg]\n---\n",
    "activities/2026-02-04-x/a.jpg": b"\xff\xd8\xff\xe0 no photo",
    "activities/members/bima/index.md": b"---\ntitle: X\ndate: 2026-01-01\n---\nx\n",
    "profile.md": b"---\nname: \xe2\x80\xaeBima\nslug: bima\ntheme: other\n---\n",
    "site.yml": b"title: Mine\n",
    "static/index.html": b"<script>x</script>",
    "themes/pelita/templates/base.html": b"{{ 1/0 }}",
    "pages/bima.md": b"---\ntitle: B\nslug: ../bima\n---\n",
    "members/bima/profile.md": b"---\nname: B\n---\n",
}
EVIDENCE = "evidence: [{kind: letter, file: surat.pdf, label: Surat}]\n"
HOW = ("skip", "keep going", "stop")
"""What becomes of what is broken: of a community that says so or is told to, and of one that stops."""


class Grown:
    """A community on disk that is edited at random: a method an edit, each of a member, with a number."""

    def __init__(self, root: Path) -> None:
        self.root, self.content = root, root / "content"
        self.how = HOW[0]
        write_settings(root, SITE)
        for number, member in enumerate(MEMBERS[:3]):
            self.profile(member, number)
            self.entry(member, number)
        self.listed = frozenset[str]()
        self.front, self.is_evident = 0, False
        self.event("", 0)

    def edit(self, what: str, member: str, number: int) -> frozenset[str]:
        """Do one edit; return whose pages may change by it."""
        before = self.listed
        getattr(self, what)(member, number)
        if what in ("event", "event_letter"):
            return before | self.listed
        return frozenset() if what == "broken" else frozenset({member})

    def folder(self, member: str) -> Path:
        return self.content / "members" / member

    def profile(self, member: str, number: int) -> None:
        text = f"---\nname: {member.title()} {number % 3}\nheadline: Ke-{number % 4}\n---\nHalo {number}.\n"
        write_files(self.folder(member), {"profile.md": text})

    def entry(self, member: str, number: int) -> None:
        name = f"activities/2026-01-0{1 + number % 3}-a{number % 3}"
        front = FRONTS[number % len(FRONTS)]
        text = f"---\ntitle: Hari {number}\norganization: Rumah\n{front}\n---\nIsi {member} {number}.\n"
        write_files(self.folder(member), {f"{name}/index.md": text})
        draw_photo(self.folder(member) / name / "a.jpg", number % 5, (40, 30))

    def hostile(self, member: str, number: int) -> None:
        path = list(HOSTILE)[number % len(HOSTILE)]
        write_files(self.folder(member), {path: HOSTILE[path]})

    def record(self, member: str, number: int) -> None:
        text = RECORDS[number % len(RECORDS)]
        path = self.content / "members" / f"{member}.yml"
        if text is None:
            path.unlink(missing_ok=True)
        else:
            write_files(self.content, {f"members/{member}.yml": text.encode("latin-1")})

    def leaves(self, member: str, number: int) -> None:
        shutil.rmtree(self.folder(member), ignore_errors=True)

    def letter(self, member: str, number: int) -> None:
        """Put a locked letter beside an activity of its own, or take it away again."""
        folder = self.folder(member) / "activities/2026-03-01-surat"
        if number % 3:
            text = f"---\ntitle: Surat {number % 2}\n{EVIDENCE}---\nIsi.\n"
            write_files(folder, {"index.md": text, "surat.pdf": locked_pdf()})
        else:
            shutil.rmtree(folder, ignore_errors=True)

    def event(self, member: str, number: int) -> None:
        self.front = number
        front = EVENTS[number % len(EVENTS)]
        self.listed = frozenset(name for name in MEMBERS if name in front)
        front += f"\n{EVIDENCE}" if self.is_evident else ""
        text = f"---\ntitle: Pantai {number % 2}\n{front}\n---\nBersama.\n"
        write_files(self.content, {"events/2026-05-01-pantai/index.md": text})

    def event_letter(self, member: str, number: int) -> None:
        """Put a locked letter beside the event, or take it away again."""
        self.is_evident = bool(number % 3)
        path = "events/2026-05-01-pantai/surat.pdf"
        if self.is_evident:
            write_files(self.content, {path: locked_pdf()})
        else:
            (self.content / path).unlink(missing_ok=True)
        self.event(member, self.front)

    def broken(self, member: str, number: int) -> None:
        """Have something else become of what is broken."""
        self.how = HOW[number % len(HOW)]
        write_settings(self.root, SITE + f"on_error: {'skip' if self.how == 'skip' else 'stop'}\n")


KINDS = (
    "entry",
    "entry",
    "entry",
    "hostile",
    "hostile",
    "profile",
    "record",
    "leaves",
    "event",
    "letter",
    "event_letter",
    "broken",
)
Edit = tuple[str, str, int]
EDITS = st.tuples(st.sampled_from(KINDS), st.sampled_from(MEMBERS), st.integers(0, 200))
FIXED: tuple[tuple[Edit, ...], ...] = (
    tuple(("hostile", "alya", number) for number in range(len(HOSTILE))),
    (("event", "", 4), ("record", "bima", 4)),
    (("leaves", "alya", 0), ("profile", "dewi", 1), ("entry", "dewi", 6)),
    (("record", "citra", 7), ("profile", "alya", 2), ("record", "bima", 8)),
)


LETTERS: tuple[tuple[Edit, ...], ...] = (
    (("event", "", 0), ("event_letter", "", 1)),
    (("letter", "alya", 1), ("profile", "bima", 1)),
    (("broken", "", 1), ("event", "", 6), ("event", "", 4)),
    (("broken", "", 2), ("profile", "bima", 2)),
    (("event_letter", "", 0),),
    (("letter", "alya", 0),),
    (("event_letter", "", 1), ("broken", "", 0)),
)
"""Locked letters beside an event and a member's activity, come and gone, whatever becomes of what is broken."""


class Checked(NamedTuple):
    """What was compared: of how many members the pages, and how each build ended."""

    compared: int
    codes: list[int]


def built(site: Grown, output: str, cache: str) -> tuple[Report, dict[str, bytes]]:
    told = site.how == "keep going"
    request = request_in(site.root, output, cache, today=date(2026, 11, 28), allow_removals=True, keep_going=told)
    return build(request), files_of(request.output)


def pages_of(files: dict[str, bytes], member: str) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.startswith(f"members/{member}/")}


def check(series: tuple[tuple[Edit, ...], ...] | list[list[Edit]]) -> Checked:
    """Edit and build, step by step, and compare each build with a clean one."""
    compared = 0
    codes: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        site = Grown(Path(folder))
        report, before = built(site, "public", ".kiprah")
        assert report.exit_code == 0, report.problems
        touched = frozenset[str]()
        for step in series:
            touched = touched.union(*(site.edit(*edit) for edit in step))
            report, now = built(site, "public", ".kiprah")
            clean, files = built(site, "clean", ".clean")
            assert report.exit_code == clean.exit_code, (report.problems, clean.problems)
            # That an address has moved is said once, by the build that noted it; one that fails notes nothing.
            said = clean.problems if files else without_news(clean.problems)
            assert without_news(report.problems) == said
            codes.append(report.exit_code)
            shutil.rmtree(site.root / ".clean")
            if not files:
                assert report.exit_code == 1 and now == before, "what failed leaves what stood"
                continue
            assert report.exit_code == 0 or site.how == "keep going"
            assert {path for path in now if now[path] != files.get(path)} == set() and now.keys() == files.keys()
            for member in (name for name in MEMBERS if name not in touched):
                assert pages_of(now, member) == pages_of(before, member), member
                compared += bool(pages_of(now, member))
            before, touched = now, frozenset()
            shutil.rmtree(site.root / "clean")
    return Checked(compared, codes)


@pytest.mark.slow
def test_one_edit_of_most_kinds() -> None:
    assert check(FIXED).compared >= 4


@pytest.mark.slow
def test_locked_letters() -> None:
    assert check(LETTERS).codes == [0, 0, 1, 1, 1, 0, 0]


@pytest.mark.slow
def test_a_note_on_a_file_of_addresses_names_the_line_as_it_is_left() -> None:
    second: tuple[Edit, ...] = (("entry", "alya", 0), ("entry", "bima", 2), ("event", "alya", 1))
    assert check(((("entry", "alya", 0),), second)).compared >= 1
    # Where something is left out, what is published is noted all the same.
    third: tuple[Edit, ...] = (("entry", "alya", 0), ("entry", "alya", 200), ("event", "alya", 124))
    assert check(((("entry", "alya", 133),), third, (("entry", "bima", 146),))).compared >= 1


@pytest.mark.slow
@seed(SEED)
@settings(max_examples=10 + EXPLORE, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_nobody_elses_bytes_change_whatever_is_edited(series: list[list[Edit]]) -> None:
    assert len(check(series).codes) == len(series)
