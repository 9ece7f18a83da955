"""Gzip scanner (RFC 1952): comments of the packer's, and whatever is packed."""

from __future__ import annotations

import zlib

from kiprah.metadata_scan import traces_within
from kiprah.metadata_scan.unpacking import Unpacking

_EXTRA, _NAME, _COMMENT = 4, 8, 16
_MOST_PARTS = 64
_INNER = {".svgz": ".svg", ".tgz": ".tar", ".gz": ""}


def traces_in_gzip(path: str, data: bytes, unpacking: Unpacking) -> tuple[str, ...]:
    """Name what stands beside the packed file, and what that carries itself."""
    traces: list[str] = []
    content = gunzipped(data, unpacking.bytes, traces)
    if content is None:
        return tuple(dict.fromkeys(traces))
    unpacking.bytes -= len(content)
    with unpacking.one_deeper() as may_be_read:
        within = traces_within(_inner_path(path), content, unpacking) if may_be_read else ("nested archive",)
    return tuple(dict.fromkeys((*traces, *within)))


def gunzipped(data: bytes, most: int, traces: list[str]) -> bytes | None:
    """Unpack all parts of a gzip file, and add what is wrong with it to the traces; None where it cannot be read."""
    parts: list[bytes] = []
    while data:
        if data[:3] != b"\x1f\x8b\x08":
            if data.strip(b"\0"):
                traces.append("trailing bytes")
            break
        if data[3:4] and data[3] & (_COMMENT | _EXTRA):
            traces.append("comment" if data[3] & _COMMENT else "extra field")
        if len(parts) == _MOST_PARTS:
            traces.append("too many files")
            return None
        unpacker = zlib.decompressobj(wbits=31)
        try:
            parts.append(unpacker.decompress(data, most + 1))
        except zlib.error:
            traces.append("damaged")
            return None
        most -= len(parts[-1])
        if most < 0 or not unpacker.eof:
            traces.append("too large" if most < 0 else "damaged")
            return None
        data = unpacker.unused_data
    return b"".join(parts)


def _inner_path(path: str) -> str:
    """Return what a file is called once it is unpacked."""
    ending = path[path.rfind(".") :].lower()
    return path[: len(path) - len(ending)] + _INNER[ending] if ending in _INNER else path
