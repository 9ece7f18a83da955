"""Formats of a review: text for a terminal, Markdown for a pull request's comment, one local page with pictures."""

from __future__ import annotations

import html
import re
import unicodedata
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from kiprah.authoring.archives.archive import read_regular
from kiprah.authoring.photos.small_picture import small_picture
from kiprah.authoring.review.document import Document, ReviewStyle
from kiprah.authoring.review.findings import PhotoFinding, Review
from kiprah.imaging.decode import MAX_PHOTO_BYTES

MARKDOWN_BYTES = 60_000
"""Maximum bytes of a review as Markdown: a comment of a pull request takes 65,536 letters."""
_THUMBNAIL = (320, 320)
_PICTURES = 1_000
"""Maximum number of pictures on a page; of the rest only the words are shown."""
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"})


def shown_letters(text: str) -> str:
    """Write what nobody sees, or what turns a line around, so that it is seen."""
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in _OBEYED and c != "\u200d" else c for c in text)


def defused(text: str) -> str:
    """Part the signs that begin a mention, a picture, a link or HTML, should a text ever leave its code."""
    return re.sub(r"(@|<|!(?=\[)|\](?=\())", "\\1\u200b", text)


class TextStyle:
    """Plain lines for a terminal."""

    def quoted(self, text: str) -> str:
        """Write it so that no terminal obeys it."""
        return shown_letters(" ".join(text.split("\n")))

    def heading(self, level: int, text: str) -> str:
        """Leave room before it."""
        return f"{text}\n" if level == 1 else f"\n{text}\n"

    def paragraph(self, text: str) -> str:
        """Write one line."""
        return f"{text}\n"

    def item(self, text: str, *, below: bool = False) -> str:
        """Set it in."""
        return f"{'    ' if below else '  '}{text}\n"

    def lines(self, marked: Sequence[tuple[str, str]], more: str) -> str:
        """Set them in further."""
        shown = "".join(f"      {mark} {self.quoted(line)}\n" for mark, line in marked)
        return f"{shown}      {more}\n" if more else shown

    def photo(self, photo: PhotoFinding, text: str) -> str:
        """Write the words alone."""
        return f"    {text}\n"


class MarkdownStyle:
    """Markdown in which members' texts are code: no mention, link, picture or HTML comes out of code."""

    def quoted(self, text: str) -> str:
        """Write a code span whose fence is longer than any in the text."""
        shown = defused(shown_letters(" ".join(text.split())))
        fence = "`" * (_longest_fence(shown) + 1)
        # Spaces keep a text apart that begins or ends with the sign itself; Markdown takes them away again.
        room = " " if shown.startswith("`") or shown.endswith("`") else ""
        return f"{fence}{room}{shown}{room}{fence}" if shown else "` `"

    def heading(self, level: int, text: str) -> str:
        """Write a heading below those of the page."""
        return f"\n{'#' * (level + 1)} {text}\n\n"

    def paragraph(self, text: str) -> str:
        """Write a paragraph."""
        return f"{text}\n\n"

    def item(self, text: str, *, below: bool = False) -> str:
        """Write an item."""
        return f"{'  ' if below else ''}- {text}\n"

    def lines(self, marked: Sequence[tuple[str, str]], more: str) -> str:
        """Write a fenced block, coloured as a difference is."""
        shown = [f"{mark} {defused(shown_letters(line))}" for mark, line in marked]
        fence = "`" * max(3, _longest_fence("\n".join(shown)) + 1)
        block = "".join(f"  {line}\n" for line in (f"{fence}diff", *shown, fence))
        return f"\n{block}\n  {more}\n" if more else f"\n{block}\n"

    def photo(self, photo: PhotoFinding, text: str) -> str:
        """Write the words alone: a picture of a comment would have to be published."""
        return f"  - {text}\n"


class HtmlStyle:
    """One page that loads nothing: pictures stand in it, and its policy refuses all else."""

    def __init__(self) -> None:
        self._pictures = 0

    def quoted(self, text: str) -> str:
        """Escape it."""
        return f"<q>{html.escape(shown_letters(text))}</q>"

    def heading(self, level: int, text: str) -> str:
        """Write a heading."""
        return f"<h{level}>{text}</h{level}>\n"

    def paragraph(self, text: str) -> str:
        """Write a paragraph."""
        return f"<p>{text}</p>\n"

    def item(self, text: str, *, below: bool = False) -> str:
        """Write an item; lists of one need no list."""
        return f'<p class="{"below" if below else "item"}">{text}</p>\n'

    def lines(self, marked: Sequence[tuple[str, str]], more: str) -> str:
        """Write lines with what was added and what went."""
        names = {"+": "ins", "-": "del"}
        shown = (f"<{names[mark]}>{html.escape(shown_letters(line))}</{names[mark]}>" for mark, line in marked)
        return f'<div class="lines">{"".join(shown)}{html.escape(more)}</div>\n'

    def photo(self, photo: PhotoFinding, text: str) -> str:
        """Write the picture with its words."""
        picture = _picture(photo.source) if self._pictures < _PICTURES else ""
        self._pictures += bool(picture)
        return f'<figure class="{photo.people or "unsaid"}">{picture}<figcaption>{text}</figcaption></figure>\n'


def _longest_fence(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _picture(source: Path) -> str:
    try:
        data = read_regular(source, MAX_PHOTO_BYTES)
    except OSError:
        return ""
    small = small_picture(data, _THUMBNAIL, "JPEG")
    return f'<img src="data:image/jpeg;base64,{b64encode(small).decode()}" alt="">' if small is not None else ""


_PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }}
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
h1, h2 {{ line-height: 1.25; }}
h2 {{ margin-top: 3rem; border-top: 1px solid; padding-top: 1rem; }}
p.item {{ margin: .4rem 0; }}
q {{ font-weight: 600; overflow-wrap: anywhere; quotes: none; }}
p.below {{ margin: .2rem 0 .2rem 1.5rem; }}
.lines {{ white-space: pre-wrap; overflow-wrap: anywhere; }}
.lines {{ border-left: 3px solid; padding-left: 1rem; margin: .5rem 0; }}
.lines ins, .lines del {{ display: block; }}
.lines ins {{ text-decoration: none; }}
.lines ins::before {{ content: "+ "; }}
.lines del::before {{ content: "\2212 "; }}
figure {{ display: inline-block; vertical-align: top; width: 20rem; max-width: 100%; margin: .5rem 1rem .5rem 0; }}
figure img {{ max-width: 100%; border: 3px solid transparent; }}
figure.minors img {{ border-color: #c2410c; }}
</style>
<body>
{body}</body>
</html>
"""


def as_text(review: Review, language: str) -> str:
    """Write a review for a terminal."""
    return _whole(review, TextStyle(), language)


def as_html(review: Review, language: str) -> str:
    """Write a review as one page with the pictures, to be looked at on this machine."""
    body = _whole(review, HtmlStyle(), language)
    return _PAGE.format(language=html.escape(language), title=html.escape(review.title or "kiprah"), body=body)


def as_markdown(review: Review, language: str, most: int = MARKDOWN_BYTES) -> str:
    """Write a review that fits a pull request's comment: the worst in full, of the rest who it is."""
    document = Document(review, MarkdownStyle(), language)
    parts = [document.head().lstrip("\n")]
    left = most - len(parts[0].encode()) - len(document.cut_off(len(review.members)).encode())
    for number, one in enumerate(review.members):
        for text in (document.member(one), document.member_head(one)):
            if (size := len(text.encode())) <= left:
                parts.append(text)
                left -= size
                break
        else:
            parts.append(document.cut_off(len(review.members) - number))
            break
    return "".join(parts)


def _whole(review: Review, style: ReviewStyle, language: str) -> str:
    document = Document(review, style, language)
    return "".join((document.head(), *(document.member(one) for one in review.members)))
