"""An import that is killed, meets a full disk, or holds zips in zips ends well, and again changes nothing."""

from __future__ import annotations

import io
import json
import os
import signal
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.command import PYTHON, begin_process, run, run_process
from support.import_sources import NOTES, jpeg, takeout, whatsapp
from support.sites import SETTINGS, files_of, make_site, write_files
from support.zips import zipped

INDONESIAN = f"{SETTINGS}language: id\ntimezone: Asia/Jakarta\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "jejak", settings=INDONESIAN)


def reasons_of(site: Path, *args: str) -> dict[str, str]:
    done = run(site, "import", *args, "--dry-run", "--format", "json")
    assert done.returncode == 0, done.stderr
    return {row["what"]: row["reason"] for row in json.loads(done.stdout)["rows"]}


def test_notion_packs_a_zip_into_a_zip(tmp_path: Path, site: Path) -> None:
    inner = zipped({**NOTES["notion"], "dalam.zip": zipped({"x.md": b"# X\n\nDate: March 15, 2026\n"})})
    source = write_files(tmp_path, {"ekspor.zip": zipped({"Export-Part-1.zip": inner})}) / "ekspor.zip"
    assert reasons_of(site, "notion", str(source)) == {"Kelas membaca": "", "dalam.zip": "left.zip-in-zip"}
    assert run(site, "import", "notion", str(source)).returncode == 0
    entry = site / "content/activities/2026-03-14-kelas-membaca"
    assert {path.name for path in entry.iterdir()} == {"index.md", "photo-1.jpg"}


@pytest.mark.parametrize("inner", [
    zipped({"../../keluar.md": b"x"}),
    b"PK\x03\x04rusak",
    zipped({"bom.md": b"0" * 30_000_000}),
])  # fmt: skip
def test_a_zip_within_is_held_to_the_same_rules(tmp_path: Path, site: Path, inner: bytes) -> None:
    source = write_files(tmp_path, {"x.zip": zipped({"Part-1.zip": inner})}) / "x.zip"
    before = files_of(tmp_path)
    done = run(site, "import", "notion", str(source))
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert files_of(tmp_path) == before


@pytest.mark.slow
def test_a_folder_of_downloaded_parts_is_one_export(tmp_path: Path, site: Path) -> None:
    photos, sidecars = takeout()
    folder = write_files(tmp_path / "unduhan", {"takeout-001.zip": zipped(photos), "takeout-002.zip": zipped(sidecars)})
    assert run(site, "import", "takeout", str(folder)).returncode == 0
    (entry,) = (site / "content/activities").iterdir()
    assert entry.name == "2026-03-14-foto-2026-03-14"


def test_what_is_no_photo_is_named_and_stays(tmp_path: Path, site: Path) -> None:
    page = NOTES["notion"] | {
        "Surat 0123456789abcdef0123456789abcdef.md": (
            b"# Surat\n\nDate: March 15, 2026\n\nLihat [surat tugas](Surat%20x/surat.pdf) dan "
            b"[laman](https://a.example/) ![film](Surat%20x/klip.mp4)\n"
        ),
        "Surat x/surat.pdf": b"%PDF",
        "Surat x/klip.mp4": b"x",
        "lepas.mov": b"x",
    }
    source = write_files(tmp_path, {"n.zip": zipped(page)}) / "n.zip"
    said = reasons_of(site, "notion", str(source))
    assert {name: why for name, why in said.items() if why} == {
        "Surat x/surat.pdf": "document", "Surat x/klip.mp4": "video", "*.mov": "not-read",
    }  # fmt: skip
    assert run(site, "import", "notion", str(source)).returncode == 0
    text = (site / "content/activities/2026-03-15-surat/index.md").read_text("utf-8")
    assert "Lihat surat tugas dan [laman](https://a.example/)" in text and "klip" not in text
    chat = whatsapp("android-id")
    (name,) = (name for name in chat if name.endswith(".txt"))
    mine = "".join(
        f"14/03/26 09.0{n} - Alya: {file} (file terlampir)\n"
        for n, file in enumerate(
            ("Surat tugas.pdf", "VID-20260314-WA0009.mp4", "STK-20260314-WA0001.webp", "PTT-1.opus")
        )
    )
    chat[name] += b"\n" + mine.encode()
    source = write_files(tmp_path, {"c.zip": zipped(chat)}) / "c.zip"
    said = reasons_of(site, "whatsapp", str(source), "--me", "Alya", "--pick", "2026-03-14")
    assert {said[name] for name in said if not name.startswith("2026")} >= {"document", "video", "kind", "sound"}
    assert said["Surat tugas.pdf"] == "document" and said["PTT-1.opus"] == "sound"


ROWS = 150


def log(rows: int = ROWS) -> bytes:
    lines = [f"{1 + n % 28:02}/{1 + n // 28:02}/2025;Kegiatan {n};2" for n in range(rows)]
    return "\n".join(["Tanggal;Kegiatan;Jam", *lines]).encode()


def entries_in(site: Path) -> list[Path]:
    return [path for path in (site / "content/activities").glob("*") if not path.name.startswith(".")]


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["staging", "commit"])
def test_a_kill_leaves_whole_entries_and_again_completes(tmp_path: Path, site: Path, moment: str) -> None:
    write_files(site, {"content/activities/2024-01-01-ada.md": "---\ntitle: Ada\n---\nIsi.\n"})
    source = write_files(tmp_path, {"log.csv": log()}) / "log.csv"
    process = begin_process(site, "import", "csv", str(source))
    end = time.monotonic() + 60
    try:
        while time.monotonic() < end and process.poll() is None:
            aside = [*(site / "content").glob(".new-*/activities/*")]
            if len(aside) > 5 if moment == "staging" else len(entries_in(site)) > 1:
                break
            time.sleep(0.001)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    for entry in entries_in(site):
        if entry.is_dir():
            assert (entry / "index.md").read_text("utf-8").startswith("---\ntitle: Kegiatan")
    for left in (site / "content").glob(".new-*"):
        os.utime(left, (0, 0))
    assert run(site, "import", "csv", str(source)).returncode == 0
    assert len(entries_in(site)) == ROWS + 1 and not [*(site / "content").glob(".*")]
    after = files_of(site)
    assert run(site, "import", "csv", str(source)).returncode == 0
    assert files_of(site) == after


def test_a_running_import_is_not_swept_away(tmp_path: Path) -> None:
    from kiprah.authoring.members.staging import Staging

    with Staging(tmp_path) as first:
        os.utime(first.folder, (0, 0))
        with Staging(tmp_path) as second:
            assert first.folder.is_dir() or os.name == "nt"
            second.add("a.md", b"x")
            second.commit()
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.slow
def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, site: Path) -> None:
    photos = {f"IMG-202603{day}-WA0001.jpg": jpeg(day) for day in (14, 15)}
    folder = write_files(tmp_path / "foto", photos)
    resume = write_files(tmp_path, {"r.json": json.dumps({"basics": {"label": "x" * 200}, "work": [
        {"name": f"Toko {number}", "summary": "y" * 500} for number in range(20)]})}) / "r.json"  # fmt: skip
    before = files_of(site)
    full = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600)); "
        "from kiprah.cli import main; main(sys.argv[1:])"
    )
    for args in (("photos", str(folder)), ("resume", str(resume))):
        done = run_process(site, "-c", full, "import", *args, command=PYTHON)
        assert done.returncode == 3 and "Traceback" not in done.stderr, done.stderr
        assert files_of(site) == before
        assert run(site, "import", *args).returncode == 0
        before = files_of(site)


def built(site: Path) -> Mapping[str, object]:
    assert run(site, "build", "--today", "2026-11-28").returncode == 0
    found = json.loads((site / "public/portfolio.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.mark.slow
def test_a_portfolio_moves_into_a_new_site_whose_profile_is_the_example(tmp_path: Path) -> None:
    profile = "---\nname: Alya\nheadline: Relawan\nphoto: {file: a.jpg, alt: Saya, people: adults, consent: yes}\nwork: [{name: Toko}]\n---\nHalo.\n"
    site = make_site(tmp_path / "jejak", {"content/profile.md": profile, "content/a.jpg": jpeg(3)}, INDONESIAN)
    built(site)
    assert run(tmp_path, "new", "site", "lain", "--language", "id").returncode == 0
    other = tmp_path / "lain"
    done = run(other, "import", "kiprah", str(site / "public"))
    assert done.returncode == 0, done.stderr
    text = (other / "content/profile.md").read_text("utf-8")
    assert "name: Alya" in text and "consent: pending" in text and (other / "content/photo.jpg").is_file()
    after = files_of(other)
    assert run(other, "import", "kiprah", str(site / "public")).returncode == 0
    assert files_of(other) == after
    own = make_site(tmp_path / "sendiri", settings=INDONESIAN)
    assert run(own, "import", "kiprah", str(site / "public")).returncode == 0
    text = (own / "content/profile.md").read_text("utf-8")
    assert "headline: Relawan" in text and "Toko" in text and "photo" not in text


def test_a_zip_of_hostile_depth_is_left(tmp_path: Path, site: Path) -> None:
    data = b"x"
    for _ in range(30):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("lagi.zip", data)
        data = target.getvalue()
    source = write_files(tmp_path, {"x.zip": data}) / "x.zip"
    assert run(site, "import", "notion", str(source)).returncode in (1, 2)
