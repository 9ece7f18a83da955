"""What fails while rendering costs its own entry, where that is asked, and nothing else; else nothing is published."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from kiprah.build.check import check
from kiprah.build.request import Report
from kiprah.imaging import photo_reader
from support.building import build_in, request_in
from support.command import run_process
from support.locked_pdf import locked_pdf
from support.sites import draw_photo, files_of, make_project, write_files, write_settings
from support.variants import variants

TODAY = date(2026, 11, 22)
SETTINGS = "title: Jejak\nurl: https://a.example/\nlanguage: en\ncards: {{formats: [link]}}\n{more}"
FAILS = (
    '{{% extends "pelita:{0}" %}}{{% block main %}}{{% if "bad" in page.title %}}{{{{ 1 // 0 }}}}{{% endif %}}'
    "{{{{ super() }}}}{{% endblock %}}"
)
GOOD, BAD = "content/activities/2026-05-01-good/index.md", "content/activities/2026-06-01-bad/index.md"


EVIDENCE = "---\ntitle: The bad day\nevidence: [{kind: letter, file: letter.pdf, label: A letter}]\n---\nWords.\n"
VIDEO = "---\ntitle: The bad day\nvideos: [{file: clip.mp4, alt: A clip}]\n---\nWords.\n"
PHOTO = "---\ntitle: The bad day\nphotos: [{file: a.jpg, alt: A, people: none}]\n---\nWords.\n"
KINDS: dict[str, tuple[str, dict[str, bytes]]] = {
    "a locked document": (EVIDENCE, {"letter.pdf": locked_pdf()}),
    "a broken film": (VIDEO, {"clip.mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 200}),
}
PLAIN = "---\ntitle: The bad day\n---\nWords.\n"
COMMUNITY = {
    "content/members/alya/profile.md": "---\nname: Alya\n---\nHello.\n",
    "content/events/2026-05-01-good/index.md": "---\ntitle: The good day\n---\nWe did it.\n",
    "content/pages/good.md": "---\ntitle: The good page\n---\nWords.\n",
    "themes/mine/theme.yml": "name: Mine\nextends: pelita\n",
}
BAD_EVENT, BAD_PAGE = "content/events/2026-06-01-bad/index.md", "content/pages/bad.md"
OF_COMMUNITY = {name: (BAD_EVENT, *kind, "") for name, kind in KINDS.items()} | {
    "a template that fails on one event": (BAD_EVENT, PLAIN, {}, "event.html"),
    "a template that fails on one page": (BAD_PAGE, PLAIN, {}, "plain.html"),
}
"""What fails of a community's own: its file, that file's text, what stands beside it, and the template."""


DYING = """
import multiprocessing, os
from kiprah.render import page
draw = page.render_page

def dies(output, *rest):
    # As a crash in a library would, in every worker; the build itself must never meet it.
    if output.path == "activities/bad/index.html" and multiprocessing.current_process().name != "MainProcess":
        os._exit(9)
    return draw(output, *rest)

page.render_page = dies
"""


def files(root: Path) -> set[str]:
    public = root / "public"
    return {p.relative_to(public).as_posix() for p in public.rglob("*") if p.is_file()}


def publish(root: Path, **options: object) -> Report:
    # The order of the fields is the request's own; only the folders are fixed here.
    return build_in(root, cache="cache", **{"jobs": None, **options})  # type: ignore[arg-type]


@pytest.fixture
def site(tree: Callable[..., Path]) -> Callable[..., Path]:
    def make(bad: str, beside: Mapping[str, bytes], more: str = "") -> Path:
        root = tree(
            {
                "content/profile.md": "---\nname: Alya\n---\nHello.\n",
                GOOD: "---\ntitle: The good day\n---\nWe did it.\n",
                BAD: bad,
            },
            SETTINGS.format(more=more),
        )
        for name, content in beside.items():
            (root / BAD).with_name(name).write_bytes(content)
        return root

    return make


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("how", variants(["keep going", "skip", "stop"], 1))
def test_a_file_that_cannot_be_made(kind: str, how: str, site: Callable[..., Path]) -> None:
    root = site(*KINDS[kind], "on_error: skip\n" if how == "skip" else "")
    report = publish(root, keep_going=how == "keep going")
    errors = [problem for problem in report.problems if problem.is_error]
    assert errors and all("2026-06-01-bad" in problem.place.path for problem in errors), report.problems
    if how == "stop":
        assert report.exit_code == 1 and not (root / "public").exists()
        return
    assert report.exit_code == (0 if how == "skip" else 1)
    published = files(root)
    assert "activities/good/index.html" in published
    assert not [path for path in published if "bad" in path]
    texts = [path for path in published if path.endswith((".html", ".json", ".xml", ".ics"))]
    assert len(texts) > 10
    for path in texts:
        assert "The bad day" not in (root / "public" / path).read_text("utf-8"), path


def test_it_is_left_out_again_and_comes_back_when_it_is_mended(site: Callable[..., Path]) -> None:
    root = site(*KINDS["a locked document"], "on_error: skip\n")
    assert publish(root).exit_code == 0
    first = {path: (root / "public" / path).read_bytes() for path in files(root)}
    again = publish(root)
    assert again.exit_code == 0 and any(problem.is_error for problem in again.problems), "it is said again"
    assert {path: (root / "public" / path).read_bytes() for path in files(root)} == first
    shutil.rmtree(root / "cache")
    shutil.rmtree(root / "public")
    publish(root)
    assert {path: (root / "public" / path).read_bytes() for path in files(root)} == first, "as a clean build leaves it"
    (root / BAD).write_text("---\ntitle: The bad day\n---\nWords.\n", "utf-8")
    assert publish(root).problems == ()
    assert "activities/bad/index.html" in files(root)


@pytest.mark.parametrize(
    "fault", variants(["1 // 0", "page.nothing_of_this_name", '"x" + 1', "[][3]", '"x" * 10**15'], 2)
)
def test_a_template_that_fails_on_one_page(fault: str, site: Callable[..., Path]) -> None:
    root = site("---\ntitle: The bad day\n---\nWords.\n", {}, "theme: mine\non_error: skip\n")
    theme = root / "themes" / "mine"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.yml").write_text("name: Mine\nextends: pelita\n", "utf-8")
    (theme / "templates" / "activity.html").write_text(
        '{% extends "pelita:activity.html" %}{% block main %}{% if "bad" in page.title %}{{ '
        + fault
        + " }}{% endif %}{{ super() }}{% endblock %}",
        "utf-8",
    )
    report = publish(root)
    # What no page has is told by its name, however it was met.
    code = "template-field" if fault.startswith("page.") else "template-fault"
    assert {problem.code for problem in report.problems if problem.is_error} == {code}, report.problems
    assert report.exit_code == 0
    assert "activities/good/index.html" in files(root) and not [path for path in files(root) if "bad" in path]


@pytest.mark.parametrize("portrait", variants([False, True], 1))
def test_a_photo_that_cannot_be_made(
    portrait: bool, site: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site(PHOTO, {}, "on_error: skip\n")
    Image.effect_noise((640, 480), 80).convert("RGB").save((root / BAD).with_name("a.jpg"), "JPEG")
    if portrait:
        shutil.copy((root / BAD).with_name("a.jpg"), root / "content" / "me.jpg")
        text = "---\nname: Alya\nphoto: {file: me.jpg, alt: A, people: none}\n---\nHello.\n"
        (root / "content/profile.md").write_text(text, "utf-8")
        (root / BAD).write_text("---\ntitle: Another day\n---\nWords.\n", "utf-8")
    read = photo_reader.decode_photo

    def broken(data: bytes, *rest: object, **more: object) -> object:
        # As where the file is damaged between reading and rendering.
        raise photo_reader.PhotoBroken("photo-broken", {"format": "JPEG"})

    monkeypatch.setattr(photo_reader, "decode_photo", broken)
    report = publish(root, jobs=1)
    assert [problem.code for problem in report.problems if problem.is_error] == ["photo-broken"], report.problems
    assert report.exit_code == 0 and "activities/good/index.html" in files(root)
    assert not [path for path in files(root) if "bad" in path or path.startswith("media/")] or portrait
    assert not [path for path in files(root) if path.startswith("media/")]
    monkeypatch.setattr(photo_reader, "decode_photo", read)
    assert not [problem for problem in publish(root, jobs=1).problems if problem.is_error], "it is sound again"
    assert [path for path in files(root) if path.startswith("media/")]


@pytest.mark.slow
def test_a_worker_that_is_lost(site: Callable[..., Path]) -> None:
    root = site("---\ntitle: The bad day\n---\nWords.\n", {}, "on_error: skip\n")
    for number in range(60):
        (root / f"content/activities/2026-01-{number % 28 + 1:02}-more-{number}.md").write_text(
            f"---\ntitle: More {number}\n---\nWords.\n", "utf-8"
        )
    (root / "sitecustomize.py").write_text(DYING, "utf-8")
    path = os.pathsep.join((str(root), *sys.path))
    done = run_process(root, "build", "-j2", "--today", "2026-11-22", PYTHONPATH=path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("error[worker-died]") == 1 and "activities/bad/index.html" in done.stderr
    assert {"activities/good/index.html", "activities/more-59/index.html"} <= files(root)
    assert not [path for path in files(root) if "bad" in path]


@pytest.fixture
def community(tmp_path: Path) -> Callable[[str], Path]:
    def make(kind: str) -> Path:
        path, text, beside, template = OF_COMMUNITY[kind]
        folder = path.rpartition("/")[0]
        files: dict[str, str | bytes] = {**COMMUNITY, path: text, **{f"{folder}/{n}": c for n, c in beside.items()}}
        if template:
            files[f"themes/mine/templates/{template}"] = FAILS.format(template)
        return make_project(tmp_path, SETTINGS.format(more="kind: community\ntheme: mine\n"), files)

    return make


@pytest.mark.parametrize("kind", variants(OF_COMMUNITY, 1))
@pytest.mark.parametrize("how", variants(["skip", "keep going", "stop"], 1))
def test_what_fails_of_a_community_itself(kind: str, how: str, community: Callable[[str], Path]) -> None:
    root = community(kind)
    path, _, _, template = OF_COMMUNITY[kind]
    where = f"themes/mine/templates/{template}" if template else path.removeprefix("content/").rpartition("/")[0]
    if how == "stop":
        write_settings(root, (root / "content/site.yml").read_text("utf-8") + "on_error: stop\n")
    first: dict[str, bytes] = {}
    for turn in range(2):
        report = publish(root, keep_going=how == "keep going")
        errors = [problem for problem in report.problems if problem.is_error]
        assert errors and all(problem.place.path.startswith(where) for problem in errors), (turn, report.problems)
        looked = check(request_in(root, cache="cache"))
        assert looked.exit_code == 1 and [p for p in looked.problems if p.is_error] == errors, (turn, looked.problems)
        if how == "stop":
            assert report.exit_code == 1 and not (root / "public").exists()
            continue
        assert report.exit_code == (0 if how == "skip" else 1), turn
        assert [held.reason for held in report.held] == ["broken"]
        published = files_of(root / "public")
        assert {"events/good/index.html", "good/index.html", "members/alya/index.html"} <= published.keys()
        assert not [path for path in published if "bad" in path]
        texts = [path for path in published if path.endswith((".html", ".json", ".xml", ".ics"))]
        assert len(texts) > 10 and not [path for path in texts if b"The bad day" in published[path]]
        assert published == (first or published), "the second build leaves what the first did"
        first = published
    (root / path).write_text(PLAIN.replace("bad", "mended"), "utf-8")
    report = publish(root)
    assert (report.exit_code, report.problems) == (0, ())
    assert [path for path in files_of(root / "public") if path.endswith("bad/index.html")]


def test_a_photo_of_an_event_that_cannot_be_made(
    community: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = community("a locked document")
    for path in (BAD_EVENT, BAD_PAGE):
        write_files(root, {path: PHOTO if path == BAD_EVENT else PLAIN})
        draw_photo((root / path).with_name("a.jpg"), 1)
    read = photo_reader.decode_photo

    def broken(data: bytes, *rest: object, **more: object) -> object:
        # As where the file is damaged between reading and rendering.
        raise photo_reader.PhotoBroken("photo-broken", {"format": "JPEG"})

    monkeypatch.setattr(photo_reader, "decode_photo", broken)
    for _ in range(2):
        report = publish(root, jobs=1)
        assert [problem.code for problem in report.problems if problem.is_error] == ["photo-broken"], report.problems
        published = files_of(root / "public")
        assert report.exit_code == 0 and {"events/good/index.html", "bad/index.html"} <= published.keys()
        assert not [path for path in published if "events/bad" in path or path.startswith("media/")]
    monkeypatch.setattr(photo_reader, "decode_photo", read)
    assert not publish(root, jobs=1).problems, "it is sound again"
    assert "events/bad/index.html" in files_of(root / "public")


@pytest.mark.slow
def test_no_participant_tells_of_an_event_that_cannot_be_made(tmp_path: Path) -> None:
    front = "title: The bad day\nparticipants: [alya, bima]\n"
    members = {
        "content/members/alya/activities/mine.md": "---\nevent: bad\nhours: 2\n---\nI came early.\n",
        "content/members/bima/profile.md": "---\nname: Bima\n---\nHello.\n",
    }
    letter = {f"{BAD_EVENT.rpartition('/')[0]}/letter.pdf": locked_pdf()}
    root = make_project(tmp_path, SETTINGS.format(more="kind: community\n"), {**COMMUNITY, **members, **letter})
    # What reading refuses, no page of anybody tells.
    write_files(root, {BAD_EVENT: f"---\n{front}hours: two\n---\nWords.\n"})
    publish(root)
    wanted = files_of(root / "public")
    write_files(root, {BAD_EVENT: f"---\n{front}---\nWords.\n"})
    publish(root)
    assert {"events/bad/index.html", "members/alya/activities/mine/index.html"} <= files_of(root / "public").keys()
    evident = EVIDENCE.replace("title: The bad day\n", front)
    write_files(root, {BAD_EVENT: evident})
    # Told by heart, members are not run again to find out once more.
    for unchanged in (False, True):
        report = publish(root, report=root / "report.json")
        assert [problem.code for problem in report.problems if problem.is_error] == ["document-locked"]
        assert files_of(root / "public") == wanted
        said = json.loads((root / "report.json").read_text())["members"]
        assert {said[slug]["unchanged"] for slug in ("alya", "bima")} == {unchanged}
    assert {held.what for held in report.held} == {path.removeprefix("content/") for path in (BAD_EVENT, *members)[:2]}
    (root / BAD_EVENT).with_name("letter.pdf").unlink()
    write_files(root, {BAD_EVENT: f"---\n{front}---\nWords.\n"})
    assert not [problem for problem in publish(root).problems if problem.is_error]
    assert {"events/bad/index.html", "members/alya/activities/mine/index.html"} <= files_of(root / "public").keys()
