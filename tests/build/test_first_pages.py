"""Pages that somebody waits for: a preview puts them in place while the rest is still being made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from PIL import Image

from kiprah.build.pipeline import build
from kiprah.build.request import Report
from kiprah.publish.writer import replace_ahead
from kiprah.serve.server_loop import preview_request
from support.building import request_in

HARI = "activities/2026-05-01-hari.md"
SETTINGS = "title: Jejak\nurl: https://a.example/\nlanguage: en\ncards: {formats: []}\n"
SITE = {
    "content/profile.md": "---\nname: Alya\n---\nHalo.\n",
    f"content/{HARI}": "---\ntitle: Hari\n---\nIsi.\n",
    "content/activities/2026-06-01-lain.md": "---\ntitle: Lain\n---\nIsi.\n",
}


def seen_at_first(root: Path, text: str) -> tuple[Report, list[tuple[str, str, str]]]:
    """Edit an entry and build; return how it ended, and page and home as they stood at each stage that was told."""
    request = preview_request(request_in(root, cache="cache", today=None))
    assert build(request).exit_code == 0
    (root / "content" / HARI).write_text(text, "utf-8")
    stages: list[tuple[str, str, str]] = []

    def note(stage: str, done: int, total: int) -> None:
        page = (request.output / "activities/hari/index.html").read_text("utf-8")
        stages.append((stage, page, (request.output / "index.html").read_text("utf-8")))

    return build(replace(request, first=frozenset({HARI})), note), stages


def test_the_page_of_the_edited_entry_stands_before_the_rest(tree: Callable[..., Path]) -> None:
    root = tree(SITE, SETTINGS)
    report, stages = seen_at_first(root, "---\ntitle: Hari lain\n---\nIsi baru.\n")
    [(_, page, home)] = [one for one in stages if one[0] == "first"]
    assert "Isi baru." in page and "Hari lain" not in home
    assert "Hari lain" in stages[-1][2]
    # The page counts as written, though publishing found it in place.
    request = preview_request(request_in(root, cache="other", today=None))
    build(request)
    ours = {p.relative_to(root / "cache/preview"): p.read_bytes() for p in (root / "cache/preview").rglob("*.html")}
    clean = {p.relative_to(request.output): p.read_bytes() for p in request.output.rglob("*.html")}
    assert ours == clean and report.written >= 2
    assert build(preview_request(request_in(root, cache="cache", today=None))).written == 0


def test_a_page_with_an_error_stays_as_it_stood(tree: Callable[..., Path]) -> None:
    report, stages = seen_at_first(
        tree(SITE, SETTINGS), "---\ntitle: Hari\ndate: 2026-05-01\nhours: two\n---\nIsi baru.\n"
    )
    assert report.exit_code == 1
    assert stages and all(stage != "first" and "Isi baru." not in page for stage, page, _ in stages)


def test_a_page_waits_for_its_pictures(tree: Callable[..., Path]) -> None:
    root = tree(SITE, SETTINGS)
    request = preview_request(request_in(root, cache="cache", today=None))
    folder = root / "content/activities/2026-05-02-foto"
    folder.mkdir()
    entry = "---\ntitle: Foto\nphotos: [{file: a.jpg, alt: Pagi, people: none}]\n---\nIsi.\n"
    (folder / "index.md").write_text(entry.replace("photos", "# photos"), "utf-8")
    assert build(request).exit_code == 0
    Image.new("RGB", (600, 400), "teal").save(folder / "a.jpg")
    (folder / "index.md").write_text(entry, "utf-8")
    stages: list[str] = []
    edited = replace(request, first=frozenset({"activities/2026-05-02-foto/index.md"}))
    assert build(edited, lambda stage, done, total: stages.append(stage)).exit_code == 0
    assert "publish" in stages and "first" not in stages
    assert "<img" in (request.output / "activities/foto/index.html").read_text("utf-8")
    (folder / "index.md").write_text(f"{entry}Lagi.\n", "utf-8")
    assert build(edited, lambda stage, done, total: stages.append(stage)).exit_code == 0 and "first" in stages


def test_only_files_that_stand_are_replaced_ahead_and_none_through_a_link(tmp_path: Path) -> None:
    output, outside = tmp_path / "out", tmp_path / "outside"
    for folder in (output / "a", outside):
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("old", "utf-8")
    (output / "b").symlink_to(outside)
    contents = {"a/index.html": b"new", "b/index.html": b"new", "c/index.html": b"new"}
    assert replace_ahead(output, tmp_path / "staging", contents) == 1
    assert (output / "a/index.html").read_text("utf-8") == "new"
    assert (outside / "index.html").read_text("utf-8") == "old" and not (output / "c").exists()
    assert replace_ahead(output, tmp_path / "staging", contents) == 0
