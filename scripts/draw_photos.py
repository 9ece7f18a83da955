"""Draw every picture of the sample portfolio in ``content/``; the same bytes every time.

``python scripts/draw_photos.py`` writes them all; names after it draw only the files whose path holds one of them.
``--draft FOLDER`` writes small PNG files there instead, to look at; ``--boxes`` prints where the faces of children are.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from scenes.album import ALBUM, Picture
from scenes.camera import developed, jpeg_of, write_if_changed
from scenes.canvas import Canvas
from scenes.paper import certificate

CONTENT = Path(__file__).resolve().parent.parent / "content"
CERTIFICATE = "activities/2026-02-07-koordinator-sabtu/sertifikat.pdf"


def painted(picture: Picture, scale: float) -> Canvas:
    """Return the scene on its canvas."""
    canvas = Canvas(*picture.size, picture.seed, scale=scale, sun=picture.sun, warm=picture.warm)
    picture.paint(canvas)
    return canvas


def draw(picture: Picture, draft: Path | None) -> str:
    """Draw one picture and say what became of it."""
    canvas = painted(picture, 0.5 if draft else 1.0)
    image = developed(canvas, picture.seed, keep=picture.keep, dusk=picture.dusk)
    if draft:
        draft.mkdir(parents=True, exist_ok=True)
        image.save(draft / (picture.file.removeprefix("activities/").replace("/", "_").removesuffix(".jpg") + ".png"))
        return picture.file
    data = jpeg_of(image, picture.shot)
    written = write_if_changed(CONTENT / picture.file, data)
    return f"{picture.file}  {len(data) // 1000} kB  {'written' if written else 'same'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--draft", type=Path)
    parser.add_argument("--boxes", action="store_true")
    parser.add_argument("-j", type=int, default=2)
    given = parser.parse_args()
    chosen = [p for p in ALBUM if not given.names or any(name in p.file for name in given.names)]
    if given.boxes:
        for picture in chosen:
            for kind, places in painted(picture, 0.25).marks.items():
                for place in places:
                    print(picture.file, kind, "[" + ", ".join(f"{v:.3f}" for v in place) + "]")
        return
    with ProcessPoolExecutor(given.j) as pool:
        for line in pool.map(partial(draw, draft=given.draft), chosen):
            print(line, flush=True)
    if not given.draft and (not given.names or any(name in CERTIFICATE for name in given.names)):
        print(CERTIFICATE, "written" if write_if_changed(CONTENT / CERTIFICATE, certificate()) else "same")


if __name__ == "__main__":
    main()
