"""An output that cannot be made and that no entry owns is left out by itself; without its home page nothing is shown."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiprah.build.check import check
from kiprah.build.failed_outputs import Omission, home_pages, omission_of
from kiprah.build.pipeline import build
from kiprah.build.request import Report
from kiprah.model.settings import Settings
from kiprah.problem import Place, Problem
from kiprah.render.jobs import Fault
from support.building import request_in
from support.command import run_process
from support.sites import files_of, make_project, write_files, write_settings
from support.variants import variants

Tree = Callable[..., Path]
TODAY = date(2026, 11, 22)
OF_ALL = "url: https://a.example/\nlanguage: en\nlanguages: [en, id]\ntheme: mine\ncards: {formats: []}\n"
PORTFOLIO, COMMUNITY = f"title: Jejak\n{OF_ALL}", f"kind: community\ntitle: Kawan\n{OF_ALL}"
CONTENT = {
    "portfolio": {
        "content/profile.md": "---\nname: Alya\n---\nHello.\n",
        "content/activities/2026-05-01-good.md": "---\ntitle: The good day\n---\nWe did it.\n",
    },
    "community": {
        "content/events/2026-05-01-good.md": "---\ntitle: The good day\n---\nWe did it.\n",
        "content/members/alya/profile.md": "---\nname: Alya\n---\nHello.\n",
        "content/members/alya/activities/2026-05-02-day.md": "---\ntitle: A day\n---\nWords.\n",
        "content/members/bima/profile.md": "---\nname: Bima\n---\nHello.\n",
    },
}
EVENT = "content/events/2026-06-01-bad/index.md"
BROKEN = "{{ 1 // 0 }}"
DYING = """
import multiprocessing, os
from kiprah.render import page
draw = page.render_page

def dies(output, *rest):
    # As a crash in a library would, in every worker; the build itself must never meet it.
    if output.path == "events/bad/index.html" and multiprocessing.current_process().name != "MainProcess":
        os._exit(9)
    return draw(output, *rest)

page.render_page = dies
"""


def site(root: Path, kind: str, templates: dict[str, str], more: str = "") -> Path:
    """Write a site with a theme of its own, in which some templates are other ones."""
    theme = {"themes/mine/theme.yml": "name: Mine\nextends: pelita\n"}
    theme |= {f"themes/mine/{path}": text for path, text in templates.items()}
    settings = PORTFOLIO if kind == "portfolio" else COMMUNITY
    return make_project(root, f"{settings}on_error: stop\n{more}", {**CONTENT[kind], **theme})


def choose(root: Path, kind: str, how: str) -> None:
    """Have the settings say what becomes of what is broken."""
    settings = PORTFOLIO if kind == "portfolio" else COMMUNITY
    write_settings(root, f"{settings}on_error: {'skip' if how == 'skip' else 'stop'}\n")


def built(root: Path, how: str = "skip", **more: object) -> Report:
    return build(request_in(root, today=TODAY, keep_going=how == "keep going", **more))


def errors(report: Report) -> list[str]:
    return [problem.code for problem in report.problems if problem.is_error]


def code_of(how: str) -> int:
    return 0 if how == "skip" else 1


OWNED_BY_NOBODY = {
    ("portfolio", "cv.html"): {"cv/index.html", "id/cv/index.html"},
    ("portfolio", "not-found.html"): {"404.html"},
    ("community", "events.html"): {"events/index.html", "events/2026/index.html", "id/events/index.html"},
    ("community", "directory.html"): {"members/index.html", "id/members/index.html"},
    ("community", "cv.html"): {"members/alya/cv/index.html", "id/members/bima/cv/index.html"},
}
"""Pages that some template draws, and no entry owns: of a portfolio, of a community, of its members."""


@pytest.mark.parametrize("how", variants(["keep going", "skip", "stop"], 1))
@pytest.mark.parametrize(("kind", "template"), variants(OWNED_BY_NOBODY, 1))
def test_a_page_that_no_entry_owns_is_left_out_by_itself(kind: str, template: str, how: str, tmp_path: Path) -> None:
    pages = OWNED_BY_NOBODY[kind, template]
    root = site(tmp_path, kind, {})
    assert built(root).exit_code == 0
    before = files_of(root / "public")
    assert pages <= before.keys()
    write_files(root, {f"themes/mine/templates/{template}": BROKEN})
    choose(root, kind, how)
    # What fails is told by every build, and a look says no less.
    for _ in range(2):
        report = built(root, how)
        assert errors(report) and set(errors(report)) == {"template-fault"}
        now = files_of(root / "public")
        if how == "stop":
            assert report.exit_code == 1 and now == before
            continue
        assert report.exit_code == code_of(how)
        gone = before.keys() - now.keys()
        assert pages <= gone and now.keys() <= before.keys()
        assert all(path.endswith(".html") for path in gone)
        addresses = [path.removesuffix("index.html") for path in pages if path.endswith("index.html")]
        listed = [f"<loc>https://a.example/{address}</loc>".encode() for address in addresses]
        assert all(one in before["sitemap.xml"] and one not in now["sitemap.xml"] for one in listed)
    looked = check(request_in(root, today=TODAY))
    assert looked.exit_code == 1 and set(errors(looked)) == {"template-fault"}
    if how != "stop":
        clean = request_in(root, "clean", ".clean", today=TODAY, keep_going=how == "keep going")
        assert build(clean).problems == report.problems and files_of(root / "clean") == files_of(root / "public")
    write_files(root, {f"themes/mine/templates/{template}": f'{{% extends "pelita:{template}" %}}'})
    report = built(root, how)
    assert (report.exit_code, errors(report)) == (0, []) and files_of(root / "public").keys() == before.keys()


@pytest.mark.parametrize("how", variants(["keep going", "skip"], 1))
@pytest.mark.parametrize(("kind", "template"), [("portfolio", "home.html"), ("community", "community.html")])
def test_without_its_home_page_nothing_of_a_site_is_published(
    kind: str, template: str, how: str, tmp_path: Path
) -> None:
    root = site(tmp_path, kind, {})
    choose(root, kind, how)
    assert built(root, how).exit_code == 0
    before = files_of(root / "public")
    for text in (BROKEN, '{% if page.language == "id" %}{{ 1 // 0 }}{% endif %}'):
        write_files(root, {f"themes/mine/templates/{template}": text})
        for _ in range(2):
            report = built(root, how)
            assert report.exit_code == 1 and set(errors(report)) == {"template-fault"}
            assert files_of(root / "public") == before


@pytest.mark.parametrize("how", variants(["skip", "keep going"], 1))
def test_without_their_home_page_nothing_of_a_member_is_published(how: str, tmp_path: Path) -> None:
    broken = '{% if "Bima" in page.title %}{{ 1 // 0 }}{% endif %}{% extends "pelita:home.html" %}'
    root = site(tmp_path, "community", {})
    choose(root, "community", how)
    assert built(root, how).exit_code == 0
    assert [path for path in files_of(root / "public") if "bima" in path]
    write_files(root, {"themes/mine/templates/home.html": broken})
    for _ in range(2):
        report = built(root, how, report=tmp_path / "report.json")
        assert report.exit_code == code_of(how) and set(errors(report)) == {"template-fault"}
        now = files_of(root / "public")
        assert "members/alya/index.html" in now and not [path for path in now if "bima" in path]
        assert b"Bima" not in now["index.html"] + now["members/index.html"]


@pytest.mark.parametrize("kind", CONTENT)
def test_a_file_of_the_theme_that_may_not_be_published(kind: str, tmp_path: Path) -> None:
    root = site(tmp_path, kind, {"assets/mine.css": "b { background: url(https://b.example/x.png) }"})
    assert built(root).exit_code == 1 and files_of(root / "public") == {}
    for how in ("skip", "keep going"):
        choose(root, kind, how)
        report = built(root, how)
        assert report.exit_code == code_of(how) and errors(report) == ["page-promise"]
        assert not [path for path in files_of(root / "public") if "mine" in path]
        assert "index.html" in files_of(root / "public")


@pytest.mark.slow
def test_an_event_whose_worker_is_lost_is_tried_again(tmp_path: Path) -> None:
    root = site(tmp_path, "community", {})
    # Cards are enough for workers.
    write_settings(root, COMMUNITY.replace("formats: []", "formats: [link]"))
    many = {f"content/events/2026-01-{n + 1:02}-more-{n}.md": f"---\ntitle: More {n}\n---\n" for n in range(20)}
    write_files(root, {**many, EVENT: "---\ntitle: The bad day\n---\nWords.\n", "sitecustomize.py": DYING})
    path = os.pathsep.join((str(root), *sys.path))
    done = run_process(root, "build", "-j2", "--today", "2026-11-22", PYTHONPATH=path)
    assert done.returncode == 0 and done.stderr.count("error[worker-died]") == 1, done.stderr
    now = files_of(root / "public")
    assert "events/more-19/index.html" in now and not [one for one in now if "events/bad" in one]
    # Alone it is worth no worker, and only workers die of it.
    done = run_process(root, "build", "-j2", "--today", "2026-11-22", PYTHONPATH=path)
    assert done.returncode == 0 and "error[" not in done.stderr, done.stderr
    assert "events/bad/index.html" in files_of(root / "public")


def fault(path: str) -> Fault:
    return Fault(path, Problem("worker-died", Place(path), {"path": path}))


def test_the_rule() -> None:
    owners, homes = {"a/index.html": ("a.md",), "b.jpg": ("a.md", "b.md")}, frozenset({"index.html"})
    faults = [fault("a/index.html"), fault("b.jpg"), fault("cv/index.html")]
    one, two, nobody = (each.problem for each in faults)
    assert omission_of((), owners, frozenset(), homes) == Omission()
    assert (
        omission_of([Fault("a", Problem("logo-svg", Place("a"), {"file": "a"}))], {}, frozenset(), homes) == Omission()
    )
    entries = frozenset({"a.md", "b.md"})
    assert omission_of(faults, owners, frozenset(), homes) == Omission(entries, problems=(one, two))
    rest = omission_of(faults, owners, frozenset({"a.md"}), homes)
    assert rest == Omission(frozenset({"b.md"}), problems=(two,))
    last = omission_of(faults, owners, entries, homes)
    assert last == Omission(outputs=frozenset(owners) | {"cv/index.html"}, problems=(one, two, nobody))
    assert omission_of([*faults, fault("index.html")], owners, frozenset(), homes).stops is False
    assert omission_of([fault("index.html"), faults[2]], owners, frozenset(), homes).stops is True


def test_home_pages_are_of_every_language() -> None:
    settings = Settings(title="x", language="id", languages=("id", "en"))
    assert {"index.html", "en/index.html"} <= home_pages(settings)
    assert {"members/a/index.html", "en/members/a/index.html"} <= home_pages(settings, "members/a/")
    assert "members/a/index.html" not in home_pages(settings)
