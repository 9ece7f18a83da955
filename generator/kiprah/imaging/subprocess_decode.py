"""Subprocess decoder for HEIC and TIFF: a hostile file may crash, flood or keep busy only a process of its own.

Their decoders are large, do crash on damaged files, and write to the terminal. Both formats are rare on a site and
slow anyway, so that the tenth of a second a process takes does not count.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from io import BytesIO

from msgspec import Struct
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from kiprah.imaging.color_and_orientation import flatten
from kiprah.imaging.decoder_errors import DECODER_ERRORS
from kiprah.imaging.heif_items import read_heif
from kiprah.imaging.photo_fault import PhotoFault, decode_fault, size_fault
from kiprah.imaging.tiff_strips import check_tiff

_BLOCKS = ("icc_profile", "exif", "xmp")
_SECONDS = 60
_MAX_MEMORY = 4_000_000_000
_MAX_HEADER = 4_096


class SubprocessImage(Struct, frozen=True):
    """Decoded, upright picture in ``L``, ``RGB`` or ``CMYK``, with its profile and what it says of itself."""

    image: Image.Image
    profile: bytes
    exif: bytes
    xmp: bytes = b""


def decode_in_subprocess(data: bytes, kind: str) -> SubprocessImage | PhotoFault:
    """Decode a ``heic`` or ``tiff`` in another process; whatever happens to that process is the file's fault."""
    # The path goes along as it is here, so that the same code and the same libraries are found.
    path = {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    try:
        child = subprocess.run(  # noqa: S603  # nothing in it comes from the file
            [sys.executable, "-m", "kiprah.imaging.subprocess_decode", kind],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            env={**os.environ, **path},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return PhotoFault("photo-broken", {"format": kind.upper()})
    end = child.stdout.find(b"\n", 0, _MAX_HEADER)
    if child.returncode != 0 or end < 0:
        return PhotoFault("photo-broken", {"format": kind.upper()})
    header = json.loads(child.stdout[:end])
    if "code" in header:
        return PhotoFault(header["code"], header["values"])
    profile, exif, xmp = header["profile"], header["exif"], header["xmp"]
    blocks = child.stdout[end + 1 : end + 1 + profile + exif + xmp]
    # Not cut out of the whole: a copy of a large picture is large too.
    pixels = memoryview(child.stdout)[len(child.stdout) - header["pixels"] :]
    image = Image.frombytes(header["mode"], tuple(header["size"]), pixels)
    return SubprocessImage(image, blocks[:profile], blocks[profile : profile + exif], blocks[profile + exif :])


def _decode(data: bytes, kind: str) -> tuple[Image.Image, Image.Image] | PhotoFault:
    """Return the picture as opened, for what it carries, and as plain pixels."""
    if kind == "heic":
        try:
            import pi_heif
        except ImportError:
            return PhotoFault("heic-needs-extra")
        for extra in ("THUMBNAILS", "DEPTH_IMAGES", "AUX_IMAGES"):
            setattr(pi_heif.options, extra, False)
        layout = read_heif(data)
        container = pi_heif.open_heif(BytesIO(data))
        refused = size_fault(layout.size if layout else container.size, kind)
        if refused:
            return refused
        opened: Image.Image = container.to_pillow()
        opened.load()
        if layout is not None and opened.size != layout.shown_size:
            # Its decoder crops and turns by itself; if it did otherwise, what was cut away may be there.
            return PhotoFault("photo-broken", {"format": kind.upper()})
    else:
        opened = TiffImageFile(BytesIO(data))
        refused = size_fault(opened.size, kind)
        if refused:
            return refused
        check_tiff(opened, data)
        opened.load()
    flat = flatten(opened)
    return PhotoFault("photo-depth", {"mode": opened.mode}) if flat is None else (opened, flat)


def _limit_memory() -> None:
    """Bound what this process may take, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _MAX_MEMORY if hard == resource.RLIM_INFINITY else min(hard, _MAX_MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def main() -> None:
    """Read a file from standard input; write a line of JSON and then profile, EXIF and pixels, or only a fault."""
    _limit_memory()
    warnings.simplefilter("ignore")
    kind = sys.argv[1]
    try:
        done = _decode(sys.stdin.buffer.read(), kind)
    except DECODER_ERRORS as error:
        done = decode_fault(error, kind)
    if isinstance(done, PhotoFault):
        sys.stdout.buffer.write(json.dumps({"code": done.code, "values": dict(done.values)}).encode() + b"\n")
        return
    opened, flat = done
    blocks = {name: block if isinstance(block := opened.info.get(name), bytes) else b"" for name in _BLOCKS}
    pixels = flat.tobytes()
    sizes = {"profile": len(blocks["icc_profile"]), "exif": len(blocks["exif"]), "xmp": len(blocks["xmp"])}
    header = {"mode": flat.mode, "size": flat.size, **sizes, "pixels": len(pixels)}
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + b"".join(blocks.values()))
    sys.stdout.buffer.write(pixels)


if __name__ == "__main__":
    main()
