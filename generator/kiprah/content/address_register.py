"""Reader and writer of ``addresses.yml``: one line an address, sorted, so that Git merges what two people published."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from kiprah.fields.decoding import Wrong
from kiprah.fields.source import MAX_TEXT_BYTES, Source, merge_conflict, read_source
from kiprah.fields.types import day_of
from kiprah.fields.yaml_tree import Keys, Scalar
from kiprah.model.addresses import AddressRegister, PublishedAddress
from kiprah.problem import Place, Problem

_HEAD = """\
# Every address that was ever published here. Builds write this file: keep it with your content.
# Alamat yang pernah diterbitkan. Berkas ini ditulis saat membangun: simpan bersama isi situs.
"""
_LARGEST = 50_000_000
_SECTIONS = ("addresses", "waiting")
_PLAIN = re.compile(r"[\w/.@+-]+")
"""Pattern of a text that needs no quotes inside the braces of a line."""
_ADDRESS = re.compile(r"/(?:[^\s/\\?#%:*<>\"'`{}|^\x00-\x1f]+/)*(?:[^\s/\\?#%:*<>\"'`{}|^\x00-\x1f]+)?")
"""Pattern of an address that may be a page of a site, as in ``aliases``."""
_TEXT = r'(?:"(?:[^"\\]|\\.)*"|[\w/.@+-]+)'
_LINE = re.compile(
    rf"  ({_TEXT}): \{{first: (\d{{4}}-\d{{2}}-\d{{2}})(?:, entry: ({_TEXT}))?(?:, mark: \"([0-9a-f]+)\")?"
    rf"(?:, language: ([\w-]+))?(, printed: true)?\}}"
)
_KEYS = ("first", "entry", "mark", "language", "printed")


def parse_register(path: str, data: bytes) -> tuple[AddressRegister, tuple[Problem, ...]]:
    """Read a register; what cannot be understood is named, and everything else is known all the same."""
    addresses: dict[str, PublishedAddress] = {}
    waiting: dict[str, date] = {}
    source, problems = _source(path, data)
    is_text = source is not None
    if source is None:
        # What can still be read is known: both sides of a conflict, say, were published.
        source = Source(path, data[:_LARGEST].decode("utf-8", "replace"))
    faults: list[Problem] = []
    section = "addresses"
    for number, line in enumerate(source.text.split("\n"), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.removesuffix(" {}").removesuffix(":") in _SECTIONS and not line.startswith(" "):
            section = text.removesuffix(" {}").removesuffix(":")
        elif not _take(line, source, section, addresses, waiting):
            faults.append(Problem("addresses-line", Place(path, number, 1), {"text": text[:120]}, line))
    return AddressRegister(addresses, waiting, data, is_text and not faults), problems if not is_text else tuple(faults)


def _source(path: str, data: bytes) -> tuple[Source | None, tuple[Problem, ...]]:
    """Decode a register, which may be longer than what people write by hand."""
    if not MAX_TEXT_BYTES < len(data) <= _LARGEST:
        return read_source(path, data)
    try:
        source = Source(path, unicodedata.normalize("NFC", data.decode("utf-8-sig").replace("\r\n", "\n")))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (Problem("not-utf8", Place(path, line, 1), {"encoding": f"0x{data[error.start]:02x}"}),)
    conflict = merge_conflict(source.text)
    return (None, (source.problem("merge-marks", conflict, 1),)) if conflict else (source, ())


def _take(
    line: str, source: Source, section: str, addresses: dict[str, PublishedAddress], waiting: dict[str, date]
) -> bool:
    """Add what one line says; an address said twice, as a merge leaves it, was published on the earlier day."""
    try:
        match = _LINE.fullmatch(line) if section == "addresses" else None
        if match is not None:
            name, values = _text(match[1]), dict(zip(_KEYS[1:4], map(_text, match.groups("")[2:5]), strict=True))
            address = PublishedAddress(day_of(match[2]), **values, printed=match[6] is not None)
        else:
            name, values = _by_hand(line, source)
            if section == "waiting":
                day = day_of(values["first"])
                waiting[name] = min(day, waiting.get(name, day))
                return set(values) == {"first"}
            printed = values.pop("printed", "false")
            if printed not in ("true", "false"):
                return False
            address = PublishedAddress(day_of(values.pop("first")), **values, printed=printed == "true")
    except (Wrong, KeyError, TypeError, ValueError):
        return False
    if not _ADDRESS.fullmatch(name) or any(part in (".", "..") for part in name.split("/")):
        return False
    page = name[1:]
    other = addresses.get(page)
    if other is None:
        addresses[page] = address
        return True
    addresses[page] = PublishedAddress(
        min(address.first, other.first),
        address.entry or other.entry,
        address.mark or other.mark,
        address.language or other.language,
        address.printed or other.printed,
    )
    return True


def _text(written: str) -> str:
    if not written.startswith('"'):
        return written
    # Nearly all are what stands between the quotes.
    return written[1:-1] if "\\" not in written and written.isprintable() else str(json.loads(written))


def _by_hand(line: str, source: Source) -> tuple[str, dict[str, str]]:
    """Read a line as YAML that somebody wrote: a day alone, or keys."""
    # Only now: most lines are as they were written.
    from kiprah.fields.yaml_composer import compose

    node, problems = compose(source, line.strip())
    if problems or not isinstance(node, Keys) or len(node.entries) != 1:
        raise ValueError(line)
    key, value = node.entries[0]
    if isinstance(value, Scalar):
        return key.text, {"first": value.text}
    if not isinstance(value, Keys) or not all(isinstance(v, Scalar) for _, v in value.entries):
        raise ValueError(line)
    return key.text, {name.text: v.text for name, v in value.entries if isinstance(v, Scalar)}


def register_text(register: AddressRegister) -> bytes:
    """Write a register; the same one is always the same bytes. An empty one is no file."""
    if not register.addresses and not register.waiting:
        return b""
    lines = [_HEAD, "addresses:\n" if register.addresses else "addresses: {}\n"]
    lines += (f"  {_quoted('/' + page)}: {_values(a)}\n" for page, a in sorted(register.addresses.items()))
    if register.waiting:
        lines.append("waiting:\n")
        lines += (f'  "{name}": {day.isoformat()}\n' for name, day in sorted(register.waiting.items()))
    return "".join(lines).encode()


def register_content(before: AddressRegister, after: AddressRegister) -> bytes:
    """Return what the file should hold: as it stands where it says the same, or where not all of it was understood."""
    return before.raw if not before.sound or _plain(before) == _plain(after) else register_text(after)


def _plain(register: AddressRegister) -> tuple[Mapping[str, PublishedAddress], Mapping[str, date]]:
    return dict(register.addresses), dict(register.waiting)


def _values(address: PublishedAddress) -> str:
    parts = [f"first: {address.first.isoformat()}"]
    parts += [f"entry: {_quoted(address.entry)}"] if address.entry else []
    parts += [f'mark: "{address.mark}"'] if address.mark else []
    parts += [f"language: {address.language}"] if address.language else []
    parts += ["printed: true"] if address.printed else []
    return "{" + ", ".join(parts) + "}"


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
