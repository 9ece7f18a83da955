"""The least work there is in photos: decode, shrink, encode, write; what `photos.py` compares kiprah with.

    python bench/bare_codecs.py PHOTOS OUT

Each photo becomes 480, 960 and 1600 pixels wide WebP (80, method 2) and JPEG (82, 4:2:0), in as many processes as there
are processors: decoded no larger than needed, each size cut from the one above it (Lanczos) and turned when small. No
pages, no keys, no checks, nothing remembered.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from PIL import Image

WIDTHS = (1600, 960, 480)
_TURNS = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_270, 8: Image.Transpose.ROTATE_90}


def photo(path: Path, out: Path) -> None:
    """Make one photo's files."""
    with Image.open(path) as image:
        turn = image.getexif().get(0x0112, 1)
        lying = turn >= 5
        across, down = image.size[::-1] if lying else image.size
        sizes = [(width, round(width * down / across)) for width in WIDTHS]
        stored = [size[::-1] if lying else size for size in sizes]
        image.draft("RGB", stored[0])
        picture: Image.Image = image
        for size, (width, _) in zip(stored, sizes, strict=True):
            picture = picture.resize(size, Image.Resampling.LANCZOS)
            upright = picture.transpose(_TURNS[turn]) if turn in _TURNS else picture
            upright.save(out / f"{path.stem}-{width}.webp", quality=80, method=2)
            upright.save(out / f"{path.stem}-{width}.jpeg", quality=82, subsampling="4:2:0")


def main() -> int:
    """Make the files the command line asks for."""
    photos, out = (Path(argument) for argument in sys.argv[1:])
    out.mkdir(parents=True)
    with ProcessPoolExecutor() as pool:
        for _ in pool.map(partial(photo, out=out), sorted(photos.iterdir())):
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
