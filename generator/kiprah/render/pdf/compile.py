"""Compiler of documents: values into PDF/UA-1 and PDF/A-2a, the same bytes for the same content."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kiprah.typeset import font_file
from kiprah.typeset.fonts import face_of

STANDARDS = ["a-2a", "ua-1"]
"""Checked by typst itself; besides, only under one of them is a missing letter an error and not an empty box."""
_TEMPLATES = Path(__file__).parent / "templates"
_SHIPPED = Path(__file__).parents[2] / "fonts"
_DISPLAY, _TEXT = _SHIPPED / "fraunces" / "Fraunces.ttf", _SHIPPED / "figtree" / "Figtree.ttf"
_UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u00ad\ufe0e\ufe0f")


class NoTypst(Exception):
    """The extra ``pdf`` is not installed."""


class MissingLetters(Exception):
    """Letters that no font has; a text without them would say something else."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


def pdf_bytes(
    template: str,
    values: Mapping[str, Any],
    day: str,
    fonts: Sequence[Path] = (),
    brand: Sequence[Path] = (),
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """Set a document. ``day`` (ISO) stands for the clock; ``files`` are pictures that the values name.

    Raises ``NoTypst``, and ``MissingLetters`` where no font has them; signs and emoji that none has are left out.
    """
    try:
        import typst
    except ImportError:
        raise NoTypst from None
    paths = (*brand, _TEXT, _DISPLAY, *fonts)
    coverage = _coverage(tuple((str(path), path.stat().st_mtime_ns) for path in paths))
    shown = _drawable(dict(values), coverage)
    with TemporaryDirectory(prefix="kiprah-") as folder:
        root = Path(folder)
        # typst reads nothing outside of its root, and fonts from folders alone.
        shutil.copytree(_TEMPLATES, root / "pages")
        (root / "fonts").mkdir()
        for number, path in enumerate(paths):
            shutil.copyfile(path, root / "fonts" / f"{number}{path.suffix}")
        for name, content in (files or {}).items():
            (root / "pages" / name).write_bytes(content)
        faces = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(root / "fonts")])
        shown |= _families(faces, root / "fonts", len(brand))
        compiler = typst.Compiler(
            input=str(root / "pages" / f"{template}.typ"),
            root=str(root / "pages"),
            font_paths=faces,
            ignore_system_fonts=True,
            package_path=str(root / "none"),
            package_cache_path=str(root / "none"),
        )
        moment = datetime.combine(date.fromisoformat(day), time(), UTC)
        document = compiler.compile(
            format="pdf",
            sys_inputs={"data": json.dumps(shown, ensure_ascii=False)},
            pdf_standards=STANDARDS,  # type: ignore[arg-type]
            timestamp=int(moment.timestamp()),
        )
    assert isinstance(document, bytes)
    return document


def _families(faces: Any, folder: Path, brand: int) -> dict[str, list[str]]:
    """Name the families to ask for a letter, in order: the brand's, the shipped ones, those the site brings along."""
    by_file: dict[str, str] = {}
    for info in faces.fonts():
        if info.path is not None:
            by_file.setdefault(Path(info.path).name.partition(".")[0], info.family)
    names = [by_file[key] for key in sorted(by_file, key=int)]
    own, text, display, more = names[:brand], names[brand], names[brand + 1], names[brand + 2 :]
    ordered = [list(dict.fromkeys(each)) for each in ((*own, text, display, *more), (*own, display, text, *more))]
    return {"text": ordered[0], "display": ordered[1]}


@lru_cache(maxsize=8)
def _coverage(paths: tuple[tuple[str, int], ...]) -> frozenset[int]:
    return frozenset().union(*(face_of(font_file(path)).coverage for path, _ in paths))


def _drawable(value: Any, coverage: frozenset[int]) -> Any:
    """Leave out signs that no font has, in all texts of a value. Raises ``MissingLetters``."""
    missing: dict[str, None] = {}

    def cleaned(text: str) -> str:
        kept = []
        for sign in unicodedata.normalize("NFC", text):
            if ord(sign) in coverage or sign in "\n\t ":
                kept.append(sign)
            elif unicodedata.category(sign)[0] in "LMN" and sign not in _UNSEEN:
                missing[sign] = None
        return "".join(kept)

    def walked(inner: Any) -> Any:
        if isinstance(inner, str):
            return cleaned(inner) if not inner.startswith("<svg") and not inner.startswith("<?xml") else inner
        if isinstance(inner, Mapping):
            return {name: walked(each) for name, each in inner.items()}
        if isinstance(inner, list | tuple):
            return [walked(each) for each in inner]
        return inner

    result = walked(value)
    if missing:
        raise MissingLetters("".join(missing))
    return result


def page_count(content: bytes) -> int:
    """Count the pages of a PDF."""
    import io

    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(content)).pages)


def newest_day(days: Iterable[str]) -> str:
    """Return the newest of some ISO days; what stands for the clock where there is none."""
    return max((day for day in days if day), default="2000-01-01")
