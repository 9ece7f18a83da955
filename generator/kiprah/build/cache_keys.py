"""What a site looks like: its theme, card layouts and palette, and all that of them shapes bytes."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.cache.probes import Probes, installed
from kiprah.cache.stat_index import YOUNG, list_files
from kiprah.content.fonts import fonts_of
from kiprah.model.settings import Settings
from kiprah.plan.member import Look
from kiprah.plan.outputs import AssetOutput, CardOutput, FileOutput, Output, PageOutput, PictureOutput
from kiprah.plan.views.text import Link
from kiprah.problem import Place, Problem
from kiprah.theme import Theme, assets_of, load_theme, options_of, published_assets

_PACKAGE = Path(__file__).parents[1]
_FAULTY = "faulty"
_READERS = ("markdown", "pymdown-extensions", "nh3", "pyyaml", "msgspec")
_PICTURE_CODE = ("imaging",)
_CARD_CODE = ("cards", "typeset", "fonts", "plan/views/card.py")
_READING_CODE = ("content", "fields", "imaging", "model", "problem.py")
_FILE_CODE = ("sanitize",)


class LoadedTheme(Struct, frozen=True):
    """A theme made ready for one site."""

    look: Look
    theme: Theme
    asset_links: Mapping[str, Link]
    recipes: Mapping[type, str]
    value: bytes
    """A digest of all of it that shapes any output."""
    codecs: str
    """The codecs that the recipes of pictures and cards were written for."""

    def recipe_of(self, output: Output) -> str:
        """Return what of our code and its libraries shapes this output's bytes."""
        return self.recipes.get(type(output), self.recipes[object])


def load_look(settings: Settings, site: Path, known: Probes) -> tuple[LoadedTheme | None, tuple[Problem, ...]]:
    """Load the theme along its chain: the site's own ``themes/`` beside its folder first, then the shipped ones."""
    theme, problems = load_theme(settings.theme, theme_folders(site), known, theme_folders(site)[-1])
    if theme is None:
        return None, problems
    options, found = options_of(theme, settings.theme_options)
    problems += found
    code = Code(known)
    cards = _digest_of_texts(text for pair in theme.cards for text in pair)
    plugins = _plugins(theme, cards, known)
    if (
        known.answer("layouts", f"{cards} {code.digest(_CARD_CODE)} {plugins}", lambda: _layout_faults(theme))
        == _FAULTY
    ):
        problems += _layout_problems(theme)
    if any(problem.is_error for problem in problems):
        return None, problems
    assets = assets_of(theme, settings.brand)
    libraries = Libraries(known)
    pictures = f"{libraries.pictures} {code.digest(_PICTURE_CODE)}"
    drawing = f"{libraries.drawing} {libraries.pictures} {code.digest(_CARD_CODE)}"
    drawing = f"{drawing} {plugins}"
    fonts = {path: _digest_of_font(path) for path in fonts_of(site, settings.brand.font).all}
    for path, digest in fonts.items():
        if known.answer(f"font {path.name}", digest, partial(_is_drawable, path)) == _FAULTY:
            file = path.relative_to(site).as_posix()
            problems += (Problem("font-kind", Place("site.yml"), {"file": file}, "warning"),)
    look = Look(cache(theme.digest_of), assets, options, cards, pictures, " ".join((drawing, *fonts.values())))
    pages = f"{libraries.pages} {code.digest(('',))}"
    recipes: dict[type, str] = {
        PictureOutput: pictures,
        CardOutput: f"{pictures} {drawing}",
        FileOutput: f"{libraries.documents} {code.digest(_FILE_CODE)}",
        AssetOutput: "",
        PageOutput: pages,
        object: pages,
    }
    links = {name: Link(path) for name, (path, _) in sorted(published_assets(theme, settings.brand).items())}
    shapes = blake2b(digest_size=16)
    for part in (*(repr(recipe) for recipe in recipes.items()), look.cards, look.card_recipe, repr(options)):
        shapes.update(part.encode() + b"\0")
    for name, text in theme.templates:
        shapes.update(name.encode() + b"\0" + text.encode() + b"\0")
    for name_of_asset, content in assets:
        shapes.update(name_of_asset.encode() + b"\0" + blake2b(content, digest_size=16).digest())
    return LoadedTheme(look, theme, links, recipes, shapes.digest(), libraries.pictures), problems


def theme_folders(site: Path) -> tuple[Path, ...]:
    """List the folders in which themes are looked for, the site's own first."""
    shipped = _PACKAGE / "themes"
    return (site.parent / "themes", shipped if shipped.is_dir() else _PACKAGE.parents[1] / "themes")


class Code:
    """Digests of our own files, remembered for as long as the file system says that none of them changed."""

    def __init__(self, known: Probes) -> None:
        """Look at what the file system says."""
        self._known = known
        stamps = {path: stamp for path, stamp in list_files(_PACKAGE).files.items() if not path.endswith(".pyc")}
        self._stamps = repr(sorted(stamps.items()))
        # Files that were just written may be written again without a trace.
        self._settled = max(stamp[2] for stamp in stamps.values()) < time.time_ns() - YOUNG

    def digest(self, parts: tuple[str, ...]) -> str:
        """Return a digest of our files under these names."""
        if not self._settled:
            return code_digest(parts)
        return self._known.answer(f"code {' '.join(parts)}", self._stamps, lambda: code_digest(parts))


@cache
def code_digest(parts: tuple[str, ...]) -> str:
    """Return a digest of our own files under these names in the package: new code is a new recipe."""
    digest = blake2b(digest_size=8)
    for part in parts:
        path = _PACKAGE / part
        if not path.exists():
            raise FileNotFoundError(f"a recipe names {part}, which is not there")
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix in (".py", ".ttf", ".otf", ".mo", ".bin") and file.is_file():
                digest.update(file.relative_to(_PACKAGE).as_posix().encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _layout_faults(theme: Theme) -> str:
    return _FAULTY if _layout_problems(theme) else ""


def _layout_problems(theme: Theme) -> tuple[Problem, ...]:
    from kiprah.cards import load_layouts

    _, found = load_layouts(dict(theme.cards))
    # The layouts' reader knows their names alone; a person looks for them in the theme's folder.
    return tuple(replace(p, place=replace(p.place, path=f"themes/{theme.name}/{p.place.path}")) for p in found)


def _plugins(theme: Theme, cards: str, known: Probes) -> str:
    """Name what other packages draw on this theme's cards, with their versions; asked anew, since they may change."""
    named = known.answer("plugged", f"{cards} {code_digest(_CARD_CODE)}", lambda: _plugged(theme))
    if not named:
        return ""
    from kiprah.cards.plugins import plugin_of

    return " ".join(plugin.identity for name in named.split() if (plugin := plugin_of(name)) is not None)


def _plugged(theme: Theme) -> str:
    from kiprah.cards.parsed import plugged_types

    return " ".join(plugged_types(text for _, text in theme.cards))


def _is_drawable(font: Path) -> str:
    from kiprah.typeset import is_drawable

    return "" if is_drawable(str(font)) else _FAULTY


def reading_recipe(known: Probes) -> str:
    """Return what of our code and its libraries shapes what is read."""
    libraries = known.answer("reading", installed("PIL"), lambda: f"{_versions(_READERS)} {codecs()}")
    return f"{libraries} {Code(known).digest(_READING_CODE)}"


class Libraries:
    """The versions of all that shapes bytes, remembered for as long as nothing is installed or removed."""

    def __init__(self, known: Probes) -> None:
        """Ask what is known, else the libraries themselves."""
        self._known = known
        self._installed = installed("PIL", "uharfbuzz")
        self.pictures = known.answer("codecs", self._installed, codecs)
        self.drawing = self._versions("pillow", "uharfbuzz", "segno", "pyphen", "budoux")
        self.pages = self._versions("jinja2", "markupsafe", "babel")
        self.documents = self._versions("pypdf")

    def _versions(self, *packages: str) -> str:
        return self._known.answer(" ".join(packages), self._installed, lambda: _versions(packages))


def codecs() -> str:
    """Name the versions of all codecs, asked of themselves."""
    from kiprah.imaging.encode import picture_versions

    return picture_versions()


def _versions(packages: Iterable[str]) -> str:
    from importlib import metadata

    def version(name: str) -> str:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            # An extra that nobody asked for; its absence shapes bytes too.
            return "none"

    return " ".join(f"{name}={version(name)}" for name in packages) + f" python={sys.version_info[0]}"


def _digest_of_texts(texts: Iterable[str]) -> str:
    digest = blake2b(digest_size=8)
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


def _digest_of_font(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=8).hexdigest()
