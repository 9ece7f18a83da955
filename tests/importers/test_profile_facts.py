"""What a source says of the person comes into the profile once, whole, and never over what stands there."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kiprah.authoring.editing.document import read_document
from kiprah.authoring.yaml_text import key_text
from kiprah.importers.profile_merge import merge_profile
from kiprah.importers.resume_profile import read_profile_facts
from support.command import run
from support.import_sources import CANARIES, EUROPASS_PASSPORT, europass_background, linkedin, linkedin_background
from support.sites import SETTINGS, files_of, make_project, make_site, write_files
from support.zips import zipped

INDONESIAN = f"{SETTINGS}language: id\ntimezone: Asia/Jakarta\n"
PROFILE = "content/profile.md"


def one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


# Without digits and mentions: those of a telephone number, a card or a person do not come in.
LINES = st.text(st.characters(categories=("L", "P", "S", "Zs"), exclude_characters="@"), min_size=1, max_size=30)
WORDS = LINES.map(one_line).filter(bool)
DATES = st.sampled_from(["2019", "2021-07", "2024-02-29", "2025-12-31"])
URLS = st.sampled_from(["https://ugm.ac.id/", "http://a.example/x?y=1"])


def items(required: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    optional = {name: values for name, values in fields.items() if name != required}
    return st.lists(st.fixed_dictionaries({required: WORDS}, optional=optional), max_size=3)


SECTIONS = {
    "education": items("institution", url=URLS, area=WORDS, studyType=WORDS, startDate=DATES, endDate=DATES,
                       score=WORDS, courses=st.lists(WORDS, min_size=1, max_size=3)),
    "work": items("name", position=WORDS, url=URLS, startDate=DATES, endDate=DATES, summary=WORDS,
                  highlights=st.lists(WORDS, min_size=1, max_size=3)),
    "awards": items("title", date=DATES, awarder=WORDS, summary=WORDS),
    "certificates": items("name", date=DATES, url=URLS, issuer=WORDS),
    "languages": items("language", fluency=WORDS),
}  # fmt: skip
RESUMES = st.fixed_dictionaries(SECTIONS)


@settings(max_examples=12, deadline=None)
@given(RESUMES)
def test_every_section_of_a_resume_comes_in_whole_and_once(resume: dict[str, list[dict[str, Any]]]) -> None:
    facts, left_out = read_profile_facts({"basics": {"name": "Alya"}, **resume}, "resume.json")
    assert left_out == ()
    merged = merge_profile(facts, None, (), "id")
    assert merged.after is not None
    values = read_document(merged.after).values
    assert {name: values.get(name, []) for name in SECTIONS} == resume
    again = merge_profile(facts, merged.after, (), "id")
    assert again.after == merged.after and {row.state for row in again.rows} == {"same"}


def resume_of(site: Path) -> dict[str, Any]:
    assert run(site, "build", "--today", "2026-11-28").returncode == 0
    resume = json.loads((site / "public/resume.json").read_text("utf-8"))
    assert isinstance(resume, dict)
    return resume


@pytest.mark.slow
@settings(max_examples=2, deadline=None, phases=[Phase.generate])
@given(RESUMES)
def test_what_a_site_gives_another_site_gives_again(
    tmp_path_factory: pytest.TempPathFactory, resume: Mapping[str, Any]
) -> None:
    front = "".join(key_text(name, told) for name, told in resume.items() if told)
    head = "headline: Relawan\nplace: Sleman, ID\nskills: [menyimak]\ninterests: [pendidikan]\n"
    links = "links: [{label: Blog, url: https://blog.example/}]\n"
    activity = (
        "---\ntitle: Kelas\ndate: 2025-03\nend: 2026-02\norganization: {name: Rumah, url: https://rumah.example/}\n"
        "role: Tutor\nhours: 41.5\ncauses: [education]\nskills: [mengajar]\n---\nIsi.\n"
    )
    words = "---\nfrom: Ibu Sri\nrelation: Pembimbing\nconsent: yes\n---\nIa datang setiap minggu.\n"
    root = tmp_path_factory.mktemp("pulang")
    site = make_site(root / "jejak", settings=INDONESIAN, files={
        PROFILE: f"---\nname: Alya\n{head}{links}{front}---\nHalo, saya Alya.\n",
        "content/activities/kelas.md": activity, "content/testimonials/ibu.md": words,
    })  # fmt: skip
    was = resume_of(site)
    assert run(root, "new", "site", "lain", "--language", "id").returncode == 0
    other = make_project(root / "lain", INDONESIAN)
    shutil.rmtree(other / "content/activities")
    done = run(other, "import", "resume", str(site / "public/resume.json"))
    assert done.returncode == 0, done.stderr
    after = files_of(other / "content")
    assert run(other, "import", "resume", str(site / "public/resume.json")).returncode == 0
    assert files_of(other / "content") == after
    for path in [*(other / "content").rglob("activities/**/*.md"), *(other / "content/testimonials").glob("*.md")]:
        text = path.read_text("utf-8").replace("draft: true\n", "").replace("consent: pending", "consent: yes")
        path.write_text(text, "utf-8")
    now = resume_of(other)
    for name in ("basics", *SECTIONS, "interests", "references"):
        assert was.get(name) == now.get(name), name
    assert {skill["name"] for skill in was["skills"]} == {skill["name"] for skill in now["skills"]}
    for name in ("organization", "position", "url", "startDate", "endDate", "hours", "causes"):
        assert was["volunteer"][0][name] == now["volunteer"][0][name], name


STANDS = """---
name: Alya  # saya
education:
  - institution: UGM
    area: Biologi   # ditulis sendiri
    startDate: 2023
skills: menyimak
languages: [Indonesia]
---
Halo.
"""


def test_only_what_is_missing_comes_in_and_what_stands_there_keeps_every_byte(tmp_path: Path) -> None:
    site = make_site(tmp_path / "jejak", {PROFILE: STANDS}, INDONESIAN)
    resume = {
        "basics": {"name": "Alya Putri", "label": "Relawan", "summary": "Lain."},
        "education": [{"institution": "UGM", "area": "Kimia", "startDate": "2023"}, {"institution": "SMA 1"}],
        "languages": [{"language": "Indonesia"}, {"language": "Inggris", "fluency": "B2"}],
        "skills": [{"name": "Menyimak"}, {"name": "mengajar"}],
    }
    source = write_files(tmp_path, {"resume.json": json.dumps(resume)}) / "resume.json"
    before = files_of(site)
    done = run(site, "import", "resume", str(source), "--dry-run", "--format", "json")
    assert files_of(site) == before
    rows = [(row["state"], row["what"]) for row in json.loads(done.stdout)["rows"]]
    assert rows == [
        ("changed", "profile.md: name: Alya Putri"),
        ("new", "profile.md: headline: Relawan"),
        ("new", "profile.md: skills: mengajar"),
        ("same", "profile.md: skills: Menyimak"),
        ("changed", "profile.md: education: UGM, Kimia, 2023"),
        ("new", "profile.md: education: SMA 1"),
        ("same", "profile.md: languages: Indonesia"),
        ("new", "profile.md: languages: Inggris, B2"),
        ("changed", "profile.md: bio: Lain."),
    ]
    assert run(site, "import", "resume", str(source)).returncode == 0
    text = (site / PROFILE).read_text("utf-8")
    assert all(line in text for line in ("name: Alya  # saya", "    area: Biologi   # ditulis sendiri", "Halo."))
    keys = yaml.load(text.split("---\n")[1], yaml.BaseLoader)
    assert [one["institution"] for one in keys["education"]] == ["UGM", "SMA 1"]
    assert keys["skills"] == ["menyimak", "mengajar"] and keys["name"] == "Alya"
    assert run(site, "check").returncode == 0


def test_a_list_that_is_translated_is_left_for_the_person(tmp_path: Path) -> None:
    files = {PROFILE: STANDS, "content/profile.en.md": "---\nname: Alya\neducation: [{institution: UGM}]\n---\nHi.\n"}
    site = make_site(tmp_path / "jejak", files, f"{INDONESIAN}languages: [id, en]\n")
    source = write_files(tmp_path, {"r.json": json.dumps({"education": [{"institution": "SMA 1"}]})}) / "r.json"
    done = run(site, "import", "resume", str(source), "--format", "json")
    assert [row["reason"] for row in json.loads(done.stdout)["rows"]] == ["translated"]
    assert (site / PROFILE).read_text("utf-8") == STANDS


def test_what_a_profile_cannot_hold_is_said(tmp_path: Path) -> None:
    site = make_site(tmp_path / "jejak", settings=INDONESIAN)
    resume = {
        "basics": {"email": "a@b.id", "phone": "081234567890", "location": {"city": "-7.79, 110.36"}},
        "work": [{"company": "Toko", "summary": "x" * 700, "startDate": "kemarin"}, {"position": "tanpa nama"}],
        "certificates": [{"name": f"Kursus {number}", "url": "javascript:alert(1)"} for number in range(42)],
        "projects": [{"name": "x"}],
    }
    source = write_files(tmp_path, {"r.json": json.dumps(resume)}) / "r.json"
    rows = json.loads(run(site, "import", "resume", str(source), "--format", "json").stdout)["rows"]
    reasons = {row["reason"] for row in rows if row["reason"]}
    assert reasons == {"personal", "shortened", "field-lost", "no-title", "many-items", "unknown-part"}
    text = (site / PROFILE).read_text("utf-8")
    assert "javascript" not in text and "081234" not in text and "110.36" not in text and "a@b.id" not in text
    assert run(site, "check").returncode == 0


def profile_after(tmp_path: Path, source: str, name: str, content: bytes) -> dict[str, Any]:
    """Import into a new site, whose profile is the example; what must not come in is nowhere."""
    assert run(tmp_path, "new", "site", "jejak", "--language", "id").returncode == 0
    site = tmp_path / "jejak"
    path = write_files(tmp_path / "dari", {name: content}) / name
    done = run(site, "import", source, str(path))
    assert done.returncode == 0, done.stderr
    after = files_of(site / "content")
    assert [canary for canary in CANARIES if canary.encode() in b"".join(after.values())] == []
    assert run(site, "import", source, str(path)).returncode == 0
    assert files_of(site / "content") == after
    keys = yaml.load(after["profile.md"].decode().split("---\n")[1], yaml.BaseLoader)
    assert isinstance(keys, dict)
    return keys


def test_linkedin_brings_its_background(tmp_path: Path) -> None:
    keys = profile_after(tmp_path, "linkedin", "linkedin.zip", zipped({**linkedin(), **linkedin_background()}))
    assert (keys["name"], keys["headline"]) == ("Alya Putri", "Relawan & pengajar")
    assert keys["education"] == [
        {"institution": "UGM", "studyType": "S1 Biologi", "startDate": "2023", "endDate": "2027"}
    ]
    assert keys["work"] == [
        {"name": "Toko Buku", "position": "Kasir", "location": "Sleman", "startDate": "2022-01", "endDate": "2023-05",
         "summary": "Melayani pembeli. Hubungi \u2026"},
        {"name": "Kafe", "position": "Barista", "startDate": "2024"},
    ]  # fmt: skip
    assert keys["certificates"] == [
        {"name": "PPPK", "date": "2024-03", "url": "https://a.example/c", "issuer": "PMI"},
        {"name": "Kursus"},
    ]
    assert keys["languages"] == [{"language": "Inggris", "fluency": "Professional working proficiency"}]
    assert keys["awards"] == [{"title": "Juara", "date": "2023-12", "summary": "Lomba"}]
    assert keys["skills"] == ["Mengajar", "Menulis"]


@pytest.mark.parametrize("shape", ["today", "passport"])
def test_europass_brings_its_background(tmp_path: Path, shape: str) -> None:
    xml = europass_background() if shape == "today" else EUROPASS_PASSPORT
    keys = profile_after(tmp_path, "europass", "cv.xml", xml)
    assert keys["name"] == "Alya Putri"
    (study,), (job,) = keys["education"], keys["work"]
    assert (study["institution"], study["studyType"], study["startDate"]) == ("UGM", "S1 Biologi", "2023-08")
    assert (job["name"], job["position"], job["startDate"]) == ("Toko Buku", "Kasir", "2022-01")
    assert "endDate" not in job and job["summary"] == "Melayani pembeli & menata buku"
    assert {"language": "English", "fluency": "B2\u2013C1"} in keys["languages"] and len(keys["languages"]) == 2
