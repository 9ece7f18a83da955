"""File types by magic bytes: which photo format a file has, and what else it is where it is none."""

from __future__ import annotations

from kiprah.model.photo import PhotoFormat

_STARTS: tuple[tuple[bytes, PhotoFormat], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})

_OTHERS = (
    (b"%PDF", "PDF"),
    (b"%!PS", "EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"8BPS", "PSD"),
    (b"SIMPLE  =", "FITS"),
    (b"BM", "BMP"),
    (b"icns", "ICNS"),
    (b"\0\0\1\0", "ICO"),
    (b"\0\0\0\x0cjP", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL", "JPEG XL"),
    (b"IIRO", "RAW"),
    (b"IIRS", "RAW"),
    (b"IIU\0", "RAW"),
    (b"FUJIFILMCCD-RAW", "RAW"),
    (b"II\x2b\0", "BigTIFF"),
    (b"MM\0\x2b", "BigTIFF"),
    (b"PK\3\4", "ZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
    (b"{\\rtf", "RTF"),
    (b"\x1aE\xdf\xa3", "WebM"),
    (b"ID3", "MP3"),
    (b"OggS", "Ogg"),
    (b"fLaC", "FLAC"),
    (b"version https://git-lfs", "Git LFS"),
    (b"gimp xcf", "XCF"),
    (b"<?xml", "XML"),
)
_RIFF = {b"AVI ": "AVI", b"WAVE": "WAV"}
_ZIPPED = ((b"word/", "DOCX"), (b"xl/", "XLSX"), (b"ppt/", "PPTX"), (b"application/vnd.oasis.opendocument", "ODF"))
_HEAD = 4096


def photo_format(data: bytes) -> PhotoFormat | None:
    """Detect a photo's format by its magic bytes; None for anything that is not on the list."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    brands = _brands(data)
    if brands & _AVIF_BRANDS:
        return "avif"
    if brands & _HEIC_BRANDS:
        return "heic"
    return None


def file_type(data: bytes) -> str:
    """Name the type of a file that is no photo, for its message; ``?`` where its beginning does not tell."""
    head = data[:_HEAD]
    lower = head.lower()
    if b"<svg" in lower:
        return "SVG"
    if head.startswith(b"PK\3\4"):
        return next((name for mark, name in _ZIPPED if mark in head), "ZIP")
    for start, name in _OTHERS:
        if head.startswith(start):
            return name
    if head[4:8] == b"ftyp":
        return {b"qt  ": "MOV", b"crx ": "RAW", b"M4A ": "M4A"}.get(head[8:12], "MP4")
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free"):
        return "MOV"
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "RIFF")
    if lower.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "HTML"
    return "TXT" if _is_text(head) else "?"


def _brands(data: bytes) -> frozenset[bytes]:
    """Collect the brands of a file of the ISO family, from its first box."""
    if data[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(data[:4], "big"), 256)
    return frozenset([data[8:12], *(data[at : at + 4] for at in range(16, end, 4))])


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8", "strict" if len(head) < _HEAD else "ignore")
    except UnicodeDecodeError:
        return False
    return bool(text) and all(char.isprintable() or char in "\t\r\n\ufeff" for char in text)
