"""Markdown to safe HTML in parts: what a body says, where it links, which photos it shows."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor

from kiprah.content.sections import ID_END, ID_START
from kiprah.fields.source import Source
from kiprah.model.entry import Body, BodyLink, BodyPhoto
from kiprah.model.slug import slug_of
from kiprah.problem import Place, Problem

MAX_LETTERS = 100_000
MAX_LINES = 4_000
_MAX_IN_BLOCK = {"[": 400, "<": 400, "!": 800, "|": 4000}
_MAX_HEADINGS = 300
_MAX_INDENT = 64

_TAGS = frozenset(
    {
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
    }
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "dfn": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "li": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "details": {"open"},
}
_SCHEMES = {"http", "https", "mailto"}
_HAS_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
_ID = re.compile(r'\sid="([^"]+)"')
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s+[a-z-]+(?:=\"[^\"]*\")?)*\s*/?>")
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
_IMG = r"<img(?:\s+[a-z-]+=\"[^\"]*\")*\s*/?>"
_BLOCK_WITH_IMG = re.compile(
    rf"<(p|h[1-6]|summary)((?:\s+[a-z-]+=\"[^\"]*\")*)>((?:(?!</\1>).)*?{_IMG}(?:(?!</\1>).)*)</\1>", re.DOTALL
)
_SLOT = re.compile(rf"{_IMG}|(<a(?:\s+[a-z-]+=\"[^\"]*\")*?\s+href=\")([^\"]*)(\")")
_EMPTY = re.compile(r"^(?:\s|<br>|<a(?:\s+[a-z-]+=\"[^\"]*\")*>\s*</a>)*$")


class _HeadingIds(Treeprocessor):
    """Gives every heading an id: its own where it names one, else its words."""

    def run(self, root: Element) -> None:
        taken: set[str] = set()
        for element in root.iter():
            if not re.fullmatch(r"h[1-6]", element.tag):
                continue
            own = _take_mark(element)
            base = own or slug_of("".join(element.itertext()))[:60] or "bagian"
            name, number = base, 2
            while name in taken:
                name, number = f"{base}-{number}", number + 1
            taken.add(name)
            element.set("id", name)


def _take_mark(element: Element) -> str:
    own = ""
    for inner in element.iter():
        for attribute in ("text", "tail"):
            value = getattr(inner, attribute)
            if value and ID_START in value:
                before, _, rest = value.partition(ID_START)
                own, _, after = rest.partition(ID_END)
                setattr(inner, attribute, before.rstrip() + after)
    return own


class _Ids(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  the library's name
        md.treeprocessors.register(_HeadingIds(md), "kiprah-heading-ids", 5)


def too_heavy(text: str) -> str:
    """Name what makes a body more work than a person's text is (Markdown can take quadratic time); empty is fine."""
    if len(text) > MAX_LETTERS:
        return f"{len(text)} > {MAX_LETTERS}"
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        return f"{len(lines)} > {MAX_LINES}"
    headings = 0
    counts = dict.fromkeys(_MAX_IN_BLOCK, 0)
    totals = dict.fromkeys(_MAX_IN_BLOCK, 0)
    for line in lines:
        stripped = line.lstrip(" \t>")
        if len(line) - len(stripped) > _MAX_INDENT or line.count(">") > 200:
            return ">" * 3
        headings += stripped.startswith(("#", "===", "---"))
        if not stripped:
            counts = dict.fromkeys(_MAX_IN_BLOCK, 0)
        for sign, limit in _MAX_IN_BLOCK.items():
            number = line.count(sign)
            counts[sign] += number
            totals[sign] += number
            if counts[sign] > limit or totals[sign] > limit * 5:
                return sign * 3
    return "#" * 3 if headings > _MAX_HEADINGS else ""


def render_body(text: str, scope: str, source: Source, first_line: int) -> tuple[Body, list[Problem]]:
    """Render Markdown, sanitize the finished fragment from an allow-list, and take it apart.

    ``scope`` goes before every id, so that two bodies on one page, or a body and its page, cannot collide.
    A body that is too much work, or nested too deeply for the parser, is a problem and comes back empty.
    """
    heavy = too_heavy(text)
    if heavy:
        return Body(), [source.problem("body-too-heavy", first_line, 1, {"value": heavy})]
    if not text.strip():
        return Body(), []
    try:
        rendered = _converter_for(text).reset().convert(text)
    except RecursionError:
        return Body(), [source.problem("body-too-heavy", first_line, 1, {"value": "> > >"})]
    return _parts(_sanitized(rendered, scope), source, first_line)


_MARKS: tuple[tuple[Callable[[], Extension], re.Pattern[str]], ...] = (
    (TableExtension, re.compile(r"\|")),
    (FootnoteExtension, re.compile(r"\[\^")),
    (DefListExtension, re.compile(r"^[ ]*:", re.M)),
    (FencedCodeExtension, re.compile(r"```|~~~")),
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


def _converter_for(text: str) -> markdown.Markdown:
    return _converter(
        tuple(mark.search(text) is not None for _, mark in _MARKS),
        tuple(sign.search(text) is not None for _, sign in _SIGNS),
    )


@lru_cache(maxsize=256)
def _converter(marks: tuple[bool, ...], signs: tuple[bool, ...]) -> markdown.Markdown:
    """Make each converter once: putting it together takes as long as a page; ``reset`` forgets the page before."""
    # Given as what they are: looked up by name, extensions would be searched for among all that is installed.
    extensions = [make() for (make, _), is_wanted in zip(_MARKS, marks, strict=True) if is_wanted]
    if marks[-1] and marks[-2]:
        # Quotes as well as dashes: the last one does both.
        del extensions[-2]
    converter = markdown.Markdown(extensions=[*extensions, SaneListExtension(), _Ids()], output_format="html")
    for (patterns, _), is_wanted in zip(_SIGNS, signs, strict=True):
        for pattern in () if is_wanted else patterns:
            converter.inlinePatterns.deregister(pattern, strict=False)
            converter.preprocessors.deregister(pattern, strict=False)
    return converter


def _sanitized(rendered: str, scope: str) -> str:
    def keep(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "id":
            bare = slug_of(value)
            return f"{scope}-{bare}" if bare else None
        if attribute == "href":
            return _kept_address(value.strip(), scope)
        if attribute == "dir" and value not in ("ltr", "rtl", "auto"):
            return None
        if attribute == "lang" and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
            return None
        if attribute in ("start", "colspan", "rowspan") and not re.fullmatch(r"[1-9]\d{0,2}", value):
            return None
        if attribute == "scope" and value not in ("row", "col"):
            return None
        if attribute == "datetime" and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
            return None
        return value if tag else None

    safe = nh3.clean(
        rendered,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes=_SCHEMES,
        link_rel="noopener",
        strip_comments=True,
    )
    # A page has one first heading, its own; a body's headings begin below it.
    if "<h1" in safe:
        safe = re.sub(r"<(/?)h([1-5])(?=[ >])", lambda m: f"<{m[1]}h{int(m[2]) + 1}", safe)
    return safe


def _kept_address(value: str, scope: str) -> str | None:
    if value.startswith("#"):
        bare = slug_of(unquote(value[1:]))
        return f"#{scope}-{bare}" if bare else None
    if re.match(r"^[\\/]{2}", value) or "\\" in value:
        return None
    return value


def _parts(safe: str, source: Source, first_line: int) -> tuple[Body, list[Problem]]:
    problems: list[Problem] = []
    lifted = _BLOCK_WITH_IMG.sub(_lift_photos, safe) if "<img" in safe else safe
    ids = frozenset(_ID.findall(safe))
    parts: list[str | BodyLink | BodyPhoto] = []
    position = 0
    for match in _SLOT.finditer(lifted):
        if match[1] is None:
            parts.append(lifted[position : match.start()])
            parts.extend(_photo(match[0], source, first_line))
        else:
            address = html.unescape(match[2])
            if address.startswith("#"):
                problems.extend(_dead_anchor(address[1:], ids, source, first_line))
                continue
            if _HAS_SCHEME.match(address):
                continue
            target, _, anchor = address.partition("#")
            target = unquote(target)
            parts.append(lifted[position : match.start()] + match[1])
            parts.append(BodyLink(target, anchor, _spot(source, match[2], target, first_line)))
            parts.append(match[3])
        position = match.end()
    parts.append(lifted[position:])
    return Body(tuple(_joined(parts)), plain_text(safe), source.path), problems


def _dead_anchor(anchor: str, ids: frozenset[str], source: Source, first_line: int) -> Iterable[Problem]:
    """Find a link to a heading that the body it stands in does not have."""
    if anchor in ids:
        return
    scope, _, bare = anchor.partition("-")
    near = difflib.get_close_matches(anchor, sorted(ids), 1, 0.6)
    values = {"anchor": bare, "file": source.path, "nearest": "#" + near[0].removeprefix(f"{scope}-") if near else ""}
    place = _spot(source, f"#{bare}", first_line)
    yield source.problem("dead-anchor", place.line, place.column, values, "warning")


def _lift_photos(match: re.Match[str]) -> str:
    # A figure may not stand inside a paragraph: a photo goes after the block it was written in.
    tag, attributes, inner = match[1], match[2], match[3]
    photos = "".join(re.findall(_IMG, inner))
    rest = re.sub(_IMG, "", inner)
    return photos if _EMPTY.match(rest) else f"<{tag}{attributes}>{rest}</{tag}>{photos}"


def _photo(tag: str, source: Source, first_line: int) -> Iterable[str | BodyPhoto]:
    values = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
    address, alt, caption = values.get("src", ""), values.get("alt", ""), values.get("title", "")
    if not address or address.startswith("//"):
        return
    if _HAS_SCHEME.match(address):
        # Nothing loads from another host: a remote picture becomes a link to it.
        shown = html.escape(alt or address)
        yield f'<p><a href="{html.escape(address, quote=True)}" rel="noopener">{shown}</a></p>'
        return
    name = unquote(address).removeprefix("./")
    yield BodyPhoto(name, alt, caption, _spot(source, address, name, first_line))


def _spot(source: Source, *needles_and_line: str | int) -> Place:
    *needles, first_line = needles_and_line
    lines = source.text.split("\n")
    for needle in needles:
        for number in range(int(first_line), len(lines) + 1):
            column = lines[number - 1].find(str(needle)) if needle else -1
            if column >= 0:
                return source.place(number, column + 1)
    return source.place(int(first_line), 1)


def _joined(parts: Iterable[str | BodyLink | BodyPhoto]) -> Iterable[str | BodyLink | BodyPhoto]:
    kept = ""
    for part in parts:
        if isinstance(part, str):
            kept += part
            continue
        if kept:
            yield kept
        kept = ""
        yield part
    if kept:
        yield kept


def plain_text(safe: str) -> str:
    """Write sanitized HTML as plain text, with one space where a block ends."""
    spaced = re.sub(r"</(?:p|h[1-6]|li|dd|dt|td|th|tr|blockquote|pre|summary)>|<br>", " ", safe)
    without_notes = re.sub(r'<sup id="[^"]*fnref[^"]*">.*?</sup>', "", spaced)
    return " ".join(html.unescape(_TAG.sub("", without_notes)).split())
