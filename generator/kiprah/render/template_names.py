"""Static check of templates: names that nothing has, in calls of macros and functions, filters and tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from jinja2 import Environment, meta, nodes
from msgspec import Struct

from kiprah.catalog import FALLBACK, words
from kiprah.render.list_items import MACROS
from kiprah.render.template_faults import Missing, known_words, missing_name
from kiprah.render.template_filters import FILTERS, TESTS, is_link
from kiprah.theme import Theme

FUNCTIONS = frozenset(
    (
        "translate",
        "translate_plain",
        "with_language",
        "count",
        "option",
        "asset",
        "root",
        "absolute",
        "safe",
        "extra",
        "once",
    )
)
"""Names of what templates may call, beside the views."""
COMMUNITY_ASSETS = "community/"
"""Assets that only a community publishes."""
_OURS = ("m", MACROS)
"""Name by which every page imports the macros, and the template that holds them."""
_ENVIRONMENT = Environment(autoescape=True)
_GLOBALS = frozenset(_ENVIRONMENT.globals) | {"loop", "self", "super", "caller", "varargs", "kwargs"}
_WORDS = ("translate", "translate_plain")


class _Call(Struct, frozen=True):
    """A call of something by its name, which may stand behind that of an import."""

    line: int
    imported: str
    """Name of an import, ``m`` of ``m.label(...)``; or empty."""
    name: str
    keywords: tuple[str, ...]
    first: str | None
    """The first argument, where it is a text that stands there."""


class TemplateNames(Struct, frozen=True):
    """The names of one template, whatever stands beside it."""

    given: frozenset[str]
    """Names it sets, imports or takes as an argument, wherever that holds."""
    exported: frozenset[str]
    """Names that others may import of it."""
    macros: tuple[tuple[str, tuple[str, ...] | None], ...]
    """Its macros with their arguments; None where one takes any."""
    asked: tuple[tuple[int, str], ...]
    """Names it uses without setting them, each with its line."""
    imports: tuple[tuple[str, str], ...]
    """Names under which it imports templates, and which; of one that a value chooses nothing is known."""
    taken: tuple[tuple[int, str, str], ...]
    """Line, template and name of what it takes out of another."""
    calls: tuple[_Call, ...]
    filters: tuple[tuple[int, Missing], ...]
    """Filters and tests that are missing."""


@lru_cache(maxsize=256)
def parsed_template(text: str) -> nodes.Template:
    """Parse a template in which no name of a filter is wrong: those that are get a meaning."""
    environment = Environment(autoescape=True)
    tree = environment.parse(text)
    environment.filters.update({node.name: str for node in tree.find_all(nodes.Filter)})
    environment.tests.update({node.name: is_link for node in tree.find_all(nodes.Test)})
    return tree


@lru_cache(maxsize=256)
def names_of(text: str) -> TemplateNames:
    """Look at one template; where a preview follows its author, at the edited one alone."""
    tree = parsed_template(text)
    free = meta.find_undeclared_variables(tree)
    macros = {node.name: node for node in tree.find_all(nodes.Macro)}
    exported = {name for node in tree.body for name in _defined(node)}
    return TemplateNames(
        frozenset(name for node in tree.find_all(nodes.Node) for name in _defined(node)),
        frozenset(exported),
        tuple((name, _arguments(node)) for name, node in sorted(macros.items())),
        tuple((n.lineno, n.name) for n in tree.find_all(nodes.Name) if n.ctx == "load" and n.name in free),
        tuple(
            (node.target, node.template.value if isinstance(node.template, nodes.Const) else "")
            for node in tree.find_all(nodes.Import)
        ),
        tuple(
            (node.lineno, str(node.template.value), name if isinstance(name, str) else name[0])
            for node in tree.find_all(nodes.FromImport)
            if isinstance(node.template, nodes.Const)
            for name in node.names
        ),
        tuple(_calls(tree)),
        tuple(_unknown_filters(tree)),
    )


def _defined(node: nodes.Node) -> Iterator[str]:
    """Name what one piece of a template sets, imports or takes as an argument."""
    if isinstance(node, nodes.Name) and node.ctx != "load":
        yield node.name
    elif isinstance(node, nodes.Assign):
        yield from (name.name for name in node.target.find_all(nodes.Name))
        yield from (node.target.name,) if isinstance(node.target, nodes.Name) else ()
    elif isinstance(node, nodes.Macro):
        yield node.name
    elif isinstance(node, nodes.Import):
        yield node.target
    elif isinstance(node, nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in node.names)


def _arguments(macro: nodes.Macro) -> tuple[str, ...] | None:
    """Name a macro's arguments; None where it takes whatever it is given."""
    used = {name.name for part in macro.body for name in part.find_all(nodes.Name)}
    return None if used & {"varargs", "kwargs"} else (*(argument.name for argument in macro.args), "caller")


def _calls(tree: nodes.Template) -> Iterator[_Call]:
    for node in tree.find_all(nodes.Call):
        called, imported = node.node, ""
        if isinstance(called, nodes.Getattr) and isinstance(called.node, nodes.Name):
            imported, name = called.node.name, called.attr
        elif isinstance(called, nodes.Name):
            name = called.name
        else:
            continue
        argument = node.args[0] if node.args else None
        first = argument.value if isinstance(argument, nodes.Const) and isinstance(argument.value, str) else None
        yield _Call(node.lineno, imported, name, tuple(keyword.key for keyword in node.kwargs), first)


def _unknown_filters(tree: nodes.Template) -> Iterator[tuple[int, Missing]]:
    filters, tests = {*_ENVIRONMENT.filters, *FILTERS}, {*_ENVIRONMENT.tests, *TESTS}
    for used in tree.find_all(nodes.Filter):
        if used.name not in filters:
            yield used.lineno, missing_name(used.name, filters, "|{}")
    for asked in tree.find_all(nodes.Test):
        if asked.name not in tests:
            yield asked.lineno, missing_name(asked.name, tests, "is {}")


class NameCheck:
    """Looks at the templates of a theme, each beside the others."""

    def __init__(self, theme: Theme, subjects: Iterable[str], assets: Iterable[str]) -> None:
        self._theme = theme
        self._named = {full: names_of(text) for full, text in theme.templates}
        given = {name for named in self._named.values() for name in named.given}
        self._known = given | FUNCTIONS | _GLOBALS | set(subjects) | {"site", "member", "page", "m"}
        catalogue = words(FALLBACK, "site")
        self._first: Mapping[str, Sequence[str]] = {
            "option": tuple(option.name for option in theme.options),
            "asset": tuple(assets),
            "once": self._exported(MACROS),
            "count": tuple(catalogue.counted()),
            **dict.fromkeys(_WORDS, tuple(key for key in catalogue.below("") if key)),
        }
        """Values that the first argument of a function may have, by function."""

    def missing(self, full: str) -> Iterator[tuple[int, Missing]]:
        """List line and name of all that one template asks for and that is not there."""
        named = self._named[full]
        yield from named.filters
        for line, name in named.asked:
            if name not in self._known:
                yield line, missing_name(name, self._known - _GLOBALS)
        for line, template, name in named.taken:
            exported = self._exported(template)
            if exported and name not in exported:
                yield line, missing_name(name, exported)
        imported = dict((*named.imports, *(() if "m" in named.given else (_OURS,))))
        for call in named.calls:
            yield from self._missing_in_call(call, named, imported)

    def _missing_in_call(
        self, call: _Call, named: TemplateNames, imported: Mapping[str, str]
    ) -> Iterator[tuple[int, Missing]]:
        if call.imported:
            template = imported.get(call.imported, "")
            exported = self._exported(template)
            if exported and call.name not in exported:
                yield call.line, missing_name(call.name, exported, f"{call.imported}.{{}}")
            macros = self._macros(template)
        else:
            macros = dict(named.macros)
            if call.name not in named.given and call.first is not None:
                yield from self._missing_first(call, call.first)
        arguments = macros.get(call.name)
        for keyword in call.keywords if arguments is not None else ():
            if keyword not in (arguments or ()):
                shown = f"{call.imported}.{call.name}" if call.imported else call.name
                named_arguments = [name for name in arguments or () if name != "caller"]
                yield call.line, missing_name(keyword, named_arguments, f"{shown}({{}}=\u2026)")

    def _missing_first(self, call: _Call, first: str) -> Iterator[tuple[int, Missing]]:
        known = self._first.get(call.name, ())
        # What a community alone publishes is asked for by pages of communities alone.
        if not known or first in known or (call.name == "asset" and first.startswith(COMMUNITY_ASSETS)):
            return
        near = known_words(first, known) if call.name in _WORDS else known
        yield call.line, missing_name(first, near, f'{call.name}("{{}}")')

    def _exported(self, template: str) -> tuple[str, ...]:
        """Name what can be imported of a template; nothing where there is none, or a value decides which."""
        full = self._theme.find(template) if template else None
        # What it includes or extends may set more names.
        return tuple(sorted(self._named[full].exported)) if full is not None else ()

    def _macros(self, template: str) -> Mapping[str, tuple[str, ...] | None]:
        full = self._theme.find(template) if template else None
        return dict(self._named[full].macros) if full is not None else {}
