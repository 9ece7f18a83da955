"""Makes sites from texts and photos from numbers, and reads what was built of them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

SETTINGS = "title: Jejak\nurl: https://a.example/\ncards: {formats: []}\n"
PROFILE = "---\nname: Alya\n---\nHalo.\n"
HARI = "content/activities/2026-05-01-hari.md"


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files of a project, and return its folder: ``write_files(root, {"content/site.yml": "title: x"})``."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return root


def make_site(root: Path, files: Mapping[str, str | bytes] | None = None, settings: str = SETTINGS) -> Path:
    """Write the smallest site that is well, without cards, and more files of it; return the project's folder."""
    return make_project(root, settings, {"content/profile.md": PROFILE, **(files or {})})


def make_project(root: Path, settings: str, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Write settings, and these files and no others; return the project's folder."""
    write_settings(root, settings)
    return write_files(root, files or {})


def write_settings(root: Path, settings: str) -> Path:
    """Write a project's settings, over those that were there; return the project's folder."""
    return write_files(root, {"content/site.yml": settings})


def files_of(folder: Path) -> dict[str, bytes]:
    """Return what stands below a folder: path and bytes of every file; nothing where there is no folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def draw_photo(path: Path, seed: int, size: tuple[int, int] = (60, 40), dots: int = 30) -> Path:
    """Draw a photo that is another one for every seed."""
    rng = random.Random(seed)
    image = Image.new("RGB", size, tuple(rng.randrange(256) for _ in range(3)))
    for _ in range(dots):
        spot = (rng.randrange(size[0]), rng.randrange(size[1]))
        image.putpixel(spot, tuple(rng.randrange(256) for _ in range(3)))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, quality=80)
    return path
