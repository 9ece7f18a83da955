"""MP4 metadata stripper: all but pictures and sound becomes zeros of the same length."""

from __future__ import annotations

from kiprah.imaging.iso_boxes import BoxesBroken, IsoBox, boxes, number
from kiprah.sanitize.mp4_samples import blank_samples, blank_user_data
from kiprah.sanitize.refused import FileRefused

__all__ = ["MAX_VIDEO_BYTES", "VideoRefused", "clean_video"]

MAX_VIDEO_BYTES = 50_000_000
_MAX_BOXES = 20_000
_MAX_DEPTH = 8


def _kinds(text: str) -> frozenset[bytes]:
    return frozenset(text[at : at + 4].encode("ascii") for at in range(0, len(text), 5))


_BRANDS = _kinds("isom iso2 iso3 iso4 iso5 iso6 mp41 mp42 avc1 M4V  M4VH M4VP f4v  3gp4 3gp5 3gp6 3g2a MSNV hvc1 av01")
"""Brands of the ISO family that browsers play as video/mp4; QuickTime's is not among them."""

_HOLDERS = _kinds("moov trak mdia minf dinf stbl edts")
_DATED = _kinds("mvhd tkhd mdhd")
_PLAIN = _kinds("mdat vmhd smhd nmhd elst stts ctts cslg stsc stsz stz2 stco co64 stss sdtp sgpd sbgp")
"""Boxes of numbers that playing needs; what is named nowhere in this module is blanked."""
_FRAGMENTED = _kinds("moof mvex mfra styp sidx")

_PICTURES = _kinds("avc1 avc3 hvc1 hev1 av01 vp09 mp4v")
_SOUNDS = _kinds("mp4a Opus ac-3 ec-3 fLaC .mp3")
_CODEC_BOXES = _kinds("avcC hvcC av1C vpcC esds dOps dac3 dec3 dfLa pasp clap btrt")


class VideoRefused(FileRefused):
    """A video that cannot be published; ``code`` and ``values`` are those of the problem to report."""


def clean_video(data: bytes) -> bytes:
    """Blank everything in an MP4 that is neither picture nor sound nor needed to play them. Raises ``VideoRefused``.

    No byte moves, so every offset in the file stays true. Boxes that are not on the list (user data, metadata,
    makers' own) become ``free`` boxes of zeros; dates and the names of handlers and encoders become zeros; so do
    bytes between the samples, and the notes that encoders and cameras hide among the pictures.
    """
    if len(data) > MAX_VIDEO_BYTES:
        raise VideoRefused("video-too-large", {"limit": str(MAX_VIDEO_BYTES // 1_000_000)})
    if data[4:8] != b"ftyp" or data[8:12] not in _BRANDS:
        raise VideoRefused("video-kind")
    clean = bytearray(data)
    try:
        if not _Cleaner(clean).has_movie():
            raise VideoRefused("video-broken")
        blank_samples(clean)
    except BoxesBroken as error:
        raise VideoRefused("video-broken") from error
    return bytes(clean)


class _Cleaner:
    """One walk through all boxes, changing them where they stand."""

    def __init__(self, data: bytearray) -> None:
        self._data = data
        self._seen = 0
        self._kinds: set[bytes] = set()

    def has_movie(self) -> bool:
        """Clean every box, and say whether there are pictures or sounds to be played."""
        self._clean(0, len(self._data), 0)
        return {b"moov", b"trak", b"stsd"} <= self._kinds

    def _clean(self, start: int, end: int, depth: int) -> None:
        for box in boxes(self._data, start, end):
            self._seen += 1
            if self._seen > _MAX_BOXES or depth > _MAX_DEPTH:
                raise BoxesBroken("more boxes than any video has")
            self._kinds.add(box.kind)
            if box.kind in _FRAGMENTED:
                raise VideoRefused("video-fragmented")
            if box.kind in _HOLDERS:
                self._clean(box.inner, box.end, depth + 1)
            elif box.kind == b"ftyp":
                self._brands(box)
            elif box.kind in _DATED:
                width = 8 if number(self._data, box.inner, 1) == 1 else 4
                self._zero(box.inner + 4, box.inner + 4 + 2 * width, box)
            elif box.kind == b"hdlr":
                self._handler(box)
            elif box.kind == b"dref":
                self._references(box)
            elif box.kind == b"stsd":
                self._descriptions(box)
            elif box.kind not in _PLAIN:
                self._free(box)

    def _zero(self, start: int, end: int, box: IsoBox) -> None:
        if not box.inner <= start <= end <= box.end:
            raise BoxesBroken("a box is too short")
        self._data[start:end] = bytes(end - start)

    def _free(self, box: IsoBox) -> None:
        self._data[box.start + 4 : box.start + 8] = b"free"
        self._zero(box.inner, box.end, box)

    def _brands(self, box: IsoBox) -> None:
        """Zero the version, and put a plain brand for what names a maker."""
        self._zero(box.inner + 4, box.inner + 8, box)
        for at in range(box.inner + 8, box.end - 3, 4):
            if bytes(self._data[at : at + 4]) not in _BRANDS:
                self._data[at : at + 4] = b"isom"

    def _handler(self, box: IsoBox) -> None:
        """Keep what a track is for, and refuse all that is neither picture nor sound: places are tracks too."""
        kind = bytes(self._data[box.inner + 8 : box.inner + 12])
        if kind not in (b"vide", b"soun"):
            raise VideoRefused("video-metadata-track")
        self._zero(box.inner, box.inner + 8, box)
        self._zero(box.inner + 12, box.end, box)

    def _references(self, box: IsoBox) -> None:
        """Refuse media that lie in another file: the reference is a path on somebody's computer."""
        for entry in boxes(self._data, box.inner + 8, box.end):
            if entry.kind != b"url " or number(self._data, entry.inner, 4) != 1:
                raise VideoRefused("video-elsewhere")
            self._zero(entry.inner + 4, entry.end, entry)

    def _descriptions(self, box: IsoBox) -> None:
        """Keep how samples are coded, without the encoder's name."""
        for entry in boxes(self._data, box.inner + 8, box.end):
            if entry.kind in _PICTURES:
                self._zero(entry.inner + 8, entry.inner + 24, entry)
                self._zero(entry.inner + 42, entry.inner + 74, entry)
                rest = entry.inner + 78
            elif entry.kind in _SOUNDS and not any(self._data[entry.inner + 8 : entry.inner + 16]):
                rest = entry.inner + 28
            else:
                raise VideoRefused("video-codec")
            for inside in boxes(self._data, rest, entry.end):
                if inside.kind == b"hvcC":
                    self._parameter_sets(inside)
                is_color = inside.kind == b"colr" and self._data[inside.inner : inside.inner + 4] == b"nclx"
                if inside.kind not in _CODEC_BOXES and not is_color:
                    self._free(inside)

    def _parameter_sets(self, box: IsoBox) -> None:
        """Blank the user data that some encoders keep beside a video's parameter sets (ISO 14496-15, 8.3.3)."""
        at = box.inner + 23
        for _ in range(number(self._data, box.inner + 22, 1)):
            kind = number(self._data, at, 1) & 0x3F
            units = number(self._data, at + 1, 2)
            at += 3
            for _ in range(units):
                start = at + 2
                at = start + number(self._data, at, 2)
                if at > box.end:
                    raise BoxesBroken("a parameter set does not fit")
                if kind in (39, 40):
                    blank_user_data(self._data, start + 2, at)
