"""A new site in a new folder, an empty one, or a repository made before."""

from __future__ import annotations

import io
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml
from PIL import Image

from kiprah.authoring.installed_from import Origin
from kiprah.authoring.new.new_site import NewSite, SiteRequest, write_site
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.templates import TEMPLATES_FOLDER

OF_AN_INDEX = Origin("kiprah==1.0")


def site_in(folder: Path, language: str = "en", origin: Origin = OF_AN_INDEX) -> NewSite | Refusal:
    return write_site(SiteRequest(folder, language, "Asia/Jakarta", date(2026, 5, 20), origin))


@pytest.mark.parametrize("language", ["en", "id"])
def test_hosts_find_all_they_need(tmp_path: Path, language: str) -> None:
    assert site_in(tmp_path / "jejak-saya", language) == NewSite(tmp_path / "jejak-saya", (), True)
    root = tmp_path / "jejak-saya"
    assert "kiprah==1.0\n" in (root / "requirements.txt").read_text("utf-8")
    netlify = tomllib.loads((root / "netlify.toml").read_text("utf-8"))
    commands = [netlify["build"]["command"], *(one["command"] for one in netlify["context"].values())]
    assert len(commands) == 3 and all("pip install -q -r requirements.txt &&" in one for one in commands)
    plugin = root / netlify["plugins"][0]["package"].lstrip("/")
    assert yaml.safe_load((plugin / "manifest.yml").read_text("utf-8"))["name"]
    assert '".kiprah"' in (plugin / "index.js").read_text("utf-8")
    workflow = yaml.safe_load((root / ".github/workflows/pages.yml").read_text("utf-8"))
    steps = workflow["jobs"]["publish"]["steps"]
    assert [s["with"]["path"] for s in steps if "actions/cache@" in s.get("uses", "")] == [".kiprah"]
    assert next(s["run"] for s in steps if "run" in s) == "pip install -r requirements.txt"
    ignored = (root / ".gitignore").read_text("utf-8").splitlines()
    assert {"public/", "/circle/", "cards/", ".kiprah/"} <= set(ignored)
    readme = (root / "README.md").read_text("utf-8")
    assert readme.startswith("# Jejak saya\n") and "requirements.txt" in readme
    for path in root.rglob("*"):
        if path.is_file() and path.suffix not in (".jpg", ".json"):
            assert "pip install kiprah" not in path.read_text("utf-8").replace("install -q kiprah", "install kiprah")
            assert "$title" not in path.read_text("utf-8")


def test_the_examples_are_drafts(tmp_path: Path) -> None:
    site_in(tmp_path / "x")
    entries = [*(tmp_path / "x" / "content" / "activities").rglob("*.md"), *(tmp_path / "x").rglob("reflections/*.md")]
    assert len(entries) == 3
    for path in entries:
        front = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
        assert front.get("draft") is True or front.get("visibility") == "private", path


def test_a_wheel_that_made_the_site_goes_along(tmp_path: Path) -> None:
    wheel = tmp_path / "kiprah-1-py3-none-any.whl"
    wheel.write_bytes(b"PK")
    site_in(tmp_path / "x", origin=Origin(f"./wheels/{wheel.name}", wheel))
    assert (tmp_path / "x" / "wheels" / wheel.name).read_bytes() == b"PK"
    assert f"./wheels/{wheel.name}\n" in (tmp_path / "x" / "requirements.txt").read_text("utf-8")


def test_without_an_origin_nothing_is_promised(tmp_path: Path) -> None:
    new = site_in(tmp_path / "x", origin=Origin(""))
    assert isinstance(new, NewSite) and not new.has_origin
    lines = (tmp_path / "x" / "requirements.txt").read_text("utf-8").splitlines()
    assert lines and all(line.startswith("#") for line in lines)


def test_a_repository_made_before_keeps_what_it_holds(tmp_path: Path) -> None:
    own = {
        ".git/HEAD": "ref",
        "README.md": "mine",
        "LICENSE": "MIT",
        ".gitignore": "mine",
        ".github/workflows/pages.yml": "mine",
    }
    for name, text in own.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    new = site_in(tmp_path)
    assert isinstance(new, NewSite), new
    assert set(new.kept) == {"README.md", ".gitignore", ".github/workflows/pages.yml"}
    assert {name: (tmp_path / name).read_text("utf-8") for name in own} == own
    assert (tmp_path / "content" / "site.yml").is_file() and (tmp_path / "netlify.toml").is_file()


@pytest.mark.parametrize("name", ["notes.txt", "content/site.yml", "index.html", ".env"])
def test_anything_else_is_in_the_way(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine", "utf-8")
    refusal = site_in(tmp_path)
    assert isinstance(refusal, Refusal) and refusal.key == "site-not-empty"
    assert refusal.values["name"] == name.partition("/")[0] and [p.name for p in tmp_path.iterdir()] == [
        name.partition("/")[0]
    ]


def test_the_photo_tells_nothing(tmp_path: Path) -> None:
    data = (TEMPLATES_FOLDER / "beach.jpg").read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        assert (
            image.size == (1600, 1067)
            and not image.getexif()
            and set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        )
    site_in(tmp_path / "x")
    (photo,) = (tmp_path / "x").rglob("beach.jpg")
    assert photo.read_bytes() == data
