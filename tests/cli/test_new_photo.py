"""``kiprah new photo``, ``new profile`` and ``hide``: what was copied by hand before comes in clean, and nothing is lost."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from PIL import Image

from kiprah.authoring.photos.camera_traces import camera_traces, traces_in
from kiprah.authoring.templates import template_text
from support.command import run
from support.photos import located
from support.sites import make_site

ENTRY = "content/activities/2026-05-01-kelas.md"
FOLDER = "content/activities/2026-05-01-kelas"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    make_site(tmp_path, {ENTRY: "---\ntitle: Kelas\n---\nIsi.\n"})
    (tmp_path / "kamera.jpg").write_bytes(located(80, 60))
    return tmp_path


def front(path: Path) -> dict[str, object]:
    values = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    assert isinstance(values, dict)
    return values


def test_photos_join_an_entry_clean_and_wait_unless_somebody_says(site: Path) -> None:
    assert camera_traces(site / "kamera.jpg").place and camera_traces(site / "kamera.jpg").camera
    done = run(site, "new", "photo", "kamera.jpg", "--entry", "kelas", "--alt", "Papan: tulis")
    assert done.returncode == 0, done.stderr
    done = run(site, "new", "photo", "kamera.jpg", "--entry", "content/activities/2026-05-01-kelas/index.md",
               "--people", "minors", "--consent", "guardian")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not (site / ENTRY).exists()
    assert front(site / FOLDER / "index.md")["photos"] == [
        {"file": "photo-1.jpg", "alt": "Papan: tulis", "consent": "pending"},
        {"file": "photo-2.jpg", "people": "minors", "consent": "guardian"},
    ]
    for name in ("photo-1.jpg", "photo-2.jpg"):
        traces = camera_traces(site / FOLDER / name)
        assert not traces.place and not traces.camera
    assert camera_traces(site / "kamera.jpg").place, "a person's own file stays as it was"


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("kamera.jpg",), 2, "--entry"),
        (("--entry", "kelas"), 2, "no photo"),
        (("kamera.jpg", "--entry", "kelass"), 2, "kelas"),
        (("kamera.jpg", "--entry", "../../etc/passwd"), 2, "no entry"),
        (("tiada.jpg", "--entry", "kelas"), 2, "tiada.jpg"),
        (("kamera.jpg", "--entry", "kelas", "--people", "minors", "--consent", "yes"), 2, "guardian"),
        (("kamera.jpg", "--entry", "kelas", "--consent", "yes"), 2, "--people"),
    ],
)
def test_what_cannot_be_added_is_said_and_changes_nothing(
    site: Path, args: tuple[str, ...], code: int, words: str
) -> None:
    before = (site / ENTRY).read_bytes()
    done = run(site, "new", "photo", *args)
    assert done.returncode == code and words in done.stderr, done.stderr
    assert (site / ENTRY).read_bytes() == before and not (site / FOLDER).exists()


def test_a_profile_is_written_once_and_never_over_anybodys_words(site: Path) -> None:
    path = site / "content/profile.md"
    before = path.read_bytes()
    done = run(site, "new", "profile", "Bima")
    assert done.returncode == 1 and "profile.md" in done.stderr and path.read_bytes() == before
    path.unlink()
    done = run(site, "new", "profile", "Bima: Aditya", "--headline", "Saya # membaca", "--bio", "Halo.", "--skills",
               "mengajar, mengajar, yes", "--causes", "pendidikan", "--languages", "Inggris (B2)", "--email", "b@b.test",
               "--link", "LinkedIn https://linkedin.com/in/b", "--link", "https://b.test/", "--photo", "kamera.jpg",
               "--alt", "Bima", "--people", "adults", "--consent", "yes")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert front(path) == {
        "name": "Bima: Aditya",
        "headline": "Saya # membaca",
        "photo": {"file": "portrait.jpg", "alt": "Bima", "people": "adults", "consent": "yes"},
        "email": "b@b.test",
        "links": [
            {"label": "LinkedIn", "url": "https://linkedin.com/in/b"},
            {"label": "b.test", "url": "https://b.test/"},
        ],
        "skills": ["mengajar", "yes"],
        "languages": ["Inggris (B2)"],
        "interests": ["pendidikan"],
    }
    assert path.read_text("utf-8").endswith("---\nHalo.\n")
    assert camera_traces(site / "content/portrait.jpg") == traces_in(b"")
    assert run(site, "check").returncode == 0


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_example_of_a_new_site_makes_room_for_a_profile(site: Path, language: str) -> None:
    path = site / "content/profile.md"
    path.write_text(template_text(language, "site/profile.md").replace("\n", "\r\n"), "utf-8")
    assert run(site, "new", "profile", "Bima").returncode == 0
    assert front(path) == {"name": "Bima"}
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "name"),
        (("Bima", "--email", "bukan alamat"), "bukan alamat"),
        (("Bima", "--link", "javascript:alert(1)"), "javascript"),
        (("Bima", "--place", "-7.77, 110.37"), "-7.77"),
        (("Bima", "--photo", "tiada.jpg"), "tiada.jpg"),
        (("Bima", "--photo", "kamera.jpg", "--people", "minors", "--consent", "yes"), "guardian"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused(site: Path, args: tuple[str, ...], words: str) -> None:
    (site / "content/profile.md").unlink()
    done = run(site, "new", "profile", *args)
    assert done.returncode == 2 and words in done.stderr, done.stderr
    assert not (site / "content/profile.md").exists() and not (site / "content/portrait.jpg").exists()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_hidden_is_gone_from_the_file_and_every_copy_of_it(site: Path, kind: str) -> None:
    # A face that would be found again: black and white, where all else is one grey.
    photo = Image.new("RGB", (400, 300), (120, 120, 120))
    for x in range(40, 120):
        for y in range(30, 90):
            photo.putpixel((x, y), (255, 255, 255) if (x // 4 + y // 4) % 2 else (0, 0, 0))
    data = BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Ponsel 7"
    photo.save(data, kind, exif=exif.tobytes(), **({"lossless": True} if kind == "WEBP" else {}))
    name = f"kelas.{kind.lower()}"
    boxes = "hide: [[0.1, 0.1, 0.2, 0.2]]"
    for folder, line in (("2026-05-02-a", boxes), ("2026-05-03-b", "caption: Papan")):
        beside = site / "content/activities" / folder
        beside.mkdir()
        (beside / name).write_bytes(data.getvalue())
        (beside / "index.md").write_text(
            f"---\ntitle: {folder}\nphotos:\n  # catatan\n  - file: {name}\n    alt: Papan\n    people: none\n    {line}\n---\nIsi.\n"
        )
    done = run(site, "hide", f"content/activities/2026-05-02-a/{name}")
    assert done.returncode == 0, done.stderr
    for folder in ("2026-05-02-a", "2026-05-03-b"):
        path = site / "content/activities" / folder / name
        with Image.open(path) as hidden:
            assert hidden.format == kind and hidden.size == (400, 300)
            assert not hidden.getexif()
            box = hidden.convert("L").crop((44, 34, 116, 86))
            low, high = box.getextrema()
            assert high - low < 64, "nothing of the pattern is left"  # type: ignore[operator]
        text = (path.parent / "index.md").read_text("utf-8")
        assert "hide" not in text and "# catatan" in text
        original = site / "private/originals/activities" / folder / name
        assert original.read_bytes() == data.getvalue()
    assert (site / "private/.gitignore").read_text() == "*\n"
    again = run(site, "hide", f"content/activities/2026-05-02-a/{name}")
    assert again.returncode == 1 and len([*(site / "private").rglob(name)]) == 2


def test_what_cannot_be_hidden_is_said_and_stays(site: Path) -> None:
    for wanted in ("tiada.jpg", "../kamera.jpg", "kamera.jpg", os.devnull):
        done = run(site, "hide", wanted)
        assert done.returncode == 1 and "no entry names" in done.stderr
    assert not (site / "private").exists()


def test_traces_are_read_wherever_a_file_keeps_them() -> None:
    data = located()
    block = data[data.index(b"Exif\0\0") :]
    assert traces_in(data).place and traces_in(data).camera
    assert traces_in(located(place=False)).camera and not traces_in(located(place=False)).place
    assert traces_in(b"\x89PNG....eXIf" + block[6:]).place
    assert traces_in(b"RIFF....WEBPEXIF\x10\0\0\0" + block[6:]).place
    assert traces_in(b"<x:xmpmeta exif:GPSLatitude='7,46S'/>").place
    for damaged in (b"", b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*" + b"\0" * 40, block[:30] * 9):
        assert not traces_in(damaged).place


@pytest.mark.slow
def test_who_erases_a_photo_erases_its_original_too(site: Path) -> None:
    beside = site / "content/activities/2026-05-02-a"
    beside.mkdir()
    (beside / "kelas.jpg").write_bytes(located())
    (beside / "lain.jpg").write_bytes(located(90, 60))
    listed = ", ".join(f"{{file: {n}, people: none, hide: [[0.1, 0.1, 0.2, 0.2]]}}" for n in ("kelas.jpg", "lain.jpg"))
    (beside / "index.md").write_text(f"---\ntitle: A\nphotos: [{listed}]\n---\nIsi.\n")
    paths = [f"content/activities/2026-05-02-a/{name}" for name in ("kelas.jpg", "lain.jpg")]
    assert run(site, "hide", *paths).returncode == 0
    originals = site / "private/originals/activities/2026-05-02-a"
    assert {path.name for path in originals.iterdir()} == {"kelas.jpg", "lain.jpg"}
    shown = run(site, "erase", "photo", paths[0], "--dry-run")
    assert "private/originals/activities/2026-05-02-a/kelas.jpg" in shown.stdout + shown.stderr
    assert run(site, "erase", "photo", paths[0], "--yes").returncode == 0
    assert {path.name for path in originals.iterdir()} == {"lain.jpg"}
