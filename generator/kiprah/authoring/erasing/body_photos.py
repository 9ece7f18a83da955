"""Photos in bodies: which files a Markdown text shows, and the text without some of them."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from msgspec import Struct

_WORDS = r"(?:\\.|[^\[\]\\]|\[(?:\\.|[^\[\]\\])*\])*"
_TARGET = r"<[^<>\n]*>|(?:\\.|[^()\n\\]|\([^()\n]*\))*?"
_TITLE = r"(?:[ \t\n]+(?:\"[^\"]*\"|'[^']*'))?"
_IMAGE = re.compile(rf"!\[({_WORDS})\]\([ \t]*({_TARGET}){_TITLE}[ \t]*\)(?:\{{[^{{}}\n]*\}})?")
_LINK = re.compile(
    rf"(?<!!)\[{_WORDS}\]\([ \t]*({_TARGET}){_TITLE}[ \t]*\)|^ {{0,3}}\[[^\]\n]+\]:[ \t]*(\S+)", re.MULTILINE
)
_BARE = re.compile(r"(?:https?://|www\.|mailto:)[^\s<>()\[\]]+|(?:src|href)=(?:\"[^\"]*\"|'[^']*')")
_BLANK = re.compile(r"[ \t]*(?:\r\n|\r|\n)")


class ShownPhoto(Struct, frozen=True):
    """A photo that a body shows."""

    file: str
    """Path relative to the site's folder."""
    alt: str
    start: int
    end: int


def shown_photos(body: str, folder: str) -> Iterator[ShownPhoto]:
    """Find the photos that a body shows, whose files are named from ``folder``."""
    for match in _IMAGE.finditer(body):
        yield ShownPhoto(file_named(match[2], folder), html.unescape(match[1]), match.start(), match.end())


def linked_files(text: str, folder: str) -> Iterator[tuple[int, str]]:
    """Find what a text links to, with where the link begins: files, and pages of the site, from its root."""
    for match in _LINK.finditer(text):
        target = match[1] or match[2] or ""
        if target and "://" not in target:
            yield match.start(), file_named(target, folder)


def address_spans(body: str) -> list[tuple[int, int]]:
    """Return from where to where addresses stand in a body: of links, of photos, and bare ones."""
    spans = [match.span(group) for match in _LINK.finditer(body) for group in (1, 2) if match[group]]
    spans += [match.span(2) for match in _IMAGE.finditer(body)]
    return spans + [match.span() for match in _BARE.finditer(body)]


def file_named(target: str, folder: str) -> str:
    """Return which file of the site an address in a text names."""
    bare = target.strip().removeprefix("<").removesuffix(">")
    plain = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", html.unescape(unquote(bare)))
    path = plain.partition("#")[0].partition("?")[0]
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path)
    return unicodedata.normalize("NFC", posixpath.normpath(joined))


def without_photos(body: str, folder: str, is_erased: Callable[[str], bool]) -> str:
    """Return a body without the photos whose files go; a line that showed nothing else goes whole."""
    for photo in reversed([one for one in shown_photos(body, folder) if is_erased(one.file)]):
        start, end = photo.start, photo.end
        line = max(body.rfind("\n", 0, start), body.rfind("\r", 0, start)) + 1
        behind = _BLANK.match(body, end)
        if not body[line:start].strip() and (behind or not body[end:].strip()):
            start, end = line, behind.end() if behind else len(body)
            # One of the two blank lines around it is enough.
            above = body[:start].endswith(("\n\n", "\r\n\r\n", "\r\r")) or not start
            if above and (blank := _BLANK.match(body, end)):
                end = blank.end()
        body = body[:start] + body[end:]
    return body
