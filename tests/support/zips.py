"""Zip archives as honest people make them, and as others do."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Iterable, Mapping

REGULAR = (stat.S_IFREG | 0o644) << 16


def zipped(files: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make a zip of these files."""
    return zip_of((entry_named(name), content) for name, content in files.items()) if method else stored(files)


def stored(files: Mapping[str, str | bytes]) -> bytes:
    """Make a zip whose files are not packed, so that their bytes can be found and changed."""
    return zip_of(((entry_named(name), content) for name, content in files.items()), zipfile.ZIP_STORED)


def entry_named(name: str, mode: int = REGULAR, system: int = 3) -> zipfile.ZipInfo:
    """Describe a file of a zip by its name as it is to stand there, whatever it is."""
    entry = zipfile.ZipInfo("x", (2026, 11, 22, 9, 0, 0))
    entry.filename = entry.orig_filename = name
    entry.external_attr = mode
    entry.create_system = system
    return entry


def zip_of(entries: Iterable[tuple[zipfile.ZipInfo, str | bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make a zip of described files; names may stand twice."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        for entry, content in entries:
            entry.compress_type = method
            # zipfile warns of a name that stands twice, and here that is what is wanted.
            container.NameToInfo.pop(entry.filename, None)
            container.writestr(entry, content)
    return target.getvalue()


def directory_row(data: bytes, name: str) -> int:
    """Return where the row of a file begins in a zip's directory."""
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + struct.unpack_from("<H", data, at + 28)[0]] != name.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    return at


def with_number(data: bytes, at: int, number: int, form: str = "<I") -> bytes:
    """Put another number into an archive's own records."""
    size = struct.calcsize(form)
    return data[:at] + struct.pack(form, number) + data[at + size :]


def with_size(data: bytes, name: str, size: int) -> bytes:
    """Let a zip lie about how large a file is, in its directory and before the file."""
    row = directory_row(data, name)
    header = struct.unpack_from("<I", data, row + 42)[0]
    return with_number(with_number(data, row + 24, size), header + 22, size)
