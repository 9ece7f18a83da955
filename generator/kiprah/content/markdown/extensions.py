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
from pymdownx.saneheaders import SaneHeadersExtension
from pymdownx.tasklist import TasklistExtension

from kiprah.content.markdown.layout import NEEDED, LayoutExtension
from kiprah.content.private_marks import ID_END, ID_START
from kiprah.model.slug import slug_of

_STRUCK = r"(?<!~)(~~?)(?![\s~])([^~]+)(?<!\s)\1(?!~)"
_PLACEHOLDER = "\x02"
"""Mark that stands where the library set something aside."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class _HeadingIds(Treeprocessor):
    """Gives every heading an id: its own where it names one, else its words as they are read."""

    def run(self, root: Element) -> None:
        used: set[str] = set()
        for element in root.iter():
            if element.tag not in _HEADINGS:
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


def _holds(*literals: str) -> Callable[[str], bool]:
    """Look for any of these; Python finds a literal ten times as fast as a pattern of it."""

    def holds(text: str) -> bool:
        for literal in literals:  # noqa: SIM110  a generator costs more than the search
            if literal in text:
                return True
        return False

    return holds


def _holds_layout(text: str) -> bool:
    return NEEDED.search(text) is not None


_DEFINITION = re.compile(r"^[ >]*:", re.M)


def _holds_definition(text: str) -> bool:
    return ":" in text and _DEFINITION.search(text) is not None


def _magic_links() -> Extension:
    # Loaded where a text holds an address: it brings along all that opens connections.
    from pymdownx.magiclink import MagiclinkExtension

    made: Extension = MagiclinkExtension()
    return made


_ADDRESS = re.compile("(?:https?|ftps?)://", re.I)


def _holds_address(text: str) -> bool:
    return "@" in text or "www." in text.lower() or ("://" in text and _ADDRESS.search(text) is not None)


_MARKS: tuple[tuple[Callable[[], Extension], Callable[[str], bool]], ...] = (
    (LayoutExtension, _holds_layout),
    (TableExtension, _holds("|")),
    (partial(FootnoteExtension, BACKLINK_TITLE="{}"), _holds("[^")),
    (DefListExtension, _holds_definition),
    (_StrikeExtension, _holds("~")),
    (TasklistExtension, _holds("[ ]", "[x]", "[X]")),
    (_magic_links, _holds_address),
    (_HardBreakExtension, _holds("\\\n", "\\\r\n")),
    (partial(SmartyExtension, smart_dashes=False, smart_ellipses=False), _holds('"', "'")),
    (SmartyExtension, _holds("--", "...")),
)
"""Extensions, each with a test for its marks; a text without them comes out the same without it, in half the time."""


_SIGNS: tuple[tuple[tuple[str, ...], Callable[[str], bool]], ...] = (
    (("backtick",), _holds("`")),
    (("escape",), _holds("\\")),
    (("reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref"), _holds("[")),
    (("autolink", "automail", "html"), _holds("<")),
    (("entity",), _holds("&")),
    (("not_strong", "em_strong", "em_strong2"), _holds("*", "_")),
    (("linebreak",), _holds("\t", "  \n", "  \r\n")),
    (("html_block",), _holds("<", "&")),
)
"""Names of the library's own patterns in several versions, with a test for their signs; it tries each on every line."""


_has_inline = _holds("`", "\\", "[", "]", "<", ">", "&", "*", "_", "~", "@", "\t", "\x02", "\x03", "  \n")


def _may_hold_inline(piece: str) -> bool:
    """Say whether a piece of text can come out of the inline patterns otherwise than it went in."""
    return _has_inline(piece) or "://" in piece or "www." in piece.lower()


_may_hold_typography = _holds("'", '"', "--", "...")
"""The same for the patterns of quotes and dashes, which are tried in a run of their own."""

_ALWAYS = ("",)
_LITERALS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "kiprah-hard-break": ("\\\n",),
    "escape": ("\\",),
    "footnote": ("[^",),
    **dict.fromkeys(("reference", "link", "short_reference"), ("[",)),
    **dict.fromkeys(("image_link", "image_reference", "short_image_ref"), ("![",)),
    **dict.fromkeys(("autolink", "automail", "html"), ("<",)),
    "linebreak": ("  \n",),
    "magic-mail": ("@",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
    "kiprah-strike": ("~",),
    **dict.fromkeys((f"smarty-quotes-{number}" for number in range(15)), ("'", '"')),
}
"""Texts one of which an inline pattern needs to match, by its name; a pattern not named is tried on every piece."""


class _GuardedInlineProcessor(InlineProcessor):
    """Tries inline patterns on those pieces of text alone that could match one, and of these only what could match."""

    def __init__(self, md: markdown.Markdown, needed: Callable[[str], bool]) -> None:
        super().__init__(md)
        self._needed = needed
        self._literals: dict[int, tuple[str, ...]] = {}

    def guard(self) -> None:
        """Learn what each pattern needs, once all of them are registered."""
        for name, literals in _LITERALS.items():
            if name in self.inlinePatterns:
                self._literals[id(self.inlinePatterns[name])] = literals

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        if not self._needed(data):
            return data
        handled: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
        return handled

    def _InlineProcessor__applyPattern(  # noqa: N802
        self,
        pattern: object,
        data: str,
        patternIndex: int,  # noqa: N803
        startIndex: int = 0,  # noqa: N803
    ) -> tuple[str, bool, int]:
        for literal in self._literals.get(id(pattern), _ALWAYS):
            if literal in data:
                applied: tuple[str, bool, int] = super()._InlineProcessor__applyPattern(  # type: ignore[misc]
                    pattern, data, patternIndex, startIndex
                )
                return applied
        return data, False, 0


_BLOCK_LITERALS: dict[str, Callable[[str], bool]] = {
    "hashheader": _holds("#"),
    "quote": _holds(">"),
    "hr": _holds("*", "-", "_"),
    "reference": _holds("]:"),
}
"""The same for blocks: what a block must hold for these of the library's processors to have work in it."""


def _guarded(test: Callable[[Element, str], bool], may_hold: Callable[[str], bool]) -> Callable[[Element, str], bool]:
    return lambda parent, block: may_hold(block) and test(parent, block)


def converter_for(text: str) -> markdown.Markdown:
    """Return the converter for all that a text holds."""
    return converter(
        tuple([holds(text) for _, holds in _MARKS]),
        tuple([holds(text) for _, holds in _SIGNS]),
    )


@lru_cache(maxsize=256)
def converter(marks: tuple[bool, ...], signs: tuple[bool, ...]) -> markdown.Markdown:
    """Make each converter once: putting it together takes as long as a page; ``reset`` forgets the page before."""
    made = _converter(marks, signs)
    for name, may_hold in _BLOCK_LITERALS.items():
        processor = made.parser.blockprocessors[name]
        vars(processor)["test"] = _guarded(processor.test, may_hold)
    inline = _GuardedInlineProcessor(made, _may_hold_inline)
    inline.guard()
    made.treeprocessors.register(inline, "inline", 20)
    typographer = made.treeprocessors["smarty"] if marks[-1] or marks[-2] else None
    if isinstance(typographer, InlineProcessor):
        typography = _GuardedInlineProcessor(made, _may_hold_typography)
        typography.inlinePatterns = typographer.inlinePatterns
        typography.guard()
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
