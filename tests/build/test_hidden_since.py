"""A sentence that a community hides: what it made before is held back for it as a first build holds it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.build.request import Report
from support.building import build_in
from support.communities import COMMUNITY, make_community
from support.sites import files_of, make_project, write_files
from support.variants import variants

SECRET = "Anak yang bernama Budi menangis lama sekali hari itu"
EVENT, OTHER = "content/events/2026-05-01-pantai/index.md", "content/events/2026-06-01-lain.md"
KEYS = "title: Pantai\nparticipants: [alya]\n"
OPEN = f"---\n{KEYS}---\nBersama.\n\n{SECRET}.\n"
HIDDEN = {
    "a section": f"---\n{KEYS}---\nBersama.\n\n## Nanti {{visibility=private}}\n\n{SECRET}.\n",
    "a draft": OPEN.replace(KEYS, f"{KEYS}draft: true\n"),
    "an event": OPEN.replace(KEYS, f"{KEYS}visibility: private\n"),
}
TOLD = {
    "static file": {"content/static/catatan.html": f"<p>{SECRET}</p>"},
    "key of another event": {OTHER: f"---\ntitle: Lain\norganization: {{name: Kawan, about: {SECRET}}}\n---\nIsi.\n"},
    "impact of another event": {OTHER: f"---\ntitle: Lain\nimpact: [{{value: 2, what: {SECRET}, source: self}}]\n---\nIsi.\n"},
}  # fmt: skip
WAYS = [(where, how) for where in TOLD for how in HIDDEN]
QUICK = {("static file", "a draft"), ("key of another event", "a section")}


def telling(root: Path) -> list[str]:
    """Name the community's own files that tell the secret; its members say what they like."""
    files = files_of(root / "public").items()
    return [path for path, content in files if SECRET.encode() in content and not path.startswith("members/")]


def as_at_first(root: Path, report: Report, **asked: object) -> bool:
    """Say whether a build ended as one does that finds no cache."""
    content = {f"content/{path}": text for path, text in files_of(root / "content").items()}
    clean = make_project(root / "clean", content["content/site.yml"].decode(), content)
    first = build_in(clean, **asked)
    same = [(one.exit_code, sorted(map(str, one.problems)), one.held) for one in (first, report)]
    return same[0] == same[1] and files_of(clean / "public") == files_of(root / "public")


def errors(report: Report) -> list[str]:
    return [problem.code for problem in report.problems if problem.is_error]


@pytest.mark.parametrize(("where", "how"), variants(WAYS, QUICK))
def test_what_is_hidden_since_is_looked_for_in_what_was_made_before(tmp_path: Path, where: str, how: str) -> None:
    make_community(tmp_path, {EVENT: OPEN, **TOLD[where]})
    assert errors(build_in(tmp_path)) == [] and telling(tmp_path)
    write_files(tmp_path, {EVENT: HIDDEN[how]})
    report = build_in(tmp_path)
    assert (report.exit_code, set(errors(report))) == (0, {"hidden-text"}) and telling(tmp_path) == []
    assert as_at_first(tmp_path, report)
    # It is told until it is mended, also where nothing is made again meanwhile.
    assert errors(build_in(tmp_path)) == errors(report)
    write_files(tmp_path, {EVENT: f"---\n{KEYS}---\nBersama.\n"})
    assert errors(build_in(tmp_path)) == [] and telling(tmp_path)


@pytest.mark.slow
def test_where_broken_things_stop_a_site_nothing_of_it_is_published(tmp_path: Path) -> None:
    make_community(tmp_path, {EVENT: OPEN, **TOLD["static file"]}, f"{COMMUNITY}on_error: stop\n")
    assert build_in(tmp_path).exit_code == 0
    before = files_of(tmp_path / "public")
    write_files(tmp_path, {EVENT: HIDDEN["a section"]})
    report = build_in(tmp_path)
    assert (report.exit_code, errors(report)) == (1, ["hidden-text"]) and files_of(tmp_path / "public") == before


def test_what_a_preview_made_is_looked_through_before_it_is_published(tmp_path: Path) -> None:
    make_community(tmp_path, {EVENT: HIDDEN["a draft"], **TOLD["static file"]})
    assert errors(build_in(tmp_path, "draf", drafts=True)) == [], "all of it is shown there"
    report = build_in(tmp_path)
    assert errors(report) == ["hidden-text"] and telling(tmp_path) == []
    assert as_at_first(tmp_path, report)


def test_what_a_member_says_publicly_is_no_secret_and_stops_nobody(tmp_path: Path) -> None:
    story = "content/members/bima/activities/2026-05-03-cerita.md"
    public, other = f"---\ntitle: Cerita\n---\n{SECRET}.\n", "---\ntitle: Cerita\n---\nIsi.\n"
    make_community(tmp_path, {EVENT: HIDDEN["a section"], story: public})
    report = build_in(tmp_path)
    assert (report.exit_code, errors(report)) == (0, []) and "index.html" in telling(tmp_path)
    # What nobody tells any more is a secret again, in what was made meanwhile too.
    write_files(tmp_path, TOLD["static file"])
    assert errors(build_in(tmp_path)) == []
    write_files(tmp_path, {story: other})
    report = build_in(tmp_path)
    assert errors(report) == ["hidden-text"] and telling(tmp_path) == []
    assert as_at_first(tmp_path, report)


def test_what_a_member_hides_and_another_says_publicly_stops_nobody(tmp_path: Path) -> None:
    files = {
        "content/members/alya/activities/2026-05-03-catatan.md": f"---\ntitle: Catatan\nvisibility: private\n---\n{SECRET}.\n",
        "content/members/bima/activities/2026-05-03-cerita.md": f"---\ntitle: Cerita\n---\n{SECRET}.\n",
    }
    make_community(tmp_path, dict([files.popitem()]))
    assert errors(build_in(tmp_path)) == []
    write_files(tmp_path, files)
    report = build_in(tmp_path)
    assert (report.exit_code, errors(report)) == (0, []) and "index.html" in telling(tmp_path)
    assert as_at_first(tmp_path, report)


@pytest.mark.slow
def test_another_private_sentence_makes_nothing_anew(tmp_path: Path) -> None:
    make_community(tmp_path, {EVENT: HIDDEN["a section"]})
    assert build_in(tmp_path).exit_code == 0
    before = files_of(tmp_path / "public")
    write_files(tmp_path, {EVENT: HIDDEN["a section"].replace("lama sekali", "sebentar saja")})
    report = build_in(tmp_path)
    assert (report.exit_code, report.made, report.written) == (0, 0, 0) and files_of(tmp_path / "public") == before
