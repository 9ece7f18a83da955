"""A decoder that ends its process over one kind of photo, as a fault in a library would, for processes to come."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from support.sites import draw_photo

_AT_ITS_END = b"the decoder dies of this"
"""Stands after the picture, where no decoder looks."""
_DYING = f"""
import os
from kiprah.imaging import decode

decode_photo = decode.decode_photo


def dying(data, *rest, **more):
    if data.endswith({_AT_ITS_END!r}):
        os._exit(9)
    return decode_photo(data, *rest, **more)


decode.decode_photo = dying
"""


def deadly_photo(path: Path) -> Path:
    """Draw a photo that ends the process of ``python_path_to_dying``'s decoder."""
    photo = draw_photo(path, 7, (640, 480))
    photo.write_bytes(photo.read_bytes() + _AT_ITS_END)
    return photo


def python_path_to_dying(folder: Path) -> str:
    """Return the ``PYTHONPATH`` with which a process has that decoder, written to ``folder``."""
    (folder / "sitecustomize.py").write_text(_DYING, "utf-8")
    return os.pathsep.join((str(folder), *sys.path))
