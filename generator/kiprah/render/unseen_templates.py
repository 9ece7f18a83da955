"""Static check of templates: what no page ever shows of a theme, what extends itself, and what is not there.

Only what is certain is said. A template that chooses by a value what it extends or includes may show anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache

from jinja2 import Environment, meta, nodes
from msgspec import Struct

from kiprah.plan.pages.page_outputs import TEMPLATES
from kiprah.problem import Place, Problem
from kiprah.render.list_items import MACROS
from kiprah.template_references import template_path
from kiprah.theme import Theme


def unseen_templates(theme: Theme) -> tuple[Problem, ...]:
    """List the blocks that take no other's place, the files that nothing draws, and what extends itself."""
    parsed = {name: _parsed(text) for name, text in theme.templates}
    return (
        *_missing(theme, parsed),
        *_circles(theme, parsed),
        *_unknown_blocks(theme, parsed),
        *_unused_files(theme, parsed),
    )


class _Parsed(Struct, frozen=True):
    """Structure of one template by itself, whatever stands beside it."""

    extends: str | None
    """The template it extends; empty where it stands alone, None where a value decides."""
    line: int
    """Line where it says so; 0 where it stands alone."""
    blocks: frozenset[str]
    """Names of all blocks it has, wherever they stand."""
    overriding: tuple[tuple[int, str], ...]
    """Line and name of the blocks that only show in another's place."""
    called: frozenset[str] | None
    """The blocks it shows by name (``self.menu()``); None where a value decides."""
    references: frozenset[str | None]
    """Names of the templates it extends, includes and imports; None where a value decides."""
    needed: tuple[tuple[int, str], ...]
    """Line and name of what it cannot do without."""


@lru_cache(maxsize=256)
def _parsed(text: str) -> _Parsed:
    """Look at one template; where a preview follows its author, at the edited one alone."""
    tree = Environment(autoescape=True).parse(text)
    extends = tuple(tree.find_all(nodes.Extends))
    parent: str | None = ""
    if extends:
        # What stands in a condition, or twice, is for the page to decide.
        name = extends[0].template if len(extends) == 1 and extends[0] in tree.body else None
        parent = name.value if isinstance(name, nodes.Const) and isinstance(name.value, str) else None
    return _Parsed(
        parent,
        extends[0].lineno if extends else 0,
        frozenset(block.name for block in tree.find_all(nodes.Block)),
        tuple(_overriding(tree.body)) if parent else (),
        _called(tree),
        frozenset(meta.find_referenced_templates(tree)),
        tuple(_needed(tree.body)),
    )


def _needed(body: Iterable[nodes.Node]) -> Iterator[tuple[int, str]]:
    """Name what must be there: a condition may never come true; a list and ``ignore missing`` are content without."""
    for node in body:
        if isinstance(node, nodes.Block):
            yield from _needed(node.body)
        elif isinstance(node, nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport):
            name = node.template
            without = isinstance(node, nodes.Include) and node.ignore_missing
            if isinstance(name, nodes.Const) and isinstance(name.value, str) and not without:
                yield node.lineno, name.value


def _overriding(body: Iterable[nodes.Node]) -> Iterator[tuple[int, str]]:
    """Name the outermost blocks, in a condition too.

    A block in another is shown with it, and one in a macro where that is called.
    """
    for node in body:
        if isinstance(node, nodes.Block):
            yield node.lineno, node.name
        elif isinstance(node, nodes.If):
            yield from _overriding([*node.body, *node.elif_, *node.else_])


def _called(tree: nodes.Template) -> frozenset[str] | None:
    """Name the blocks that are shown by a name after ``self``; None where ``self`` is used in any other way."""
    names = [node.attr for node in tree.find_all(nodes.Getattr) if _is_self(node.node)]
    items = [node.arg for node in tree.find_all(nodes.Getitem) if _is_self(node.node)]
    names += [str(item.value) for item in items if isinstance(item, nodes.Const)]
    uses = sum(_is_self(node) for node in tree.find_all(nodes.Name))
    return frozenset(names) if len(names) == uses else None


def _is_self(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "self"


def _missing(theme: Theme, parsed: dict[str, _Parsed]) -> Iterator[Problem]:
    for full, template in sorted(parsed.items()):
        for line, name in template.needed:
            if theme.find(name) is not None:
                continue
            # A folder before the file is how other generators name a theme's.
            meant = [name.replace("/", ":", 1)] if name.replace("/", ":", 1) in parsed else []
            plain = {other.partition(":")[2] for other in parsed}
            # Who names a theme means a file of that one.
            asked = [other for other in parsed if ":" in name and other.startswith(f"{name.partition(':')[0]}:")]
            # All end alike: that alone makes nothing near.
            stems = {other.removesuffix(".html"): other for other in sorted(asked or plain)}
            near = meant or [stems[stem] for stem in get_close_matches(name.removesuffix(".html"), stems, 1)]
            source = theme.text(full).splitlines()[line - 1]
            values = {"name": name, "nearest": near[0] if near else "", "known": ", ".join(sorted(plain))}
            place = Place(template_path(full), line, source.find(name) + 1)
            yield Problem("template-missing", place, values, source=source)


def _circles(theme: Theme, parsed: dict[str, _Parsed]) -> Iterator[Problem]:
    for full, template in sorted(parsed.items()):
        met: list[str] = []
        found = theme.find(template.extends) if template.extends else None
        while found is not None and found not in met:
            met.append(found)
            wanted = parsed[found].extends
            found = theme.find(wanted) if wanted else None
        if full not in met:
            continue
        owner, _, name = full.partition(":")
        below = theme.chain[theme.chain.index(owner) + 1 :]
        nearest = next((f"{other}:{name}" for other in below if f"{other}:{name}" in parsed), "")
        source = theme.text(full).splitlines()[template.line - 1]
        place = Place(template_path(full), template.line, source.find(template.extends or "") + 1)
        yield Problem("template-circle", place, {"name": template.extends or "", "nearest": nearest}, source=source)


def _unknown_blocks(theme: Theme, parsed: dict[str, _Parsed]) -> Iterator[Problem]:
    called: set[str] = set()
    for template in parsed.values():
        if template.called is None:
            return
        called |= template.called
    for full, template in sorted(parsed.items()):
        known = _inherited(theme, full, parsed) if template.overriding else None
        if known is None:
            continue
        for line, name in template.overriding:
            if name in known or name in called:
                continue
            near = get_close_matches(name, sorted(known), 1)
            values = {"block": name, "nearest": near[0] if near else "", "known": ", ".join(sorted(known)) or "-"}
            source = theme.text(full).splitlines()[line - 1]
            column = source.find(name, source.find("block") + len("block")) + 1
            yield Problem("unknown-block", Place(template_path(full), line, column), values, source=source)


def _inherited(theme: Theme, full: str, parsed: dict[str, _Parsed]) -> frozenset[str] | None:
    """Name the blocks of all that a template extends; None where that is not certain.

    What a theme nearer to the site puts in a template's place may leave blocks out: its author chose that, and the
    extending template could not know.
    """
    known: set[str] = set()
    seen = {full}
    own = theme.chain.index(full.partition(":")[0])
    wanted = parsed[full].extends
    while wanted:
        found = theme.find(wanted)
        if found is None or found in seen or theme.chain.index(found.partition(":")[0]) < own:
            return None
        seen.add(found)
        known |= parsed[found].blocks
        wanted = parsed[found].extends
    return frozenset(known) if wanted == "" else None


def _unused_files(theme: Theme, parsed: dict[str, _Parsed]) -> Iterator[Problem]:
    referring = {full: template.references for full, template in parsed.items()}
    if any(None in references for references in referring.values()):
        return
    pages = {*TEMPLATES.values(), MACROS}
    for full in sorted(parsed):
        name = full.partition(":")[2]
        if name in pages or any({name, full} & names for other, names in referring.items() if other != full):
            continue
        known = pages | {n for names in referring.values() for n in names if n is not None and ":" not in n}
        # Endings that all share would make strangers look alike.
        stems = sorted(n.removesuffix(".html") for n in known - {name})
        near = get_close_matches(name.removesuffix(".html"), stems, 1)
        values = {"file": name, "nearest": f"{near[0]}.html" if near else "", "known": ", ".join(sorted(pages))}
        yield Problem("unused-template", Place(template_path(full)), values)
