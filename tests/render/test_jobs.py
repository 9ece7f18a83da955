"""What is made of a photo is the same made alone and in any company."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from kiprah.build.planned_site import read_and_plan
from kiprah.cache.blobs import FolderBlobs, blob_content
from kiprah.cache.digests import key_of
from kiprah.plan.outputs import CardOutput, Output, PictureOutput
from kiprah.plan.value_digests import value_of
from kiprah.render.context import RenderContext
from kiprah.render.jobs import Job, blob_of, jobs_of, make
from support.building import request_in

SITE = """
title: Jejak
photos: {widths: [200, 400, 800]}
cards: {formats: [link, square, portrait, story]}
"""
ENTRY = """---
title: Kerja bakti
date: 2026-03-14
photos:
  - {file: a.jpg, alt: A, people: none%s}
---
Membersihkan sungai.
"""


def saved(path: Path, orientation: int) -> None:
    """A photo of 1500 x 1100 pixels as stored, whose corners and fine stripes show where a piece was cut."""
    picture = Image.linear_gradient("L").resize((1500, 1100)).convert("RGB")
    picture.paste((220, 40, 30), (0, 0, 300, 200))
    picture.paste((30, 60, 220), (1300, 800, 1500, 1100))
    for x in range(0, 1500, 6):
        picture.paste((250, 240, 200), (x, 500, x + 3, 560))
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture.save(path, quality=88, exif=exif)


@pytest.mark.parametrize(
    ("orientation", "more"), [(1, ""), (6, ""), (3, ", focus: [0.1, 0.9]"), (8, ", hide: [[0.1, 0.1, 0.2, 0.2]]")]
)
@pytest.mark.slow
def test_made_alone_is_made_in_company(orientation: int, more: str, tree: Callable[..., Path], tmp_path: Path) -> None:
    root = tree({"content/profile.md": "---\nname: Alya\n---\n"}, SITE)
    folder = root / "content" / "activities" / "2026-03-14-kerja-bakti"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text(ENTRY % more, "utf-8")
    saved(folder / "a.jpg", orientation)
    request = request_in(root, cache="cache", jobs=None)
    found = read_and_plan(request, lambda step, done, total: None)
    assert found.plan is not None and found.theme is not None, found.problems
    outputs = [(o, key_of(value_of(o))) for o in found.plan.outputs if isinstance(o, CardOutput | PictureOutput)]
    sharing = [(output, key) for output, key in outputs if output.photo_source is not None]
    assert {type(output) for output, _ in sharing} == {CardOutput, PictureOutput}
    kit = RenderContext(
        FolderBlobs(tmp_path / "company"), str(request.site), found.theme.theme, found.theme.asset_links
    )
    assert [job for job in jobs_of(sharing) if make(job, kit)] == []
    together = bytes_of(kit, sharing)
    alone = replace(kit, blobs=FolderBlobs(tmp_path / "alone"))
    for one in reversed(sharing):
        assert make(Job((one,), 1), alone) == ()
    assert bytes_of(alone, sharing) == together


def bytes_of(kit: RenderContext, outputs: list[tuple[Output, str]]) -> dict[str, bytes | None]:
    made = {}
    for output, key in outputs:
        made[output.path] = blob_content(kit.blobs, blob_of(output, key))
    assert None not in made.values()
    return made
