"""Files of the sites that themes are looked at with: front matter, photos in another light, and their writing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

PHOTOS = Path(__file__).parents[1] / "content" / "activities"
Files = dict[str, bytes]


def front_matter(values: Mapping[str, object], body: str) -> bytes:
    """Write a file as the reader expects it; JSON is YAML."""
    head = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return f"---\n{head}\n---\n\n{body.strip()}\n".encode()


def reflected(name: str, width: int = 1400, warm: float = 0.0) -> bytes:
    """Return a photo of the example in a mirror and in another light, so that it is another one."""
    with Image.open(PHOTOS / name) as image:
        shown = ImageOps.mirror(ImageOps.exif_transpose(image).convert("RGB"))
    shown = shown.resize((width, shown.height * width // shown.width), Image.Resampling.LANCZOS)
    red, green, blue = shown.split()
    shown = Image.merge("RGB", (red.point(lambda v: v * (1 + warm)), green, blue.point(lambda v: v * (1 - warm))))
    target = BytesIO()
    shown.save(target, "JPEG", quality=86)
    return target.getvalue()


def write(folder: Path, files: Files) -> None:
    """Write a site's files below its folder."""
    for name, content in files.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
