"""Whatever is imported arrives as drafts whose photos wait, once, and with nothing that belongs to others."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiprah.cli.import_ import SOURCE_NAMES
from kiprah.importers.source_readers import SOURCES
from support.command import Run, run
from support.communities import make_community
from support.heic import HEIC
from support.import_sources import (
    CANARIES,
    CHATS,
    EUROPASS,
    NOTES,
    instagram,
    jpeg,
    linkedin,
    table,
    takeout,
    whatsapp,
    xlsx,
)
from support.sites import SETTINGS, files_of, make_site, write_files
from support.zips import zipped

SLOW = pytest.mark.slow
INDONESIAN = f"{SETTINGS}language: id\ntimezone: Asia/Jakarta\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "jejak", settings=INDONESIAN)


def give(tmp_path: Path, name: str, content: bytes | Mapping[str, bytes]) -> str:
    """Put a source down as a file, or as a zip of files."""
    write_files(tmp_path / "dari", {name: content if isinstance(content, bytes) else zipped(content)})
    return str(tmp_path / "dari" / name)


def imported(site: Path, *args: str) -> Run:
    done = run(site, "import", *args)
    assert done.returncode == 0, done.stderr
    return done


def plan_of(site: Path, *args: str) -> list[dict[str, Any]]:
    rows = json.loads(imported(site, *args, "--dry-run", "--format", "json").stdout)["rows"]
    assert isinstance(rows, list)
    return rows


def entries_of(site: Path) -> dict[str, tuple[dict[str, Any], str]]:
    """Return front matter and body of every activity, by its folder; all are drafts and all photos wait."""
    found = {}
    for path in sorted((site / "content/activities").glob("*/index.md")):
        _, head, body = path.read_text("utf-8").split("---\n", 2)
        keys = yaml.load(head, yaml.BaseLoader)
        assert keys["draft"] == "true"
        assert all(photo["consent"] == "pending" and "people" not in photo for photo in keys.get("photos", ()))
        found[path.parent.name] = (keys, body)
    return found


def assert_law(site: Path, *args: str) -> dict[str, tuple[dict[str, Any], str]]:
    """A dry run writes nothing; an import writes no canary; a second one changes nothing; the site still builds."""
    before = files_of(site)
    assert any(row["state"] == "new" for row in plan_of(site, *args))
    assert files_of(site) == before
    imported(site, *args)
    after = files_of(site)
    assert len(after) > len(before)
    everything = b"\n".join(content for path, content in after.items() if path not in before)
    assert [canary for canary in CANARIES if canary.encode() in everything] == []
    assert b"Exif" not in everything and b"GPS" not in everything
    assert not any(row["state"] == "new" for row in plan_of(site, *args))
    imported(site, *args)
    assert files_of(site) == after
    done = run(site, "check", "--today", "2026-11-28")
    assert done.returncode == 0, done.stdout + done.stderr
    return entries_of(site)


def test_each_source_has_a_reader_and_a_name() -> None:
    assert (*SOURCES, "kiprah") == SOURCE_NAMES


@pytest.mark.slow
@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(("language", "order"), [("id", "dmy"), ("en", "mdy"), ("en", "iso")])
def test_tables(tmp_path: Path, site: Path, sign: str, encoding: str, language: str, order: str) -> None:
    source = give(tmp_path, "log.csv", table(language, sign, encoding, order))
    entries = assert_law(site, "csv", source)
    assert [*entries] == ["2026-03-14-mengajar-membaca", "2026-03-28-tanam-mangrove"]
    keys, body = entries["2026-03-14-mengajar-membaca"]
    assert (keys["hours"], keys["organization"], keys["role"]) == ("2:30", "Rumah Pelangi", "Tutor")
    assert body.strip().startswith("Dua puluh anak")
    assert {row["reason"] for row in plan_of(site, "csv", source)} == {"", "not-approved"}


@pytest.mark.slow
def test_a_workbook(tmp_path: Path, site: Path) -> None:
    entries = assert_law(site, "xlsx", give(tmp_path, "log.xlsx", xlsx()))
    assert entries["2026-03-14-mengajar-membaca"][0]["hours"] == "2:30" and len(entries) == 1


def test_dates_that_can_be_read_in_two_ways_are_asked_for(tmp_path: Path) -> None:
    english = make_site(tmp_path / "log", settings=f"{SETTINGS}language: en\n")
    source = give(tmp_path, "log.csv", b"Date,Activity\n03/04/2026,Reading\n")
    done = run(english, "import", "csv", source)
    assert done.returncode == 2 and "--date-order" in done.stderr
    assert not (english / "content/activities").exists()
    imported(english, "csv", source, "--date-order", "mdy")
    assert [*entries_of(english)] == ["2026-03-04-reading"]


def test_a_row_that_changed_is_offered_and_never_written_over(tmp_path: Path, site: Path) -> None:
    source = give(tmp_path, "log.csv", b"Tanggal;Kegiatan;Jam\n14/03/2026;Mengajar;2\n14/03/2026;Mengajar;2\n")
    assert [row["reason"] for row in plan_of(site, "csv", source)] == ["", "twice"]
    imported(site, "csv", source)
    before = files_of(site)
    give(tmp_path, "log.csv", b"Tanggal;Kegiatan;Jam\n14/03/2026;Mengajar;3\n")
    (row,) = plan_of(site, "csv", source)
    assert (row["state"], row["path"]) == ("changed", "activities/2026-03-14-mengajar/index.md")
    imported(site, "csv", source)
    assert files_of(site) == before


@pytest.mark.parametrize("months", [("Mar 2025", "Agu 2026"), ("Mei 2025", "Aug 2026"), ("Mar 2025", "Agustus 2026")])
def test_linkedin_knows_months_and_no_day_is_invented(tmp_path: Path, site: Path, months: tuple[str, str]) -> None:
    entries = assert_law(site, "linkedin", give(tmp_path, "linkedin.zip", linkedin(months)))
    keys, body = entries["tutor-rumah-pelangi-kawan"]
    assert keys["date"] == {"Mar": "2025-03", "Mei": "2025-05"}[months[0][:3]] and keys["end"] == "2026-08"
    assert keys["organization"] == "Rumah Pelangi & Kawan" and keys["causes"] == ["education"] and "hours" not in keys
    assert "Baris satu" in body
    assert entries["ketua-pesisir"][0]["date"] == "2024" and entries["ketua-pesisir"][0]["ongoing"] == "true"


@pytest.mark.parametrize("shape", ["new", pytest.param("old", marks=SLOW), pytest.param("oldest", marks=SLOW)])
def test_instagram(tmp_path: Path, site: Path, shape: str) -> None:
    entries = assert_law(site, "instagram", give(tmp_path, "ig.zip", instagram(shape)))
    ((name, (keys, body)),) = entries.items()
    assert name.startswith("2026-03-14-menanam-200-mangrove") and "\U0001f331" in body
    assert len(keys["photos"]) == (1 if shape == "oldest" else 2)


@pytest.mark.parametrize("dialect", ["android-id", *(pytest.param(name, marks=SLOW) for name in [*CHATS][1:])])
def test_a_chat_gives_the_days_that_were_picked(tmp_path: Path, site: Path, dialect: str) -> None:
    source = give(tmp_path, "chat.zip", whatsapp(dialect))
    done = run(site, "import", "whatsapp", source)
    assert done.returncode == 2 and "Alya" in done.stderr and "812" not in done.stderr
    rows = plan_of(site, "whatsapp", source, "--me", "Alya")
    assert [(row["what"], row["reason"]) for row in rows] == [
        ("2026-03-14", "not-picked"),
        ("2026-03-28", "not-picked"),
    ]
    entries = assert_law(site, "whatsapp", source, "--me", "Alya", "--pick", "2026-03-14")
    ((name, (keys, body)),) = entries.items()
    assert name == "2026-03-14-anak-anak-membaca-kontak" and len(keys["photos"]) == 1
    assert body.startswith("Anak-anak membaca")


@pytest.mark.slow
def test_phone_photos_by_day_and_burst(tmp_path: Path, site: Path) -> None:
    moving = b"\x00\x00\x00\x18ftypmp42" + b"rahasia orang lain" * 9
    source = {
        "IMG_1.jpg": jpeg(1, "2026:03:14 09:08:07"),
        "IMG_2.jpg": jpeg(2, "2026:03:14 09:08:08"),
        "IMG_3.jpg": jpeg(3, "2026:03:14 10:00:00", trailer=moving),
        "IMG-20260328-WA0001.jpg": jpeg(4),
        "tanpa-hari.jpg": jpeg(5),
        "lagi.jpg": jpeg(1, "2026:03:14 09:08:07"),
        "klip.mp4": b"x",
        "rusak.jpg": b"\xff\xd8\xff",
    }
    folder = write_files(tmp_path / "foto", source)
    entries = assert_law(site, "photos", str(folder))
    assert [*entries] == ["2026-03-14-foto-2026-03-14", "2026-03-28-foto-2026-03-28"]
    assert [len(keys["photos"]) for keys, _ in entries.values()] == [2, 1]
    reasons = {row["what"]: row["reason"] for row in plan_of(site, "photos", str(folder)) if row["reason"]}
    assert reasons == {
        "IMG_2.jpg": "burst",
        "tanpa-hari.jpg": "photo-no-day",
        "lagi.jpg": "copy",
        "klip.mp4": "video",
        "rusak.jpg": "unusable",
    }


@pytest.mark.slow
def test_a_phones_heic_becomes_a_picture_that_opens_everywhere(tmp_path: Path, site: Path) -> None:
    pytest.importorskip("pi_heif")
    entries = assert_law(site, "photos", give(tmp_path, "IMG_0001.HEIC", HEIC))
    ((_, (keys, _)),) = entries.items()
    assert [photo["file"] for photo in keys["photos"]] == ["photo-1.jpg"]


@pytest.mark.parametrize(
    "word",
    ["supplemental-metadata", pytest.param("supplemental-me", marks=SLOW), pytest.param("s", marks=SLOW)],
)
def test_takeout_in_two_parts_in_any_order(tmp_path: Path, site: Path, word: str) -> None:
    photos, sidecars = takeout(word)
    parts = (give(tmp_path, "a.zip", photos), give(tmp_path, "b.zip", sidecars))
    entries = assert_law(site, "takeout", *parts)
    ((name, (keys, body)),) = entries.items()
    assert name == "2026-03-14-foto-2026-03-14" and len(keys["photos"]) == 3 and body.strip() == "Kelas membaca"
    assert plan_of(site, "takeout", *reversed(parts)) == plan_of(site, "takeout", *parts)


@pytest.mark.parametrize(
    "source", ["obsidian", *(pytest.param(name, marks=SLOW) for name in NOTES if name != "obsidian")]
)
def test_markdown_folders(tmp_path: Path, site: Path, source: str) -> None:
    entries = assert_law(site, source, give(tmp_path, "catatan.zip", NOTES[source]))
    ((name, (keys, body)),) = entries.items()
    assert name == "2026-03-14-kelas-membaca" and len(keys["photos"]) == 1
    assert "Isi" in body and "{%" not in body and "{{<" not in body and "[[" not in body


@pytest.mark.parametrize("kind", ["xml", "pdf"])
def test_europass(tmp_path: Path, site: Path, kind: str) -> None:
    import io

    from pypdf import PdfWriter

    content = EUROPASS
    if kind == "pdf":
        writer = PdfWriter()
        writer.add_blank_page(200, 200)
        writer.add_attachment("cv.xml", EUROPASS)
        target = io.BytesIO()
        writer.write(target)
        content = target.getvalue()
    entries = assert_law(site, "europass", give(tmp_path, f"cv.{kind}", content))
    keys, body = entries["tutor-rumah-pelangi"]
    assert (keys["date"], keys["end"]) == ("2025-03", "2026") and "Mengajar 20 anak" in body


def test_xml_with_entities_is_refused(tmp_path: Path, site: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    done = run(site, "import", "europass", give(tmp_path, "cv.xml", bomb))
    assert done.returncode == 1 and "Traceback" not in done.stderr


RESUME = {
    "basics": {"name": "Alya Putri", "email": "ibu.sri@contoh.id", "phone": "081234567890"},
    "volunteer": [
        {
            "organization": "Rumah Pelangi", "position": "Tutor", "startDate": "2025-03", "endDate": "2026-02-01",
            "summary": "Kelas. 081234567890", "highlights": ["20 anak"], "hours": 41.5, "causes": ["education"],
        },
        {"organization": "Lama", "website": "https://lama.example/", "position": "Ketua", "startDate": "2019"},
        {"organization": "Tanpa tanggal"},
    ],
    "education": [{"institution": "UGM"}],
}  # fmt: skip


def test_json_resume(tmp_path: Path, site: Path) -> None:
    source = give(tmp_path, "resume.json", json.dumps(RESUME).encode())
    entries = assert_law(site, "resume", source)
    keys, body = entries["tutor-rumah-pelangi"]
    assert (keys["date"], keys["end"], keys["hours"]) == ("2025-03", "2026-02-01", "41:30") and "20 anak" in body
    assert entries["ketua-lama"][0]["date"] == "2019"
    assert b"institution: UGM" in files_of(site)["content/profile.md"]
    assert {row["reason"] for row in plan_of(site, "resume", source)} == {"", "no-date", "personal", "changed"}


@pytest.mark.slow
def test_a_resume_that_went_out_comes_in_with_the_same_facts(tmp_path: Path, site: Path) -> None:
    write_files(
        site,
        {
            "content/activities/kelas.md": (
                "---\ntitle: Kelas\ndate: 2025-03\nend: 2026-02\norganization: Rumah Pelangi\nrole: Tutor\nhours: 41.5\n"
                "causes: [education]\n---\nIsi.\n"
            )
        },
    )
    assert run(site, "build", "--today", "2026-11-28").returncode == 0
    other = make_site(tmp_path / "lain", settings=INDONESIAN)
    imported(other, "resume", str(site / "public/resume.json"))
    for path in (other / "content/activities").rglob("*.md"):
        path.write_text(path.read_text("utf-8").replace("draft: true\n", ""), "utf-8")
    assert run(other, "build", "--today", "2026-11-28").returncode == 0
    was, now = (json.loads((root / "public/resume.json").read_text("utf-8"))["volunteer"][0] for root in (site, other))
    for name in ("organization", "position", "startDate", "endDate", "hours", "causes"):
        assert was[name] == now[name], name


@pytest.mark.slow
def test_a_profile_comes_back_with_its_background(tmp_path: Path) -> None:
    background = (
        "education: [{institution: UGM, area: Biologi, studyType: S1, startDate: 2023-08}]\n"
        "work: [{name: Toko, position: Kasir, startDate: 2022, endDate: 2023-01}]\n"
        "awards: [{title: Juara, date: 2024}]\nlanguages: [{language: Inggris, fluency: B2}]\n"
    )
    profile = f"---\nname: Alya\n{background}---\nHalo.\n"
    site = make_site(tmp_path / "jejak", {"content/profile.md": profile}, INDONESIAN)
    assert run(site, "build", "--today", "2026-11-28").returncode == 0
    other = make_site(tmp_path / "lain", settings=INDONESIAN)
    (other / "content/profile.md").unlink()
    imported(other, "kiprah", str(site / "public"))
    assert run(other, "build", "--today", "2026-11-28").returncode == 0
    was, now = (json.loads((root / "public/resume.json").read_text("utf-8")) for root in (site, other))
    for name in ("basics", "education", "work", "awards", "languages"):
        assert was[name] == now[name], name


def test_a_member_of_a_community_imports_into_their_own_folder(tmp_path: Path) -> None:
    root = make_community(tmp_path / "kawan")
    source = give(tmp_path, "log.csv", b"Tanggal;Kegiatan\n14/03/2026;Mengajar\n")
    before = files_of(root)
    refused = run(root, "import", "csv", source)
    assert refused.returncode == 2 and "--as SLUG" in refused.stderr and "--member" not in refused.stderr
    assert run(root, "import", "csv", source, "--as", "siapa").returncode == 2
    imported(root, "csv", source, "--as", "alya")
    assert {*files_of(root)} - {*before} == {"content/members/alya/activities/2026-03-14-mengajar/index.md"}
    after = files_of(root)
    imported(root, "csv", source, "--as", "alya")
    assert files_of(root) == after


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, site: Path) -> None:
    write_files(site, {"content/activities": b"a file where the folder should be"})
    before = files_of(site)
    done = run(site, "import", "linkedin", give(tmp_path, "linkedin.zip", linkedin()))
    assert done.returncode == 3 and "Traceback" not in done.stderr
    assert files_of(site) == before


@pytest.mark.slow
def test_a_portfolio_is_rebuilt_elsewhere(tmp_path: Path, site: Path) -> None:
    write_files(
        site,
        {
            "content/activities/2026-03-14-kelas/index.md": (
                "---\ntitle: Kelas\nphotos: [{file: a.jpg, alt: Anak, people: none}]\n---\nIsi.\n"
            ),
            "content/activities/2026-03-14-kelas/a.jpg": jpeg(1),
            "content/activities/lama.md": "---\ntitle: Lama\ndate: 2019-05\nend: 2020\n---\nIsi.\n",
        },
    )
    assert run(site, "build", "--today", "2026-11-28").returncode == 0
    other = make_site(tmp_path / "lain", settings=INDONESIAN)
    entries = assert_law(other, "kiprah", str(site / "public"))
    assert [*entries] == ["2026-03-14-kelas", "lama"] and len(entries["2026-03-14-kelas"][0]["photos"]) == 1
    assert (entries["lama"][0]["date"], entries["lama"][0]["end"]) == ("2019-05", "2020")


@pytest.mark.parametrize("source", SOURCES)
def test_nothing_of_a_kind_is_refused_kindly(tmp_path: Path, site: Path, source: str) -> None:
    for name, content in (("x.bin", b"\x00\x01"), ("x.zip", zipped({"a.bin": b"x"}))):
        done = run(site, "import", source, give(tmp_path, name, content))
        assert done.returncode in (1, 2) and done.stderr and "Traceback" not in done.stderr


HOSTILE: Sequence[tuple[str, str, bytes]] = (
    ("resume", "resume.json", b"[" * 100_000),
    ("resume", "resume.json", b'{"volunteer": [1, {"startDate": 5, "organization": {}}, {"startDate": "2026-99"}]}'),
    ("csv", "log.csv", b'Tanggal;Kegiatan\n"'),
    ("csv", "log.csv", b"Tanggal;Kegiatan\n14/03/2026;\x00\x07---\n"),
    ("xlsx", "log.xlsx", b"PK\x03\x04rusak"),
    ("linkedin", "Volunteering.csv", b"Company Name\n" + b"x" * 300_000),
    ("europass", "cv.pdf", b"%PDF-1.7\nrusak"),
    ("europass", "cv.xml", b"<a>" * 100_000),
    ("instagram", "posts_1.json", b'[{"media": [{"uri": "../../x.jpg", "creation_timestamp": 1e300}]}, 5]'),
    ("hugo", "a.md", b"---\na: &a [x]\nb: [*a, *a]\n---\n"),
    ("jekyll", "2026-03-14-a.md", b"---\ntitle: [\n---\n"),
    ("obsidian", "2026-03-14 a.md", b"%%tak ditutup\nrahasia"),
    ("whatsapp", "_chat.txt", b"[14/03/26 09.06.30] Alya: <terlampir: ../../../etc/passwd.jpg>"),
)


@pytest.mark.parametrize(("source", "name", "content"), HOSTILE)
def test_hostile_files_end_in_a_sentence(tmp_path: Path, site: Path, source: str, name: str, content: bytes) -> None:
    before = files_of(site)
    done = run(site, "import", source, give(tmp_path, name, content), "--me", "Alya", "--pick", "all")
    assert done.returncode in (0, 1, 2), done.stderr
    assert "Traceback" not in done.stderr + done.stdout and "bug" not in done.stderr
    left = {path: data for path, data in files_of(site).items() if path not in before}
    assert all(path.startswith("content/activities/") and "rahasia" not in data.decode() for path, data in left.items())


def test_a_zip_that_leads_outside_is_refused_whole(tmp_path: Path, site: Path) -> None:
    source = give(
        tmp_path, "x.zip", {"../../Volunteering.csv": b"x", "Volunteering.csv": linkedin()["Volunteering.csv"]}
    )
    before = files_of(tmp_path)
    assert run(site, "import", "linkedin", source).returncode == 1
    assert files_of(tmp_path) == before


def test_since_and_a_member(tmp_path: Path, site: Path) -> None:
    source = give(tmp_path, "linkedin.zip", linkedin())
    rows = plan_of(site, "linkedin", source, "--since", "2025-01-01")
    assert [(row["what"], row["state"]) for row in rows] == [
        ("Ketua, Pesisir", "skipped"),
        ("Tutor, Rumah Pelangi & Kawan", "new"),
        ("*.csv", "skipped"),
    ]
    refused = run(site, "import", "linkedin", source, "--as", "alya")
    assert refused.returncode == 2 and "--as" in refused.stderr and "--member" not in refused.stderr
