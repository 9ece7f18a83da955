"""Detector of gaps in compressed data: blocks of a disk or an upload that were never written."""

from __future__ import annotations

_LENGTH = 256
"""A sector has 512 bytes, of which half may stand in another chunk."""
_BLANKS = (bytes(_LENGTH), b"\xff" * _LENGTH)


def has_gap(data: bytes) -> bool:
    """Say whether compressed data hold a run of nothing but zeros or ones that no encoder writes.

    Its codes are as good as random, so that a run of 256 equal bytes does not come about. Codecs without a checksum
    (WebP, AVIF, HEIC) decode it all the same, to flat colour. For Huffman codes it is not meant: there one bit may be a
    whole block of a flat picture.
    """
    return any(blank in data for blank in _BLANKS)
