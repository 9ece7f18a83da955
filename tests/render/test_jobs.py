"""What cannot be made of a photo is named output by output: who leaves some of them out must know of each."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from kiprah.cache.blobs import FolderBlobs
from kiprah.model.photo import PhotoSource
from kiprah.plan.outputs import PictureOutput
from kiprah.problem import in_order
from kiprah.render.context import RenderContext
from kiprah.render.jobs import blob_of, jobs_of, make
from kiprah.theme import Theme


def test_each_size_of_a_broken_photo_is_named_and_told_once(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 no photo")
    source = PhotoSource(photo, "0" * 64, 40, 30)
    chain = ((20, 15), (40, 30))
    outputs = [(PictureOutput(f"media/a-{w}.jpg", source, w, h, "jpeg", chain), f"key-{w}") for w, h in chain]
    context = RenderContext(FolderBlobs(tmp_path / "store"), str(tmp_path), cast(Theme, None), {})
    (job,) = jobs_of(outputs)
    faults = make(job, context)
    assert [fault.path for fault in faults] == ["media/a-20.jpg", "media/a-40.jpg"]
    assert len(in_order(fault.problem for fault in faults)) == 1
    assert not context.blobs.exists(*(blob_of(output, key) for output, key in outputs))
