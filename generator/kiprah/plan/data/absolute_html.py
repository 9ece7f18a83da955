"""Rich text outside its page: every address written out, pictures as figures, or as plain text."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from kiprah.catalog import words
from kiprah.plan.addresses.routes import absolute, url_quoted
from kiprah.plan.views.text import Link, Picture, Rich

_OPEN_ANCHOR = re.compile(r"(<a(?:\s+[a-z-]+=\"[^\"]*\")*?\s+href=\")(#)")
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s+[a-z-]+(?:=\"[^\"]*\")?)*\s*/?>")
_FOOTNOTE_SIGN = re.compile(r"<sup id=\"[^\"]*fnref[^\"]*\">.*?</sup>|<a [^>]*fnref[^>]*>\u21a9</a>", re.DOTALL)
_PARAGRAPH_END = re.compile(r"</(?:p|h[1-6]|blockquote|pre|ul|ol|dl|table|details|div)>")
_LINE_END = re.compile(r"</(?:li|dt|dd|tr|summary|figcaption)>|<br>")


def address_of(url: str, link: Link) -> str:
    """Write a link absolutely; without the site's address, relative to the site's root."""
    if url:
        return absolute(url, link)
    anchor = f"#{quote(link.anchor)}" if link.anchor else ""
    return (url_quoted(link.path) or "./") + anchor


def html_of(rich: Rich | None, url: str, page: Link, language: str) -> str:
    """Write rich text as HTML that can be read anywhere; ``page`` is where its own anchors stand."""
    if rich is None:
        return ""
    here = html.escape(address_of(url, page), quote=True)
    written = []
    for part in rich.parts:
        if isinstance(part, str):
            written.append(_OPEN_ANCHOR.sub(lambda match: f"{match[1]}{here}#", part) if '"#' in part else part)
        elif isinstance(part, Link):
            written.append(html.escape(address_of(url, part), quote=True))
        else:
            written.append(figure_of(part, url, language))
    return "".join(written)


def figure_of(picture: Picture, url: str, language: str) -> str:
    """Write a picture as a figure in its middle size, with caption and credit."""
    source = html.escape(address_of(url, picture.fallback), quote=True)
    credit = words(language, "data").say("photo.credit", name=picture.credit) if picture.credit else ""
    below = ". ".join(part.rstrip(".") if credit else part for part in (picture.caption, credit) if part)
    caption = f"<figcaption>{html.escape(below)}</figcaption>" if below else ""
    lang = f' lang="{html.escape(picture.language, quote=True)}"' if picture.language else ""
    return f'<figure{lang}><img src="{source}" alt="{html.escape(picture.alt, quote=True)}">{caption}</figure>'


def plain_text_of(rich: Rich | None) -> str:
    """Write rich text as plain text: paragraphs apart by an empty line, no pictures, no addresses."""
    if rich is None:
        return ""
    joined = "".join(part for part in rich.parts if isinstance(part, str))
    if "fnref" in joined:
        joined = _FOOTNOTE_SIGN.sub("", joined)
    marked = _LINE_END.sub("\n", _PARAGRAPH_END.sub("\n\n", _single_spaced(joined)))
    plain = html.unescape(_TAG.sub("", marked))
    lines = "\n".join([_single_spaced(line) for line in plain.split("\n")])
    while "\n\n\n" in lines:
        lines = lines.replace("\n\n\n", "\n\n")
    return lines.strip()


def _single_spaced(text: str) -> str:
    """Write one space for any run of white space, as ``" ".join(text.split())`` does, which is slow for long texts."""
    text = text.replace("\n", " ")
    if not text.isprintable():
        # There is other white space than plain spaces, or a control character.
        return " ".join(text.split())
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")
