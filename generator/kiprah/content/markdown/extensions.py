"""Converters of Markdown: the library with the extensions that a text gives work to, and none besides."""

from __future__ import annotations

import html
import re
import string
from collections.abc import Callable
from functools import lru_cache, partial
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import remove_fnrefs, render_inner_html, strip_tags
from markdown.inlinepatterns import SimpleTagInlineProcessor, SubstituteTagInlineProcessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from pymdownx.magiclink import MagiclinkExtension
from pymdownx.saneheaders import SaneHeadersExtension
from pymdownx.tasklist import TasklistExtension

from kiprah.content.markdown.layout import NEEDED, LayoutExtension
from kiprah.content.private_marks import ID_END, ID_START
from kiprah.model.slug import slug_of

_STRUCK = r"(?<!~)(~~?)(?![\s~])([^~]+)(?<!\s)\1(?!~)"
_PLACEHOLDER = "\x02"
"""Where the library set something aside."""


class _HeadingIds(Treeprocessor):
    """Gives every heading an id: its own where it names one, else its words as they are read."""

    def run(self, root: Element) -> None:
        used: set[str] = set()
        for element in root.iter():
            if not re.fullmatch(r"h[1-6]", element.tag):
                continue
            base = _own_id(element) or slug_of(re.sub(r"['\u2019]", "", self._words(element)))[:60] or "bagian"
            name, number = base, 2
            while name in used:
                name, number = f"{base}-{number}", number + 1
            used.add(name)
            element.set("id", name)

    def _words(self, element: Element) -> str:
        text = "".join(element.itertext())
        if not len(element) and _PLACEHOLDER not in text and "&" not in text:
            return text
        return html.unescape(strip_tags(render_inner_html(remove_fnrefs(element), self.md)))


def _own_id(element: Element) -> str:
    """Remove the mark of a heading's own id, and return the id."""
    own = ""
    for inner in element.iter():
        for attribute in ("text", "tail"):
            value = getattr(inner, attribute)
            if value and ID_START in value:
                before, _, rest = value.partition(ID_START)
                own, _, after = rest.partition(ID_END)
                setattr(inner, attribute, before.rstrip() + after)
    return own


class _HeadingIdExtension(Extension):
    """Registers the ids of headings."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  the library's name
        md.treeprocessors.register(_HeadingIds(md), "kiprah-heading-ids", 5)


class _HardBreakExtension(Extension):
    """Registers the backslash at a line's end: it breaks the line, as two spaces do."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  the library's name
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "kiprah-hard-break", 185)


class _StrikeExtension(Extension):
    """Registers struck text: two signs as on GitHub, one as on WhatsApp."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  the library's name
        md.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "kiprah-strike", 60)


_MARKS: tuple[tuple[Callable[[], Extension], re.Pattern[str]], ...] = (
    (LayoutExtension, NEEDED),
    (TableExtension, re.compile(r"\|")),
    (partial(FootnoteExtension, BACKLINK_TITLE="{}"), re.compile(r"\[\^")),
    (DefListExtension, re.compile(r"^[ >]*:", re.M)),
    (_StrikeExtension, re.compile("~")),
    (TasklistExtension, re.compile(r"\[[ xX]\]")),
    (MagiclinkExtension, re.compile(r"(?:https?|ftp)://|www\.|@", re.I)),
    (_HardBreakExtension, re.compile(r"\\\r?\n")),
    (partial(SmartyExtension, smart_dashes=False, smart_ellipses=False), re.compile(r"[\"']")),
    (SmartyExtension, re.compile(r"--|\.\.\.")),
)
"""What each extension looks for; a text without it comes out the same without the extension, in half the time."""


_SIGNS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (("backtick",), re.compile("`")),
    (("escape",), re.compile(r"\\")),
    (
        ("reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"),
        re.compile(r"\["),
    ),
    (("autolink", "automail", "html"), re.compile("<")),
    (("entity",), re.compile("&")),
    (("not_strong", "em_strong", "em_strong2"), re.compile(r"[*_]")),
    (("linebreak",), re.compile(r"\t|  \r?\n")),
    (("html_block",), re.compile("[<&]")),
)
"""What the library's own patterns (under their names in several versions) look for; it tries each on every line."""


_INLINE = re.compile(r"[`\\\[\]<&*_~@\t\x02\x03]|://|www\.|  \n", re.I)
"""Without one of these a piece of text comes out of every inline pattern as it went in."""
_TYPOGRAPHY = re.compile(r"[\"']|--|\.\.\.")
"""The same for the patterns of quotes and dashes, which are tried in a run of their own."""


class _GuardedInlineProcessor(InlineProcessor):
    """Tries inline patterns on those pieces of text alone that could match one."""

    def __init__(self, md: markdown.Markdown, needed: re.Pattern[str]) -> None:
        super().__init__(md)
        self._needed = needed

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if not self._needed.search(data):
            return data
        handled: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
        return handled


def converter_for(text: str) -> markdown.Markdown:
    """Return the converter for all that a text holds."""
    return converter(
        tuple(mark.search(text) is not None for _, mark in _MARKS),
        tuple(sign.search(text) is not None for _, sign in _SIGNS),
    )


def full_converter() -> markdown.Markdown:
    """Return the converter that knows and tries everything; any text comes out of it as it does out of its own."""
    return _converter((True,) * len(_MARKS), (True,) * len(_SIGNS))


@lru_cache(maxsize=256)
def converter(marks: tuple[bool, ...], signs: tuple[bool, ...]) -> markdown.Markdown:
    """Make each converter once: putting it together takes as long as a page; ``reset`` forgets the page before."""
    made = _converter(marks, signs)
    made.treeprocessors.register(_GuardedInlineProcessor(made, _INLINE), "inline", 20)
    typographer = made.treeprocessors["smarty"] if marks[-1] or marks[-2] else None
    if isinstance(typographer, InlineProcessor):
        typography = _GuardedInlineProcessor(made, _TYPOGRAPHY)
        typography.inlinePatterns = typographer.inlinePatterns
        made.treeprocessors.register(typography, "smarty", 6)
    return made


def _converter(marks: tuple[bool, ...], signs: tuple[bool, ...]) -> markdown.Markdown:
    # Given as what they are: looked up by name, extensions would be searched for among all that is installed.
    extensions = [make() for (make, _), is_wanted in zip(_MARKS, marks, strict=True) if is_wanted]
    if marks[-1] and marks[-2]:
        # Quotes as well as dashes: the last one does both.
        del extensions[-2]
    extensions += [SaneListExtension(), SaneHeadersExtension(), _HeadingIdExtension()]
    made = markdown.Markdown(extensions=extensions, output_format="html")
    made.ESCAPED_CHARS = list(string.punctuation)
    for (patterns, _), is_wanted in zip(_SIGNS, signs, strict=True):
        for pattern in () if is_wanted else patterns:
            made.inlinePatterns.deregister(pattern, strict=False)
            made.preprocessors.deregister(pattern, strict=False)
    return made
