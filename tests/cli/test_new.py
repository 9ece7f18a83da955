"""Beginning a site and its entries: what is written builds at once, and nothing is ever written over."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiprah.starter.texts import scalar


def run(root: Path, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiprah", *args],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "KIPRAH_LANG": "en", **env},
        check=False,
    )


def front_matter(path: Path) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def site(tree: Callable[[dict[str, str]], Path]) -> Path:
    return tree(
        {
            "content/site.yml": "title: Jejak\nurl: https://a.example/\nlanguage: id\ncards: {formats: []}\n",
            "content/profile.md": "---\nname: Alya\n---\nHalo.\n",
        }
    )


def camera_photo(path: Path, taken: str, size: tuple[int, int] = (60, 40)) -> Path:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8825)[2] = (7.0, 48.0, 3.0)
    Image.new("RGB", size, (200, 120, 40)).save(path, "JPEG", exif=exif, comment=b"SecretComment")
    return path


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_new_site_is_well_at_once(tmp_path: Path, language: str) -> None:
    done = run(tmp_path, "new", "site", "jejak-saya", "--language", language)
    assert done.returncode == 0, done.stderr
    root = tmp_path / "jejak-saya"
    assert {".gitignore", ".editorconfig", "netlify.toml", "content/site.yml", "content/profile.md"} <= set(files(root))
    assert f"language: {language}" in (root / "content" / "site.yml").read_text("utf-8")
    checked = run(root, "check", "--strict")
    assert checked.returncode == 0, checked.stderr
    assert "error" not in checked.stderr and "warning" not in checked.stderr


@pytest.mark.slow
def test_a_new_site_builds_at_once_and_keeps_what_is_private(tmp_path: Path) -> None:
    run(tmp_path, "new", "site", "x", "--language", "en")
    done = run(tmp_path / "x", "build", "--strict")
    assert done.returncode == 0, done.stderr
    published = files(tmp_path / "x" / "public")
    assert "index.html" in published and any(name.endswith("/link.jpg") for name in published)
    assert not any(b"not ready to say" in content or b"Why I began" in content for content in published.values())


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "mine.txt").write_text("mine", "utf-8")
    done = run(tmp_path, "new", "site", "x")
    assert done.returncode == 2 and "hint:" in done.stderr
    assert files(tmp_path / "x") == {"mine.txt": b"mine"}
    assert run(tmp_path, "new", "site", "x/mine.txt").returncode == 2


@pytest.mark.parametrize("args", [("site", "x", "--kind", "community"), ("member", "Alya"), ("event", "Pantai")])
def test_communities_come_later_and_say_so(tmp_path: Path, args: tuple[str, ...]) -> None:
    done = run(tmp_path, "new", *args)
    assert done.returncode == 2 and "communities" in done.stderr and "Traceback" not in done.stderr
    assert files(tmp_path) == {}


def test_photos_are_taken_in_upright_and_without_what_they_tell(site: Path) -> None:
    one = camera_photo(site / "IMG_1.jpg", "2026:03:14 09:00:00")
    two = camera_photo(site / "IMG_2.jpg", "2026:03:15 09:00:00")
    done = run(site, "new", "activity", 'Rapat: "besok"\n#1', "--photos", str(one), str(two), "--role", "Guru: kelas")
    assert done.returncode == 0, done.stderr
    bundle = site / "content" / "activities" / "2026-03-15-rapat-besok-1"
    assert "2026-03-15-rapat-besok-1/index.md" in done.stdout
    said = front_matter(bundle / "index.md")
    assert said["title"] == 'Rapat: "besok" #1' and said["role"] == "Guru: kelas" and said["draft"] is True
    assert said["photos"] == [{"file": "photo-1.jpg", "alt": None}, {"file": "photo-2.jpg", "alt": None}]
    assert "## Refleksi" in (bundle / "index.md").read_text("utf-8")
    photo = bundle / "photo-1.jpg"
    with Image.open(photo) as image:
        assert image.size == (60, 40) and dict(image.getexif()) == {0x0112: 6} and "comment" not in image.info
    assert b"Secret" not in photo.read_bytes()
    assert run(site, "check").returncode == 0


def test_nothing_is_written_over_and_a_bad_photo_leaves_nothing(site: Path) -> None:
    assert run(site, "new", "activity", "Hari", "--date", "2026-05-01").returncode == 0
    before = files(site)
    again = run(site, "new", "activity", "HARI", "--date", "2026-05-02")
    assert again.returncode == 1 and "hint:" in again.stderr
    (site / "x.jpg").write_bytes(b"%PDF-1.7")
    bad = run(site, "new", "activity", "Lain", "--photos", "x.jpg")
    assert bad.returncode == 1 and "x.jpg" in bad.stderr
    (site / "x.jpg").unlink()
    assert files(site) == before


@pytest.mark.parametrize(
    "args",
    [
        ("activity", "!!!"),
        ("activity", "con"),
        ("activity", "2026"),
        ("activity", "x", "--date", "2026-02-30"),
        ("activity", "x", "--hours", "two"),
        ("activity", "x", "--photos"),
        ("reflection", "x", "--frame", "none"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(site: Path, args: tuple[str, ...]) -> None:
    before = files(site)
    done = run(site, "new", *args)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert files(site) == before


@pytest.mark.parametrize(
    ("frame", "word"), [("what", "peran saya"), ("gibbs", "Perasaan"), ("4p", "Peristiwa"), ("star", "Situasi")]
)
def test_a_reflection_asks_the_questions_of_its_frame(site: Path, frame: str, word: str) -> None:
    done = run(site, "new", "reflection", "Belajar", "--frame", frame, "--date", "2026-05-01", "--activity", "hari")
    assert done.returncode == 0, done.stderr
    path = site / "content" / "reflections" / "2026-05-01-belajar.md"
    assert front_matter(path)["frame"] == frame and front_matter(path)["activity"] == "hari"
    assert word in path.read_text("utf-8")


def test_a_testimonial_waits_for_consent(site: Path) -> None:
    assert run(site, "new", "testimonial", "Ibu Sri", "--relation", "ketua: RT").returncode == 0
    said = front_matter(site / "content" / "testimonials" / "ibu-sri.md")
    assert said["from"] == "Ibu Sri" and said["consent"] == "pending" and said["relation"] == "ketua: RT"


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    node = yaml.compose(f"key: {scalar(text)}\n")
    assert node.value[0][1].value == text
