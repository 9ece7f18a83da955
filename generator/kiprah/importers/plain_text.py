"""Texts of other programs as plain text: their encodings, their entities, and the words that must not come in."""

from __future__ import annotations

import codecs
import html
import re

_TELEPHONE = re.compile(r"(?<![\w/.-])(?:\+\d{1,3}|\(?0|62)[\d ().\u2011-]{7,18}\d(?![\w-])")
_LEAST_DIGITS = 9
"""Minimum number of digits: ``08.30 - 10.00`` is no telephone number."""
_PRIVATE = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<!\w)@[\w.]{2,40}"),
    re.compile(r"(?<!\d)\d{16}(?!\d)"),
)
"""Patterns of e-mail addresses, mentions, numbers of identity cards."""
_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\x00]")


def decoded_text(data: bytes) -> str:
    """Decode a text: UTF-8, UTF-16 by its mark, else the Windows encoding that old programs write."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def mended_text(text: str) -> str:
    """Mend text that was written as UTF-8 and read as Latin-1, as Meta's archives are; any other stays as it is."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def without_private(text: str) -> str:
    """Take e-mail addresses, telephone numbers, mentions and numbers of identity cards out of a text."""
    for pattern in _PRIVATE:
        text = pattern.sub("\u2026", text)
    return _TELEPHONE.sub(lambda match: "\u2026" if _digits(match[0]) >= _LEAST_DIGITS else match[0], text)


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def plain_line(text: str, longest: int = 160) -> str:
    """Return one line of plain text, without what must not come in; signs stand for themselves."""
    line = " ".join(without_private(_UNSEEN.sub("", text)).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "\u2026"


def clean_line(text: str, longest: int = 160) -> str:
    """Return one line of a text whose signs may be written as entities."""
    return plain_line(html.unescape(text), longest)


def plain_paragraphs(text: str) -> str:
    """Return plain text of several lines as Markdown that says the same, without what must not come in."""
    from kiprah.authoring.members.export_reader import markdown_of

    return markdown_of(without_private(_UNSEEN.sub("", text)).replace("\r\n", "\n").replace("\r", "\n"))


def clean_paragraphs(text: str) -> str:
    """Return several lines of a text whose signs may be written as entities, as Markdown."""
    return plain_paragraphs(html.unescape(text))


def first_words(text: str, longest: int = 60) -> str:
    """Make a title of the first line of a text, cut at a word."""
    line = clean_line(re.sub(r"#\w+", "", text.strip().split("\n", 1)[0]), 400).strip(" .,:;-")
    if len(line) <= longest:
        return line
    return line[: longest + 1].rpartition(" ")[0].rstrip(" .,:;-") or line[:longest]
