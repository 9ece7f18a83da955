"""Cache keys: recipes (which code, libraries, theme and fonts shape a kind of output), and the keys made with them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from functools import cache, partial
from pathlib import Path

from msgspec import Struct, json
from msgspec.structs import replace

from kiprah.blake2 import blake2b
from kiprah.build.checks.layout_check import checked_layouts
from kiprah.cache.digests import key_of
from kiprah.cache.probes import Probes, installed
from kiprah.cache.stat_index import YOUNG, Listing, list_files, stats_digest
from kiprah.credentials.optional_libraries import LIBRARIES, attest_versions
from kiprah.model.settings import Settings
from kiprah.model.site import SiteContext
from kiprah.plan.member_planner import ThemeDigests
from kiprah.plan.outputs import Output
from kiprah.plan.pages.page_outputs import TEMPLATES
from kiprah.plan.value_digests import ValueDigests
from kiprah.plan.views.text import Link
from kiprah.problem import Place, Problem
from kiprah.render.kinds import kind_of
from kiprah.theme import Theme, load_theme, published_assets, without_assets

_PACKAGE = Path(__file__).parents[1]
_FAULTY = "faulty"
_COMMUNITY_ASSETS = "community/"
_READERS = ("markdown", "pymdown-extensions", "nh3", "pyyaml", "msgspec", "babel")
_DRAWERS = ("pillow", "uharfbuzz", "segno", "pyphen", "budoux")
_PAGE_MAKERS = ("jinja2", "markupsafe", "babel", "segno", "snowballstemmer")
_COPIERS = ("pypdf",)
_SETTERS = ("typst", "segno", "uharfbuzz", "pypdf")
SHAPING = frozenset((*_READERS, *_DRAWERS, *_PAGE_MAKERS, *_COPIERS, *_SETTERS, *LIBRARIES["attest"]))
"""Every package that shapes bytes, besides the codecs."""
_CODE_ENDINGS = (".py", ".typ", ".ttf", ".otf", ".mo", ".bin", ".json")
_PICTURE_CODE = ("imaging",)
_CARD_PLANNING = ("plan/calendar_days.py", "plan/quotation.py", "plan/views/card.py")
_CARD_CODE = ("cards", "typeset", "fonts", "fields", "colors.py", *_CARD_PLANNING)
_CAUSES = tuple(f"locale/{language}/LC_MESSAGES/{name}.mo" for language in ("en", "id") for name in ("fields", "plan"))
"""Paths of the catalogues with the names of causes, by which causes are recognized."""
_DATES = ("babel_locale.py", "locale_data.py")
"""Modules that know the names of months, by which a mistaken day is understood."""
_READING_CODE = ("content", "credentials", "fields", "imaging", "model", "problem.py", "catalog.py", *_CAUSES, *_DATES)
_MANIFEST_CODE = ("fields", "theme.py", "theme_options.py", "problem.py", "problem_types.py")
_FILE_READING = ("imaging/decoder_errors.py", "imaging/iso_boxes.py", "imaging/jpeg_segments.py")
_FILE_CODE = ("sanitize", "credentials", *_FILE_READING)
_PROMISE_READERS = ("publish/close_reading.py", "publish/asset_reading.py", "publish/drawing_reading.py")
_PROMISE_CODE = ("publish/page_promises.py", *_PROMISE_READERS)
_HIDDEN_WORDS = ("plan/privacy/leaks.py", "plan/privacy/phrases.py")
_SCAN_CODE = ("metadata_scan", "publish/output_scan.py", *_HIDDEN_WORDS, *_PROMISE_CODE)


class LoadedTheme(Struct, frozen=True):
    """A theme made ready for one site."""

    digests: ThemeDigests
    theme: Theme
    """Theme without its assets: what drawing pages and cards needs."""
    assets: tuple[tuple[str, bytes], ...]
    """Published path and bytes of each asset; empty for a worker."""
    asset_links: Mapping[str, Link]
    recipes: Mapping[str, str]
    value: str
    """A digest of all of it that shapes any output."""
    codecs: str
    """The codecs that the recipes of pictures and cards were written for."""

    def recipe_of(self, output: Output) -> str:
        """Return what of our code and its libraries shapes this output's bytes."""
        return self.recipes[kind_of(output).recipe]

    def key_of(self, output: Output, digests: ValueDigests | None = None) -> str:
        """Make an output's cache key: its value and its recipe; ``digests`` know what outputs of a plan share."""
        return key_of((digests or ValueDigests()).value(output), self.recipe_of(output))


def load_site_theme(
    settings: Settings, context: SiteContext, known: Probes, code: Code
) -> tuple[LoadedTheme | None, tuple[Problem, ...]]:
    """Load the theme along its chain: the site's own ``themes/`` beside its folder first, then the shipped ones."""
    site = Path(context.folder)
    folders = theme_folders(site)
    theme, problems = load_theme(settings.theme, folders, known, folders[-1], code.digest(_MANIFEST_CODE))
    if theme is None:
        return None, problems
    if settings.kind != "community":
        theme = replace(theme, assets=tuple(a for a in theme.assets if not a[0].startswith(_COMMUNITY_ASSETS)))
    options = theme.default_options
    if settings.theme_options:
        # Only now: most sites give none.
        from kiprah.theme_options import options_of

        options, found = options_of(theme, settings.theme_options)
        problems += found
    problems += _unseen_templates(theme, code, known)
    cards = _digest_of_texts(text for pair in theme.cards for text in pair)
    card_code = code.digest(_CARD_CODE)
    theme, packages, found = checked_layouts(theme, cards, card_code, known)
    problems += found
    if any(problem.is_error for problem in problems):
        return None, problems
    published = published_assets(theme, settings.brand)
    assets = tuple(sorted(published.values()))
    libraries = Libraries(known)
    pictures = f"{libraries.pictures} {code.digest(_PICTURE_CODE)}"
    drawing = f"{libraries.drawing} {libraries.pictures} {card_code} {packages}"
    fonts = {path: _digest_of_font(path) for path in context.fonts.all}
    for path, digest in fonts.items():
        if known.answer(f"font {path.name}", digest, partial(_is_drawable, path)) == _FAULTY:
            file = path.relative_to(site).as_posix()
            problems += (Problem("font-kind", Place("site.yml"), {"file": file}),)
    scanning = code.digest(_SCAN_CODE)
    links = {name: Link(path) for name, (path, _) in sorted(published.items())}
    # Every page names the style sheets, and their names change with the brand.
    linked = _digest_of_texts(text for name, link in links.items() for text in (name, link.path))
    templates = [name for name in TEMPLATES.values() if theme.find(name) is not None]
    digests = ThemeDigests(
        {name: f"{digest} {linked}" for name, digest in theme.digests_of(templates).items()},
        options,
        cards,
        pictures,
        " ".join((drawing, *fonts.values())),
    )
    # A blob is scanned before it is kept: with another scanner it is another blob.
    pages = f"{libraries.pages} {code.digest(('',))}"
    recipes: dict[str, str] = {
        "picture": f"{pictures} {scanning}",
        "card": f"{pictures} {drawing} {scanning}",
        "file": f"{libraries.documents} {code.digest(_FILE_CODE)} {scanning}",
        "asset": scanning,
        "pdf": " ".join((libraries.setting, pages, *fonts.values())),
        "page": pages,
        "data": pages,
    }
    parts = [*(f"{name} {recipe}" for name, recipe in sorted(recipes.items())), repr(digests)]
    parts += [f"{name} {blake2b(content, digest_size=16).hexdigest()}" for name, content in assets]
    value = key_of(*parts)
    return LoadedTheme(digests, without_assets(theme), assets, links, recipes, value, libraries.pictures), problems


def theme_folders(site: Path) -> tuple[Path, ...]:
    """List the folders in which themes are looked for, the site's own first."""
    shipped = _PACKAGE / "themes"
    return (site.parent / "themes", shipped if shipped.is_dir() else _PACKAGE.parents[1] / "themes")


class Code:
    """Digests of our own files, remembered for as long as the file system says that none of them changed."""

    def __init__(self, known: Probes, listing: Listing | None = None) -> None:
        """Look at what the file system says, unless ``listing`` is what was seen of our files a moment ago."""
        self._known = known
        files = (listing or list_files(_PACKAGE)).files
        stamps = {path: stamp for path, stamp in files.items() if not path.endswith(".pyc")}
        self._stamps = stats_digest(stamps).hex()
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
    files = _code_files()
    for part in parts:
        below = f"{part}/" if part else ""
        named = [part] if part in files else sorted(name for name in files if name.startswith(below))
        if not named:
            raise FileNotFoundError(f"a recipe names {part}, which is not there")
        for name in named:
            digest.update(name.encode() + files[name])
    return digest.hexdigest()


@cache
def _code_files() -> Mapping[str, bytes]:
    """Read all our own files that shape bytes, once, and return the digest of each."""
    found: dict[str, bytes] = {}
    for folder, _, names in os.walk(_PACKAGE):
        within = Path(folder).relative_to(_PACKAGE).as_posix()
        for name in names:
            if name.endswith(_CODE_ENDINGS):
                content = Path(folder, name).read_bytes()
                found[name if within == "." else f"{within}/{name}"] = blake2b(content, digest_size=8).digest()
    return found


def _unseen_templates(theme: Theme, code: Code, known: Probes) -> tuple[Problem, ...]:
    """Name what no page shows of a theme that did not come with kiprah; ours are looked at by tests."""
    if theme.trusted:
        return ()

    def ask() -> str:
        from kiprah.render.unseen_templates import unseen_templates
        from kiprah.render.unused_names import unused_names

        return json.encode((*unseen_templates(theme), *unused_names(theme))).decode()

    # What is unseen follows from the code too: it knows which templates draw pages.
    sheets = [(name, content) for name, content in theme.assets if name.endswith((".css", ".js"))]
    subject = f"{installed('jinja2')} {code.digest(('',))} {theme.chain} {theme.templates!r} {sheets!r}"
    return json.decode(known.answer("unseen templates", subject, ask), type=tuple[Problem, ...])


def _is_drawable(font: Path) -> str:
    from kiprah.typeset import is_drawable

    return "" if is_drawable(str(font)) else _FAULTY


def reading_recipe(known: Probes, code: Code) -> str:
    """Return what of our code and its libraries shapes what is read."""
    versions = known.answer("reading", installed("PIL"), lambda: f"{_versions(_READERS)} {codecs()}")
    libraries = f"{versions} {known.answer('attest', installed('PIL'), attest_versions)}"
    return f"{libraries} {code.digest(_READING_CODE)}"


class Libraries:
    """The versions of all that shapes bytes, remembered for as long as nothing is installed or removed."""

    def __init__(self, known: Probes) -> None:
        """Ask what is known, else the libraries themselves."""
        self._known = known
        self._installed = installed("PIL", "uharfbuzz")
        self.pictures = known.answer("codecs", self._installed, codecs)
        self.drawing = self._versions(*_DRAWERS)
        self.pages = self._versions(*_PAGE_MAKERS)
        self.documents = self._versions(*_COPIERS)
        self.setting = self._versions(*_SETTERS)

    def _versions(self, *packages: str) -> str:
        return self._known.answer(" ".join(packages), self._installed, lambda: _versions(packages))


def codecs() -> str:
    """Name the versions of all codecs, asked of themselves."""
    from kiprah.imaging.encode import picture_versions

    return picture_versions()


def library_version(name: str) -> str:
    """Return the version of an installed library; ``none`` where it is not: its absence shapes bytes too."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        # An extra that nobody asked for.
        return "none"


def _versions(packages: Iterable[str]) -> str:
    return " ".join(f"{name}={library_version(name)}" for name in packages) + f" python={sys.version_info[0]}"


def _digest_of_texts(texts: Iterable[str]) -> str:
    digest = blake2b(digest_size=8)
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()


def _digest_of_font(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=8).hexdigest()
