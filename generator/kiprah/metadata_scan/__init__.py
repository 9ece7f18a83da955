"""Scanner for metadata in finished files: independent parsers that name whatever must not be published.

They know nothing of the libraries that made the files, nor of the modules that cleaned them, so that a mistake of
those is seen here. Each reader takes a file's structure as it stands and names what it does not expect: what is
damaged is named too, since nobody can say what it holds.
"""

from __future__ import annotations

_HEIF_BRANDS = frozenset({b"avif", b"avis", b"mif1", b"msf1", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_FILMS = frozenset({b"moov", b"mdat", b"wide", b"pnot", b"free", b"skip"})
"""First boxes of films from before those that say what they are."""
_ENDINGS = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".gif", ".webp", ".tif", ".tiff"}
    | {".heic", ".heif", ".avif", ".mp4", ".m4v", ".mov"}
)
"""Endings of the kinds that are known here: what is of no known kind in spite of its name is damaged."""


def traces_of_metadata(path: str, data: bytes) -> tuple[str, ...]:
    """Name what these bytes carry besides what they show; the kind is decided by content.

    Of a kind that is not known here nothing is said, the empty tuple, unless its name promises one that is.
    """
    # Each reader is loaded when it is needed: most builds make pages alone, in which there is nothing to find.
    if data.startswith(b"\xff\xd8"):
        from kiprah.metadata_scan.jpeg import traces_in_jpeg

        return traces_in_jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        from kiprah.metadata_scan.png_webp_gif import traces_in_png

        return traces_in_png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        from kiprah.metadata_scan.png_webp_gif import traces_in_webp

        return traces_in_webp(data)
    if data[:6] in (b"GIF87a", b"GIF89a"):
        from kiprah.metadata_scan.png_webp_gif import traces_in_gif

        return traces_in_gif(data)
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return ("TIFF",)
    if data[4:8] == b"ftyp" or (data[4:8] in _FILMS and path.lower().endswith((".mp4", ".m4v", ".mov"))):
        from kiprah.metadata_scan.heif import traces_in_heif
        from kiprah.metadata_scan.mp4 import traces_in_mp4

        return traces_in_heif(data) if data[8:12] in _HEIF_BRANDS else traces_in_mp4(data)
    ending = path[path.rfind(".") :].lower()
    if ending == ".pdf" or data.lstrip()[:5] == b"%PDF-":
        from kiprah.metadata_scan.pdf import traces_in_pdf

        return traces_in_pdf(data)
    if ending == ".svg":
        from kiprah.metadata_scan.svg import traces_in_svg

        return traces_in_svg(data)
    return ("damaged",) if ending in _ENDINGS else ()
