"""Themes: a chain of folders in which the first hit wins, read once into a value that can travel to any worker."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.blake2 import blake2b
from kiprah.cache.digests import digest_of
from kiprah.cache.probes import Probes
from kiprah.colors import palette_css
from kiprah.fields.source import read_source
from kiprah.model.settings import Brand
from kiprah.problem import Place, Problem
from kiprah.template_references import known_references

BRAND_CSS = "brand.css"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')#?]+)[\"']?\s*\)")
_HASHED = (".css", ".js", ".woff2", ".svg", ".png", ".webp", ".jpg", ".txt")

OptionValue = str | int | float | bool


class Option(Struct, frozen=True):
    """An option a theme declares: its type, and its value where the site gives none."""

    name: str
    kind: str
    default: OptionValue
    choices: tuple[str, ...] = ()
    label: str = ""
    """Purpose of the option in the theme's own words; those of our themes are in the catalogue ``editor``."""
    theme: str = ""
    """The theme that declares it."""


class ThemeDeclaration(Struct, frozen=True):
    """Declaration of a theme in ``theme.yml``."""

    extends: str = ""
    options: tuple[Option, ...] = ()


class Theme(Struct, frozen=True):
    """A theme with all it extends, as texts and bytes; nothing is read again after this."""

    name: str
    chain: tuple[str, ...]
    """The theme's own name first, then those it extends."""
    options: tuple[Option, ...]
    templates: tuple[tuple[str, str], ...]
    """Full name, ``pelita:page.html``, and text of each template, for every theme of the chain."""
    assets: tuple[tuple[str, bytes], ...]
    """Name and bytes; the first hit of the chain."""
    cards: tuple[tuple[str, str], ...]
    """Name and text of each card layout; the first hit of the chain."""
    references: tuple[tuple[str, tuple[str, ...]], ...]
    """Names that each template extends, includes or imports, by its own full name."""
    trusted: bool = False
    """True where the whole chain was shipped with kiprah; else its templates are drawn in a sandbox."""
    lost_layers: tuple[str, ...] = ()
    """Types of card layers whose package ends the process that loads it: no other may."""

    @property
    def default_options(self) -> tuple[tuple[str, OptionValue], ...]:
        """Return every option with the theme's own value."""
        return tuple(sorted((option.name, option.default) for option in self.options))

    def find(self, name: str, templates: Container[str] | None = None) -> str | None:
        """Return the full name (``pelita:page.html``) a template's name leads to, or None.

        ``templates`` are the full names of all, where somebody asks for many.
        """
        known = dict(self.templates) if templates is None else templates
        if ":" in name:
            return name if name in known else None
        return next((f"{theme}:{name}" for theme in self.chain if f"{theme}:{name}" in known), None)

    def text(self, full_name: str) -> str:
        """Return a template's text by its full name."""
        return dict(self.templates)[full_name]

    def digests_of(self, templates: Iterable[str]) -> dict[str, str]:
        """Digest each template with all it extends, includes and imports, and with the assets; by name."""
        # Most include the same few: each text is digested once.
        texts = {name: blake2b(text.encode(), digest_size=16).digest() for name, text in self.templates}
        assets = _digest_of_assets(self.assets)
        found: dict[str, str] = {}
        for template in templates:
            digest = blake2b(digest_size=10)
            for name in sorted(templates_of(self, template)):
                digest.update(name.encode() + b"\0" + texts[name])
            digest.update(assets)
            found[template] = digest.hexdigest()
        return found


@lru_cache(8)
def _digest_of_assets(assets: tuple[tuple[str, bytes], ...]) -> bytes:
    """Digest all assets together, once for all templates."""
    digest = blake2b(digest_size=16)
    for name, content in assets:
        digest.update(name.encode() + b"\0" + blake2b(content, digest_size=8).digest())
    return digest.digest()


def is_theme_name(name: str) -> bool:
    """Say whether a theme can have this name: it is a folder's, and stands in templates' names before a colon."""
    return _NAME.fullmatch(name) is not None


def theme_folder(name: str, folders: Iterable[Path]) -> Path | None:
    """Return the first folder that holds a theme of this name, or None."""
    if not is_theme_name(name):
        return None
    return next((folder / name for folder in folders if (folder / name / "theme.yml").is_file()), None)


def without_assets(theme: Theme) -> Theme:
    """Return what drawing pages and cards needs of a theme, which travels to every worker."""
    return replace(theme, assets=())


def load_theme(
    name: str, folders: Sequence[Path], memory: Probes | None = None, shipped: Path | None = None, recipe: str = ""
) -> tuple[Theme | None, tuple[Problem, ...]]:
    """Read a theme along its chain; every template is parsed here, so that mistakes are found before any page.

    ``recipe`` names the code that shapes what is read, for the ``memory`` of it.
    """
    problems: list[Problem] = []
    chain: list[str] = []
    options: dict[str, Option] = {}
    templates: dict[str, str] = {}
    assets: dict[str, bytes] = {}
    cards: dict[str, str] = {}
    trusted = True
    wanted = name
    while wanted:
        if wanted in chain:
            problems.append(Problem("theme-circle", Place(f"themes/{wanted}/theme.yml"), {"theme": wanted}))
            break
        folder = theme_folder(wanted, folders)
        if folder is None:
            known = sorted({p.parent.name for f in folders if f.is_dir() for p in f.glob("*/theme.yml")})
            place = Place("site.yml") if not chain else Place(f"themes/{chain[-1]}/theme.yml")
            problems.append(Problem("theme-missing", place, {"theme": wanted, "known": ", ".join(known)}))
            break
        chain.append(wanted)
        trusted = trusted and shipped is not None and folder.parent.resolve() == shipped.resolve()
        declaration, found = _known_declaration(wanted, folder, memory, recipe)
        problems.extend(found)
        for option in declaration.options:
            options.setdefault(option.name, option)
        _read_files(wanted, folder, templates, assets, cards, problems)
        wanted = declaration.extends
    references, faults = known_references(templates, memory, trusted=trusted)
    problems.extend(faults)
    theme = Theme(
        name,
        tuple(chain),
        tuple(options[key] for key in sorted(options)),
        tuple(sorted(templates.items())),
        tuple(sorted(assets.items())),
        tuple(sorted(cards.items())),
        references,
        trusted,
    )
    return (None if any(p.is_error for p in problems) else theme), tuple(problems)


def _known_declaration(
    name: str, folder: Path, memory: Probes | None, recipe: str
) -> tuple[ThemeDeclaration, tuple[Problem, ...]]:
    """Read what a theme says of itself, unless that is known."""
    data = (folder / "theme.yml").read_bytes()

    def read() -> tuple[ThemeDeclaration, list[Problem]]:
        # Only now: most builds know what is in it.
        from kiprah.theme_options import read_declaration

        return read_declaration(name, data)

    known = memory or Probes(None)
    declaration, problems = known.sound_value("theme", f"{recipe} {name} {digest_of(data)}", ThemeDeclaration, read)
    return declaration or ThemeDeclaration(), problems


def _read_files(
    name: str,
    folder: Path,
    templates: dict[str, str],
    assets: dict[str, bytes],
    cards: dict[str, str],
    problems: list[Problem],
) -> None:
    for kind, endings in (("templates", (".html",)), ("cards", (".yml",)), ("assets", _HASHED)):
        for inner, path in _files_in(f"{folder}/{kind}", endings):
            with open(path, "rb") as file:  # noqa: PTH123  every build reads all of them: a path object costs as much
                content = file.read()
            if kind == "assets":
                assets.setdefault(inner, content)
                continue
            source, found = read_source(f"themes/{name}/{kind}/{inner}", content)
            problems.extend(found)
            if source is not None and kind == "templates":
                templates[f"{name}:{inner}"] = source.text
            elif source is not None:
                cards.setdefault(inner, source.text)


def _files_in(folder: str, endings: tuple[str, ...]) -> list[tuple[str, str]]:
    """List a folder's files with these endings, no links: where each lies in it, sorted, and its path."""
    found: list[tuple[str, str]] = []
    waiting = [""]
    while waiting:
        within = waiting.pop()
        try:
            entries = os.scandir(f"{folder}/{within}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{within}{entry.name}/")
                elif entry.is_file(follow_symlinks=False) and entry.name.endswith(endings) and entry.name[0] != ".":
                    found.append((within + entry.name, entry.path))
    return sorted(found)


def templates_of(theme: Theme, template: str) -> set[str]:
    """Name all that a template is drawn with: itself, and what it extends, includes and imports."""
    references = dict(theme.references)
    found: set[str] = set()
    waiting = [template]
    while waiting:
        full = theme.find(waiting.pop(), references)
        if full is None or full in found:
            continue
        found.add(full)
        waiting.extend(references[full])
    return found


def published_assets(theme: Theme, brand: Brand) -> dict[str, tuple[str, bytes]]:
    """Return for each asset its published path, which changes with its bytes, and its bytes.

    Style sheets come last, since the addresses of fonts and pictures in them carry those files' digests.
    """
    sources = {**dict(theme.assets), BRAND_CSS: palette_css(brand.color).encode()}
    done: dict[str, tuple[str, bytes]] = {}
    for name in sorted(sources, key=lambda name: (name.endswith(".css"), name)):
        content = sources[name]
        if name.endswith(".css"):
            content = _with_addresses(name, content.decode(), done).encode()
        digest = blake2b(content, digest_size=5).hexdigest()
        stem, dot, ending = name.rpartition("/")[2].rpartition(".")
        done[name] = (f"assets/{stem}-{digest}{dot}{ending}", content)
    return done


def _with_addresses(name: str, css: str, done: Mapping[str, tuple[str, bytes]]) -> str:
    folder = name.rpartition("/")[0]

    def address(match: re.Match[str]) -> str:
        wanted = match[1].removeprefix("./")
        full = f"{folder}/{wanted}" if folder and not wanted.startswith("../") else wanted.removeprefix("../")
        # All assets are published side by side in one folder.
        return f'url("{done[full][0].rpartition("/")[2]}")' if full in done else match[0]

    return _CSS_URL.sub(address, css)
