"""Detector of gaps in compressed data: blocks of a disk or an upload that were never written."""

from __future__ import annotations

_LENGTH = 256
"""Length of a run in bytes: a sector has 512, of which half may stand in another chunk."""
_BLANKS = (bytes(_LENGTH), b"\xff" * _LENGTH)


def has_gap(data: bytes) -> bool:
    """Say whether compressed data hold a run of nothing but zeros or ones that no encoder writes.

    Its codes are as good as random, so that a run of 256 equal bytes does not come about. AV1 and the codecs of
    TIFF decode it all the same, to flat colour. For JPEG and WebP it is not meant: there one bit may be a block, and
    zeros a flat picture.
    """
    return any(blank in data for blank in _BLANKS)
