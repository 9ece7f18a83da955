"""A decoder that ends its process costs the entry it was called for, however little there was to do."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from support.command import Run, run_process
from support.communities import COMMUNITY, make_community
from support.sites import draw_photo, files_of, make_site, write_files

GOOD, BAD = "content/activities/2026-05-01-good/index.md", "content/activities/2026-06-01-bad/index.md"
PHOTO = "---\ntitle: The bad day\nphotos: [{file: a.jpg, alt: A, people: none}]\n---\nWords.\n"
SETTINGS = "title: Jejak\nurl: https://a.example/\nlanguage: en\ncards: {formats: [link]}\n"
AT_ITS_END = b"the decoder dies of this"
"""Stands after the picture, where no decoder looks."""

DYING = """
import os
import sys
from kiprah import cards, workers
from kiprah.imaging import decode, photo_reader

# Default jobs, as on a machine of so many processors.
os.sched_getaffinity = lambda process: set(range(int(os.environ["PROCESSORS"])))
WHERE = os.environ["DIES"]


def dying(function, is_fatal):
    def call(what, *rest, **more):
        if is_fatal(what):
            os._exit(9)
        return function(what, *rest, **more)

    call.__module__, call.__qualname__ = function.__module__, function.__qualname__
    return call


def of_photo(data):
    return data.endswith(b"the decoder dies of this")


if WHERE == "reading":
    decode.photo_facts = dying(decode.photo_facts, of_photo)
elif WHERE == "rendering":
    photo_reader.decode_photo = dying(photo_reader.decode_photo, of_photo)
elif WHERE == "card":
    cards.render_card = dying(cards.render_card, lambda card: card.title == "The bad day")
elif WHERE == "typesetter" and "kiprah.render.pdf.typesetter" in sys.orig_argv:
    import typst

    compiler = typst.Compiler

    class Dying:
        def __init__(self, *arguments, **named):
            self.whole = compiler(*arguments, **named)

        def compile(self, **order):
            if "Chosen badly" in order["sys_inputs"]["data"]:
                os._exit(9)
            return self.whole.compile(**order)

    typst.Compiler = Dying
elif WHERE == "pools":
    # Whoever begins one fails.
    workers.process_pool = None
"""


def build(root: Path, where: str, *more: str, processors: int = 1, command: str = "build") -> Run:
    (root / "sitecustomize.py").write_text(DYING, "utf-8")
    path = os.pathsep.join((str(root), *sys.path))
    surroundings = {"PYTHONPATH": path, "DIES": where, "PROCESSORS": str(processors)}
    return run_process(root, command, *more, "--today", "2026-11-22", **surroundings)


def built_site(root: Path, on_error: str) -> Path:
    texts = {GOOD: "---\ntitle: The good day\n---\nWe did it.\n"}
    make_site(root, texts, SETTINGS + f"on_error: {on_error}\n")
    done = build(root, "nowhere")
    assert done.returncode == 0, done.stderr
    return root


def add_photo(root: Path, name: str = "a.jpg") -> None:
    photo = draw_photo((root / BAD).with_name(name), 7, (640, 480))
    photo.write_bytes(photo.read_bytes() + AT_ITS_END)


def is_alone_left_out(done: Run, root: Path, on_error: str, before: dict[str, bytes]) -> None:
    """The bad entry is missing and no other, or nothing changed where a mistake stops the build."""
    published = files_of(root / "public")
    if on_error == "stop":
        assert done.returncode == 1 and published == before
    else:
        assert done.returncode == 0, done.stderr
        assert "activities/good/index.html" in published and not [path for path in published if "bad" in path]


@pytest.mark.parametrize(("on_error", "processors"), [("skip", 1), ("skip", 3), ("stop", 1)])
@pytest.mark.parametrize(("where", "code"), [("reading", "reader-died"), ("rendering", "photo-worker-died")])
def test_a_photo_that_comes_later(tmp_path: Path, on_error: str, processors: int, where: str, code: str) -> None:
    root = built_site(tmp_path, on_error)
    before = files_of(root / "public")
    add_photo(root)
    (root / BAD).write_text(PHOTO, "utf-8")
    done = build(root, where, processors=processors)
    assert done.stderr.count("error[") == done.stderr.count(f"error[{code}]") == 1, (done.returncode, done.stderr)
    is_alone_left_out(done, root, on_error, before)
    if on_error == "stop":
        return
    # It is said again, and all is well once the decoder is.
    assert f"error[{code}]" in build(root, where, processors=processors).stderr
    assert build(root, "nowhere").returncode == 0
    assert "activities/bad/index.html" in files_of(root / "public")


@pytest.mark.parametrize(("on_error", "processors"), [("skip", 1), ("stop", 3)])
def test_a_card_that_comes_later(tmp_path: Path, on_error: str, processors: int) -> None:
    root = built_site(tmp_path, on_error)
    before = files_of(root / "public")
    write_files(root, {BAD: "---\ntitle: The bad day\n---\nWords.\n"})
    done = build(root, "card", processors=processors)
    assert "error[worker-died]" in done.stderr, (done.returncode, done.stderr)
    is_alone_left_out(done, root, on_error, before)


@pytest.mark.parametrize("where", ["reading", "rendering", "card"])
def test_a_member_of_a_community_loses_that_entry_and_no_other(tmp_path: Path, where: str) -> None:
    """A member's run is one process, and its own decoders are apart from it."""
    bad = "content/members/bima/activities/2026-06-01-bad/index.md"
    settings = COMMUNITY.replace("cards: {formats: []}", "cards: {formats: [link]}")
    make_community(
        tmp_path, {bad.replace("06-01-bad", "05-01-good"): "---\ntitle: The good day\n---\nYes.\n"}, settings
    )
    assert build(tmp_path, "nowhere").returncode == 0
    before = files_of(tmp_path / "public")
    photo = draw_photo((tmp_path / bad).with_name("a.jpg"), 7, (640, 480))
    photo.write_bytes(photo.read_bytes() + AT_ITS_END)
    write_files(tmp_path, {bad: PHOTO})
    done = build(tmp_path, where)
    code = {"reading": "reader-died", "rendering": "photo-worker-died", "card": "worker-died"}[where]
    assert done.returncode == 0 and f"error[{code}]" in done.stderr, (done.returncode, done.stderr)
    assert "member-lost" not in done.stderr
    assert files_of(tmp_path / "public") == before, "as if the entry were not there"


def test_a_typesetter_that_dies_of_a_selection_costs_that_one(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    selection, other = (f"content/selections/{name}.md" for name in ("bad", "good"))
    texts = {
        GOOD: "---\ntitle: The good day\n---\nWe did it.\n",
        other: "---\ntitle: Chosen\nactivities: [good]\n---\nHello.\n",
    }
    root = make_site(tmp_path, texts, SETTINGS + "on_error: skip\ncv: {pdf: true}\n")
    before = build(root, "typesetter")
    assert before.returncode == 0, before.stderr
    published = files_of(root / "public")
    assert "for/good/good.pdf" in published
    write_files(root, {selection: "---\ntitle: Chosen badly\nactivities: [good]\n---\nHello.\n"})
    done = build(root, "typesetter")
    assert done.returncode == 0 and f"{selection}: error[pdf-lost]" in done.stderr, (done.returncode, done.stderr)
    assert files_of(root / "public") == published
    # The CV of the whole person is no entry's, and is left out by itself.
    write_files(root, {"content/profile.md": "---\nname: Chosen badly\n---\nHello.\n"})
    done = build(root, "typesetter")
    assert done.returncode == 0 and "content/profile.md: error[pdf-lost]" in done.stderr, (done.returncode, done.stderr)
    now = files_of(root / "public")
    assert "cv/index.html" in now and not [path for path in now if path.endswith(".pdf")]


def test_commands_that_only_read_go_on_without_that_entry(tmp_path: Path) -> None:
    root = built_site(tmp_path, "skip")
    add_photo(root)
    (root / BAD).write_text(PHOTO, "utf-8")

    def asked(*words: str) -> Run:
        return build(root, "reading", *words[1:], command=words[0])

    check = asked("check")
    assert check.returncode == 1 and f"{BAD}: error[reader-died]" in check.stderr
    assert asked("list", "photos").returncode == 0
    why = asked("why", BAD)
    assert why.returncode == 0 and f"{BAD} is not published" in why.stdout
    export = asked("export", "linkedin")
    assert export.returncode == 0, export.stderr
    told = (root / "export/linkedin.txt").read_text("utf-8")
    assert "The good day" in told and "The bad day" not in told
    coach = asked("coach")
    assert coach.returncode == 0 and "Because of 1 mistake" in coach.stdout


OTHERS = {
    "a portrait": ("content/profile.md", "---\nname: Alya\nphoto: {file: a.jpg, alt: A, people: none}\n---\nHello.\n"),
    "a photo further down": (BAD, PHOTO.replace("a.jpg", "more/a.jpg")),
    "evidence": (BAD, "---\ntitle: The bad day\nevidence: [{kind: photo, file: a.jpg, label: A}]\n---\nWords.\n"),
    "a loose entry's": ("content/activities/2026-06-01-bad.md", PHOTO),
}


@pytest.mark.parametrize("whose", OTHERS)
def test_no_photo_is_decoded_by_the_build_itself(tmp_path: Path, whose: str) -> None:
    root = built_site(tmp_path, "stop")
    before = files_of(root / "public")
    path, text = OTHERS[whose]
    photo = (root / path).parent / ("more/a.jpg" if "more/" in text else "a.jpg")
    draw_photo(photo, 7, (640, 480))
    photo.write_bytes(photo.read_bytes() + AT_ITS_END)
    write_files(root, {path: text})
    done = build(root, "reading")
    assert done.returncode == 1 and "error[reader-died]" in done.stderr, (done.returncode, done.stderr)
    assert files_of(root / "public") == before


def test_an_edited_text_beside_photos_begins_no_pool(tmp_path: Path) -> None:
    root = built_site(tmp_path, "stop")
    for name in ("content/me.jpg", "content/activities/2026-06-01-bad/a.jpg"):
        draw_photo(root / name, 7, (640, 480))
    profile = "---\nname: Alya\nphoto: {file: me.jpg, alt: A, people: none}\n---\nHello.\n"
    write_files(root, {"content/profile.md": profile, BAD: PHOTO})
    assert build(root, "nowhere").returncode == 0
    # A file that is younger is read again, since it may have changed without a trace.
    time.sleep(2.2)
    assert build(root, "nowhere").returncode == 0
    for processors, path in enumerate(("content/profile.md", BAD), 1):
        file = root / path
        file.write_text(file.read_text("utf-8") + "\nMore words.\n", "utf-8")
        done = build(root, "pools", processors=processors)
        assert done.returncode == 0, done.stderr
