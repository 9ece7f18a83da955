"""What another kiprah published comes in as drafts that build to the same addresses and words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from kiprah.authoring.members.export_reader import markdown_of
from kiprah.authoring.members.intake import AddedMember, add_member
from kiprah.authoring.refusal import Refusal
from kiprah.content.markdown.renderer import render_body
from kiprah.fields.source import Source
from support.command import run
from support.communities import context_in, make_community
from support.photos import jpeg
from support.sites import make_site, write_files
from support.zips import zipped


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_community(tmp_path / "kawan")


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """Publish a small portfolio."""
    site = make_site(
        tmp_path / "jejak",
        {
            "content/profile.md": "---\nname: Citra\nheadline: Relawan\nlinks: [{label: x, url: 'https://x.example/'}]\n---\nHalo *semua*.\n",
            "content/activities/2026-05-01-hari/index.md": (
                "---\ntitle: 'Hari: satu'\nhours: 2.5\norganization: {name: Rumah}\nrole: Tutor\ncauses: [education]\nimpact: [{value: 3, what: anak, source: self}]\n"
                "photos: [{file: a.jpg, alt: Tiga anak, people: none}]\n---\nBaris satu.\n\n1\\. bukan daftar\n\n## Refleksi\n\nSenang.\n"
            ),
            "content/activities/2026-05-01-hari/a.jpg": jpeg(),
            "content/reflections/2026-05-02-suara.md": "---\ntitle: Suara\nactivity: hari\n---\nIsi.\n",
            "content/testimonials/ibu-sri.md": "---\nfrom: Ibu Sri\nconsent: yes\n---\nBaik.\n",
            "content/activities/2026-06-01-rahasia.md": "---\ntitle: Rahasia\nvisibility: private\n---\nIsi.\n",
        },
    )
    done = run(site, "build", "--today", "2026-11-22")
    assert done.returncode == 0, done.stderr
    return site / "public"


def taken(root: Path, source: Path, slug: str = "citra") -> AddedMember:
    answer = add_member(source, slug, context_in(root))
    assert isinstance(answer, AddedMember), answer
    return answer


def test_what_was_published_comes_back_as_drafts(root: Path, public: Path) -> None:
    added = taken(root, public)
    assert (added.texts, added.photos) == (3, 1)
    own = root / "content/members/citra"
    keys = yaml.safe_load((own / "activities/2026-05-01-hari/index.md").read_text("utf-8").split("---\n")[1])
    assert keys["draft"] is True and keys["title"] == "Hari: satu" and keys["hours"] == 2.5
    assert keys["photos"] == [{"file": "photo-1.jpeg", "alt": "Tiga anak", "consent": "pending"}]
    testimonial = yaml.safe_load((own / "testimonials/ibu-sri.md").read_text("utf-8").split("---\n")[1])
    assert testimonial["from"] == "Ibu Sri" and testimonial["consent"] == "pending"
    assert not any("rahasia" in path for path in added.files)
    for path in own.rglob("*.md"):
        text = path.read_text("utf-8").replace("draft: true\n", "").replace("consent: pending", "consent: yes")
        path.write_text(text, "utf-8")
    record = root / "content/members/citra.yml"
    record.write_text(record.read_text("utf-8").replace("status: paused\n", ""), "utf-8")
    done = run(root, "build", "--today", "2026-11-22")
    assert done.returncode == 0, done.stderr
    before = json.loads((public / "portfolio.json").read_text("utf-8"))
    after = json.loads((root / "public/members/citra/portfolio.json").read_text("utf-8"))
    for kind in ("activities", "reflections", "testimonials"):
        assert [one.get("slug") for one in before[kind]] == [one.get("slug") for one in after[kind]]
    assert after["totals"] == before["totals"] and after["member"]["links"] == before["member"]["links"]
    (was,), (now,) = before["activities"][0]["texts"].values(), after["activities"][0]["texts"].values()
    assert now["text"] == was["text"] and now["reflection"]["text"] == was["reflection"]["text"]


def test_a_zip_of_it_without_media_says_what_was_not_sent(root: Path, public: Path, tmp_path: Path) -> None:
    (tmp_path / "kiriman.zip").write_bytes(zipped({"x/portfolio.json": (public / "portfolio.json").read_bytes()}))
    added = taken(root, tmp_path / "kiriman.zip")
    assert [left.reason for left in added.left_out] == ["not-sent"] and added.photos == 0


def test_of_a_community_the_member_of_that_slug_is_meant(root: Path, public: Path, tmp_path: Path) -> None:
    for slug in ("alya", "citra"):
        (tmp_path / "semua" / slug).mkdir(parents=True)
        shutil.copy(public / "portfolio.json", tmp_path / "semua" / slug / "portfolio.json")
    assert taken(root, tmp_path / "semua").texts == 3
    answer = add_member(tmp_path / "semua", "dewi", context_in(root))
    assert isinstance(answer, Refusal) and answer.key == "add-export"


HOSTILE = [
    b"",
    b"[]",
    b"{}",
    b"[" * 100_000,
    b"\xff\xfe{}",
    b'{"format": 2}',
    b'{"format": 1, "activities": "x"}',
]


@pytest.mark.parametrize("data", HOSTILE)
def test_an_export_that_cannot_be_read_changes_nothing(root: Path, tmp_path: Path, data: bytes) -> None:
    write_files(tmp_path, {"k/portfolio.json": data})
    answer = add_member(tmp_path / "k", "citra", context_in(root))
    assert isinstance(answer, Refusal) and answer.key == "add-export"
    assert not (root / "content/members/citra").exists()


def test_nothing_in_an_export_leads_elsewhere(root: Path, public: Path, tmp_path: Path) -> None:
    data = json.loads((public / "portfolio.json").read_text("utf-8"))
    activity = data["activities"][0]
    activity["photos"][0]["url"] = "https://x.example/../../../../etc/passwd"
    activity["evidence"] = [{"kind": "letter", "label": "x", "url": "../../bima/profile.md"}]
    more = [
        {**activity, "slug": slug, "date": day}
        for slug, day in (("../../bima", "2026-05-03"), ("con", "2026-05-04"), ("x", "../../2026"), ("", "2026-05-05"))
    ]
    data["activities"] = [activity, *more]
    data["testimonials"][0]["name"] = "../../../bima"
    data["member"]["name"] = "Citra\nslug: bima\ndraft: false"
    write_files(tmp_path, {"k/portfolio.json": json.dumps(data).encode()})
    before = {path: path.read_bytes() for path in (root / "content/members/bima").rglob("*") if path.is_file()}
    added = taken(root, tmp_path / "k")
    assert all(path.startswith("members/citra/") for path in added.files)
    assert {path: path.read_bytes() for path in before} == before
    assert [path.name for path in root.parent.iterdir()] and not (root / "bima").exists()


@pytest.mark.parametrize(
    "text",
    [
        "# bukan judul",
        "- bukan daftar",
        "1. bukan daftar",
        "*bintang* _garis_ `kode`",
        "[x](javascript:y) ![x](y)",
        "<b>x</b>",
        "## Rahasia {visibility=private}",
        "a | b\n- | -",
        "~~x~~",
        "===\n=",
        "> kutipan",
        "&amp; \\ x",
    ],
)
def test_plain_text_says_the_same_as_markdown(text: str) -> None:
    body, problems = render_body(markdown_of(text), "t", Source("x.md", text), 1)
    assert body.text.split() == text.split() and not problems
