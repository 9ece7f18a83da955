"""Check of card layouts that did not come with kiprah: faults in them, and packages whose layers they name.

A package is loaded by a process of its own first: what ends that must not end the build, which loads it too.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import json
from msgspec.structs import replace

from kiprah.cache.probes import Probes, installed
from kiprah.problem import Problem
from kiprah.task_runner import LostTask
from kiprah.theme import Theme
from kiprah.workers import WorkerPool

_FAULTY = "faulty"
_SECONDS = 60.0
"""Seconds that a package may take to be loaded; the largest take a few."""


class _Lost(Exception):
    """The processes that loaded a package were lost."""


def checked_layouts(theme: Theme, cards: str, code: str, known: Probes) -> tuple[Theme, str, tuple[Problem, ...]]:
    """Find faults of a theme's layouts, and name the packages whose layers they show; ours are looked at by tests.

    ``cards`` and ``code`` are digests of the layouts, and of our code that reads and draws them. Returns the theme
    with what nobody may load, and the packages with their versions.
    """
    if theme.trusted:
        return theme, "", ()
    theme, packages = _with_packages(theme, f"{cards} {code}", known)
    if known.answer("layouts", f"{cards} {code} {packages}", lambda: _answer(theme, packages)) == _FAULTY:
        return theme, packages, _problems(theme, packages)
    return theme, packages, ()


def _answer(theme: Theme, packages: str) -> str:
    return _FAULTY if _problems(theme, packages) else ""


def _problems(theme: Theme, packages: str) -> tuple[Problem, ...]:
    from kiprah.render.context import in_theme

    found = _faults_of_layouts(theme.cards, theme.lost_layers, packages)
    return tuple(in_theme(problem, theme) for problem in found)


@lru_cache(8)
def _faults_of_layouts(cards: tuple[tuple[str, str], ...], lost: tuple[str, ...], packages: str) -> tuple[Problem, ...]:
    """Read layouts for their faults; another set of ``packages`` knows other layers."""
    from kiprah.cards import load_layouts

    return load_layouts(dict(cards), lost=lost)[1]


def _with_packages(theme: Theme, layouts: str, known: Probes) -> tuple[Theme, str]:
    """Name the packages that draw on a theme's cards, with their versions; asked anew, since they may change."""
    types = json.decode(known.answer("plugged", layouts, lambda: _types_of_others(theme)), type=tuple[str, ...])
    if not types:
        return theme, ""
    from kiprah.cards.plugins import plugin_of

    lost = tuple(name for name in types if _is_lost(name, known))
    plugins = (plugin_of(name, lost=name in lost) for name in types)
    packages = " ".join(plugin.identity for plugin in plugins if plugin is not None)
    return replace(theme, lost_layers=lost), packages


def _types_of_others(theme: Theme) -> str:
    from kiprah.cards.parsed import plugin_layer_types

    return json.encode(plugin_layer_types(text for _, text in theme.cards)).decode()


def _is_lost(name: str, known: Probes) -> bool:
    """Say whether the package of a type must not be loaded: a process of its own that did was lost."""
    from kiprah.cards.plugins import plugin_code

    code = plugin_code(name)
    if not code:
        return False
    subject = f"{installed()} {code}"

    def ask() -> str:
        if _ends_its_process(name, subject):
            raise _Lost(name)
        return ""

    try:
        known.answer(f"layer {name}", subject, ask)
    except _Lost:
        # Not kept for other builds: this one's machine may have had no memory for it.
        return True
    return False


@lru_cache(64)
def _ends_its_process(name: str, subject: str) -> bool:
    """Load the package of a type in a process of its own; a preview asks once for the same ``subject``."""
    with WorkerPool(1) as workers:
        [finished] = workers.map(_load, [name], parallel=False, isolate=lambda _: True, patience=_SECONDS)
    return isinstance(finished.result, LostTask)


def _load(name: str) -> None:
    from kiprah.cards.plugins import load_afresh

    load_afresh(name)
