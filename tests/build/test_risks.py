"""What publishing means is said by the build itself, and beside a child it holds the entry back."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kiprah.build.request import Report
from kiprah.cli.serve.serve_notice import notice_of
from support.building import build_in
from support.command import PYTHON, run_process
from support.sites import write_settings

SITE = "title: Jejak\nurl: https://a.example/\ncards: {formats: []}\n"
ENTRY = "content/activities/2026-05-01-hari/index.md"
CHILD = "photos: [{file: a.jpg, alt: Anak membaca, people: minors, consent: guardian}]\n"


def _built(root: Path, *, strict: bool = False) -> Report:
    return build_in(root, strict=strict)


def _site(tree, photo, keys: str, body: str, *, settings: str = SITE) -> Path:
    files = {
        "content/profile.md": "---\nname: Alya Putri\n---\nHalo.\n",
        "content/activities/2026-04-01-lain.md": "---\ntitle: Lain\n---\nIsi.\n",
        ENTRY: f"---\ntitle: Hari\n{keys}---\n{body}\n",
    }
    root: Path = tree(files, settings)
    photo(root / "content/activities/2026-05-01-hari/a.jpg")
    return root


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("Budi Santoso, siswa SD Negeri Tunas Bangsa, tinggal di Jalan Melati.", "risk-triangle", 3),
        ("Datang saja, satu dua\nke Jl. Melati No. 5.", "child-address", 6),
        ("Orang tuanya: 0812-3456-7890", "child-phone", 5),
        ("NIK 3404011203050001", "child-identity", 0),
        ("[Di sini](https://maps.app.goo.gl/abc)", "child-map", 5),
        ("-7.7956, 110.3695", "child-coordinates", 5),
    ],
)
def test_a_child_is_not_published_beside_what_leads_to_it(tree, photo, body: str, code: str, line: int) -> None:
    root = _site(tree, photo, CHILD, body)
    report = _built(root)
    assert report.exit_code == 1 and not (root / "public").exists()
    assert (code, ENTRY.removeprefix("content/"), line) in [
        (p.code, p.place.path, p.place.line) for p in report.problems if p.is_error
    ]
    assert all("3404011203050001" not in str((p.values, p.source)) for p in report.problems)
    write_settings(root, SITE + "on_error: skip\n")
    report = _built(root)
    assert report.exit_code == 0
    assert [one.reason for one in report.held if one.what == ENTRY.removeprefix("content/")] == ["risk"]
    assert not (root / "public/activities/hari").exists() and (root / "public/activities/lain/index.html").exists()
    text = (root / ENTRY).read_text("utf-8")
    (root / ENTRY).write_text(text.replace("title: Hari\n", 'title: Hari\nrisk_accepted: "Semua dikarang"\n'), "utf-8")
    report = _built(root, strict=True)
    assert report.exit_code == 0, report.problems
    page = (root / "public/activities/hari/index.html").read_text("utf-8")
    assert "dikarang" not in page


def test_without_a_child_it_is_asked_about_and_published(tree, photo) -> None:
    root = _site(tree, photo, "", "Hubungi 0812-3456-7890")
    report = _built(root)
    assert report.exit_code == 0 and (root / "public/activities/hari/index.html").exists()
    assert [(p.code, p.level, p.place.line) for p in report.problems if p.code.startswith("private")] == [
        ("private-phone", "warning", 4)
    ]


@pytest.mark.parametrize(
    "keys",
    [
        'with: ["Kak Sari 0812-3456-7890"]\n',
        'tags: ["0812-3456-7890"]\n',
        'skills: ["menjawab 0812-3456-7890"]\n',
        'evidence: [{kind: link, url: "https://b.example/", label: "Sari 0812-3456-7890"}]\n',
    ],
    ids=lambda keys: keys.partition(":")[0],
)
def test_it_is_asked_about_in_whatever_key_it_stands(tree, photo, keys: str) -> None:
    report = _built(_site(tree, photo, keys, "Isi."))
    codes = [problem.code for problem in report.problems]
    assert report.exit_code == 0 and codes.count("private-phone") == 1, codes


def test_the_preview_asks_about_what_is_shown_and_tells_what_is_held_back(tree, photo) -> None:
    root = _site(tree, photo, "", "Hubungi 0812-3456-7890")
    notice = notice_of(_built(root), root / "content")
    assert notice is not None and notice.asks and [one.code for one in notice.faults] == ["private-phone"]
    (root / ENTRY).write_text(f"---\ntitle: Hari\n{CHILD}---\nHubungi 0812-3456-7890\n", "utf-8")
    notice = notice_of(_built(root), root / "content")
    assert notice is not None and not notice.asks and notice.faults[0].code == "child-phone"
    (root / ENTRY).write_text("---\ntitle: Hari\n---\nIsi.\n", "utf-8")
    assert notice_of(_built(root), root / "content") is None


BESIDE = """
from pathlib import Path

import kiprah.plan.member as plan_of_a_member
from kiprah.build.planned_site import read_and_plan
from kiprah.workers import WorkerPool
from support.building import request_in

found = read_and_plan(request_in(Path.cwd()), lambda stage, done, total: None, WorkerPool(1))
given = (found.site.members[0], found.site.context, found.viewing, found.theme.digests)
alone = plan_of_a_member.plan_member(*given)
plan_of_a_member._MANY = 1
beside = plan_of_a_member.plan_member(*given, beside=True)
assert beside == alone
print([one.reason for one in beside.held], [p.code for p in beside.problems if p.is_error], len(beside.outputs))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("body", "held"), [("Kami membaca.", False), ("Orang tuanya: 0812-3456-7890", True)])
def test_risks_looked_for_beside_the_plan_hold_back_the_same(tree, photo, body: str, held: bool) -> None:
    root = _site(tree, photo, CHILD, body)
    done = run_process(root, "-c", BESIDE, command=PYTHON, PYTHONPATH=os.pathsep.join(sys.path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("['risk'] ['child-phone']" if held else "[] []"), done.stdout
