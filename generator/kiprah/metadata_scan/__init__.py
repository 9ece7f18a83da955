"""Scanner for metadata in finished files: independent parsers that name whatever must not be published.

They know nothing of the libraries that made the files, nor of the modules that cleaned them, so that a mistake of
those is seen here. Each reader takes a file's structure as it stands and names what it does not expect: what is
damaged is named too, since nobody can say what it holds. What lies in an archive is named with the member that holds
it: ``EXIF (foto/a.jpg)``.
"""

from __future__ import annotations

from kiprah.metadata_scan.unpacking import Unpacking

_HEIF_BRANDS = frozenset({b"avif", b"avis", b"mif1", b"msf1", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_FILMS = frozenset({b"moov", b"mdat", b"wide", b"pnot", b"free", b"skip"})
"""First boxes of films from before those that say what they are."""
_OF_FILMS = (".mp4", ".m4v", ".mov", ".m4a", ".m4b", ".3gp")
_OF_SOUND = (".mp3", ".mp2", ".aac", ".ogg", ".oga", ".ogv", ".opus", ".spx", ".flac", ".wav", ".wave", ".aif", ".aiff")
_OF_ZIPS = (
    ".zip", ".epub", ".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx", ".pptx", ".pptm", ".ppsx", ".potx",
    ".odt", ".ods", ".odp", ".odg", ".ott", ".ots", ".otp", ".kmz",
)  # fmt: skip
_OLD_OFFICE = frozenset({".doc", ".dot", ".xls", ".xlt", ".ppt", ".pot", ".pps"})
_ENDINGS = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".gif", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif"}
    | {".webm", ".mkv", ".mka", ".avi", ".wmv", ".wma", ".gz", ".svgz", ".tgz", ".tar", ".rar", ".7z", ".bz2", ".xz"}
    | {".rtf", *_OLD_OFFICE, *_OF_FILMS, *_OF_SOUND, *_OF_ZIPS}
)
"""Endings of the kinds that are known here: what is of no known kind in spite of its name is damaged."""
_BY_ENDING = {**dict.fromkeys((".fodt", ".fods", ".fodp", ".fodg"), "flat OpenDocument"), ".iwa": "iWork"}
"""Kinds that nobody here reads either, and that only their names tell."""
_UNREAD = (
    (0, (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), "TIFF"),
    (0, (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), "OLE"),
    (0, (b"{\\rtf",), "RTF"),
    (0, (b"%!PS", b"\xc5\xd0\xd3\xc6"), "PostScript"),
    (0, (b"8BPS\0",), "PSD"),
    (0, (b"gimp xcf ",), "XCF"),
    (0, (b"\xff\x0a", b"\0\0\0\x0cJXL \r\n\x87\n"), "JPEG XL"),
    (0, (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"), "JPEG 2000"),
    (0, (b"AT&TFORM",), "DjVu"),
    (60, (b"BOOKMOBI",), "MOBI"),
    (0, (b"Rar!\x1a\x07",), "RAR"),
    (0, (b"7z\xbc\xaf\x27\x1c",), "7z"),
    (257, (b"ustar",), "tar"),
    (4, (b"1AY&SY",), "bzip2"),
    (0, (b"\xfd7zXZ\0",), "xz"),
    (0, (b"\x28\xb5\x2f\xfd",), "Zstandard"),
    (0, (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",), "Windows Media"),
    (8, (b"AVI ",), "AVI"),
    (0, (b"FLV\1",), "Flash Video"),
    (0, (b"\0\0\1\xba",), "MPEG"),
    (0, (b"caff\0\1",), "CAF"),
)
"""Place, bytes and name of kinds that may say who made them, and that nobody here reads."""
_MAC = ((b"\0\5\x16\7", "Mac attributes"), (b"\0\0\0\1Bud1", "Mac folder notes"))
UNSEEN = frozenset(
    {"damaged", "encryption", "too large", "too many boxes", "too many files", "nested archive", "unknown packing"}
    | {"old Office file", "Excel binary", "unknown Ogg stream", *_BY_ENDING.values(), *(name for _, _, name in _UNREAD)}
)
"""Names of what keeps anybody from seeing what a file carries."""


def kind_of_trace(trace: str) -> str:
    """Return what was found, without the member of an archive that holds it."""
    return trace.partition(" (")[0]


def traces_of_metadata(path: str, data: bytes) -> tuple[str, ...]:
    """Name what these bytes carry besides what they show; the kind is decided by content.

    Of a kind that is not known here nothing is said, the empty tuple, unless its name promises one that is.
    """
    return traces_within(path, data, Unpacking())


def traces_within(path: str, data: bytes, unpacking: Unpacking) -> tuple[str, ...]:
    """Name what a file carries that may lie in an archive, of which so much may still be unpacked."""
    # Each reader is loaded when it is needed: most builds make pages alone, in which there is nothing to find.
    if (in_picture := traces_in_picture(data)) is not None:
        return in_picture
    ending = path[path.rfind(".") :].lower()
    if data[4:8] == b"ftyp" or (data[4:8] in _FILMS and ending in _OF_FILMS):
        from kiprah.metadata_scan.mp4 import traces_in_mp4

        return traces_in_mp4(data)
    if ending == ".pdf" or data.lstrip()[:5] == b"%PDF-":
        from kiprah.metadata_scan.pdf import traces_in_pdf

        return traces_in_pdf(data)
    if ending == ".svg":
        from kiprah.metadata_scan.svg import traces_in_svg

        return traces_in_svg(data)
    if data[:4] in (b"PK\3\4", b"PK\5\6", b"PK\7\x08"):
        from kiprah.metadata_scan.zip_file import traces_in_zip

        return traces_in_zip(data, unpacking)
    if data[:3] == b"\x1f\x8b\x08":
        from kiprah.metadata_scan.gzip_file import traces_in_gzip

        return traces_in_gzip(path, data, unpacking)
    if (in_sound := _in_sound(ending, data)) is not None:
        return in_sound
    for place, signatures, name in _UNREAD:
        if data.startswith(signatures, place):
            return (_name_of_compound(ending) if name == "OLE" else name,)
    for signature, name in _MAC:
        if data.startswith(signature):
            return (name,)
    if ending in _BY_ENDING:
        return (_BY_ENDING[ending],)
    return ("damaged",) if ending in _ENDINGS else ()


def _name_of_compound(ending: str) -> str:
    """Name a compound file: of an old program, or a new document that a password wraps in one."""
    if ending in _OLD_OFFICE:
        return "old Office file"
    return "encryption" if ending in _OF_ZIPS else "OLE"


def traces_in_picture(data: bytes) -> tuple[str, ...] | None:
    """Name what a picture carries; None for what is none of those that are read here."""
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
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        from kiprah.metadata_scan.heif import traces_in_heif

        return traces_in_heif(data)
    return None


def _in_sound(ending: str, data: bytes) -> tuple[str, ...] | None:
    """Name what a sound, or a film in one of its containers, carries; None for what is none."""
    if data[:3] == b"ID3" or ending in (".mp3", ".mp2", ".aac"):
        from kiprah.metadata_scan.mpeg_sound import traces_in_mpeg_sound

        return traces_in_mpeg_sound(data)
    if data[:4] == b"fLaC":
        from kiprah.metadata_scan.flac_ogg import traces_in_flac

        return traces_in_flac(data)
    if data[:4] == b"OggS":
        from kiprah.metadata_scan.flac_ogg import traces_in_ogg

        return traces_in_ogg(data)
    if data[:4] in (b"RIFF", b"RF64", b"FORM") and data[8:12] in (b"WAVE", b"AIFF", b"AIFC"):
        from kiprah.metadata_scan.wav_aiff import traces_in_wav

        return traces_in_wav(data)
    if data[:4] == b"\x1a\x45\xdf\xa3":
        from kiprah.metadata_scan.matroska import traces_in_matroska

        return traces_in_matroska(data)
    return None
