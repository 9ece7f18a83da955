"""Parser of paths dropped onto a terminal, which each terminal writes in its own way."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kiprah.cache.stat_index import is_never_published
from kiprah.model.photo import PHOTO_ENDINGS

_PASTED = re.compile("\x1b\\[20[01]~")
"""Pattern of the marks that a terminal puts around a paste."""


def dropped_paths(line: str, *, windows: bool = os.name == "nt") -> tuple[str, ...]:
    """Take a line apart into paths: quoted, with escaped spaces, or as ``file:`` addresses.

    A backslash escapes, except on Windows, where it stands between folders. An apostrophe inside a word, as in
    ``Ibu's photo.jpg`` typed by hand, is only an apostrophe.
    """
    paths: list[str] = []
    path, quote, begun = "", "", False
    text = _PASTED.sub("", line).strip()
    place = 0
    while place < len(text):
        letter = text[place]
        place += 1
        if quote:
            if letter == quote:
                quote = ""
            elif letter == "\\" and quote == '"' and not windows and text[place : place + 1] in ("\\", '"', "$", "`"):
                path += text[place]
                place += 1
            else:
                path += letter
        elif letter.isspace():
            paths += [path] if begun else []
            path, begun = "", False
        else:
            begun = True
            if letter in "\"'" and text.find(letter, place) >= 0 and (not path or _is_escaped_quote(text, place - 1)):
                quote = letter
            elif letter == "\\" and not windows and place < len(text):
                path += text[place]
                place += 1
            else:
                path += letter
    return tuple(_plain(one) for one in [*paths, *([path] if begun else [])])


def _is_escaped_quote(text: str, quote: int) -> bool:
    """Say whether a quote in the middle of a word belongs to the shell: ``'Ibu'\\''s photo.jpg'``."""
    return text[quote - 1] in "'\"" or text[max(0, quote - 2) : quote] == "\\'"


def _plain(path: str) -> str:
    if path.casefold().startswith("file:"):
        plain = unquote(urlsplit(path).path)
        return plain[1:] if re.match(r"/[A-Za-z]:", plain) else plain
    try:
        return str(Path(path).expanduser()) if path.startswith("~") else path
    except RuntimeError:  # nobody of that name lives here
        return path


def photo_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files meant: a folder stands for the photos in it, and a pattern for what fits it."""
    files: list[Path] = []
    for path in paths:
        if _is(path, Path.is_dir):
            files += sorted(file for file in path.iterdir() if _is_photo_name(file.name))
        elif re.search(r"[*?\[]", path.name) and not _is(path, Path.exists):
            # Not every shell writes *.jpg out.
            matches = sorted(file for file in path.parent.glob(path.name) if not is_never_published(file.name))
            files += matches or [path]
        else:
            files.append(path)
    return tuple(dict.fromkeys(files))


def _is(path: Path, what: Callable[[Path], bool]) -> bool:
    try:
        return what(path)
    except (OSError, ValueError):  # longer than any path may be, in a folder one may not enter, or no path at all
        return False


def _is_photo_name(name: str) -> bool:
    return name.casefold().endswith(PHOTO_ENDINGS) and not is_never_published(name)


def line_of_photos(line: str) -> tuple[Path, ...]:
    """Read a pasted line as the photos it names; a line that is one path as it stands is that path."""
    whole = _PASTED.sub("", line).strip()
    if whole and _is(Path(whole), Path.exists):
        return photo_files([Path(whole)])
    return photo_files(Path(path) for path in dropped_paths(line))
