"""A recipe names all that shapes a kind's bytes: our code, the libraries, the theme and its fonts; and nothing else."""

from __future__ import annotations

import ast
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest

from kiprah.build import cache_keys
from kiprah.build.cache_keys import LoadedTheme, code_digest, reading_recipe
from kiprah.build.load import LoadedSite, load_site
from kiprah.cache.probes import Probes
from kiprah.cache.stat_index import YOUNG, Listing, list_files
from kiprah.cache.state import State
from kiprah.content.causes import CAUSE_LANGUAGES
from support.building import request_in
from support.package import PACKAGE, package_trees
from support.sites import SETTINGS, make_site, write_files

KINDS = {"asset", "card", "data", "file", "page", "pdf", "picture"}
VALUES = ("blake2.py", "cache/digests.py", "problem.py", "problem_types.py", "model")
"""What everybody imports to hand values on: what those hold is in the output's own value, and shapes no byte."""
RENDERERS = {
    "asset": ("publish/output_scan.py",),
    "card": ("cards/__init__.py",),
    "file": ("credentials/reading.py", "credentials/strict_json.py", "sanitize/mp4.py", "sanitize/pdf.py"),
    "picture": ("imaging/photo_reader.py", "imaging/encode.py"),
}
"""What ``render/kinds.py`` and ``render/jobs.py`` call to make bytes; the other recipes hold all of our code."""


def theme_of(root: Path) -> LoadedTheme:
    """Load a site's theme as a first build does."""
    loaded = load_site(request_in(root), State(None))
    assert isinstance(loaded, LoadedSite), loaded
    return loaded.theme


def different(before: LoadedTheme, after: LoadedTheme) -> set[str]:
    assert before.recipes.keys() == after.recipes.keys() == KINDS
    return {kind for kind, recipe in after.recipes.items() if before.recipes[kind] != recipe}


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing of our code's digests be remembered."""
    monkeypatch.setattr(cache_keys, "code_digest", code_digest.__wrapped__)


PAGES = {"page", "data", "pdf"}


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        *(
            (path, KINDS)
            for path in (
                "metadata_scan/jpeg.py",
                "publish/output_scan.py",
                "plan/privacy/leaks.py",
                "plan/privacy/phrases.py",
            )
        ),
        *(
            (path, KINDS)
            for path in ("publish/page_promises.py", "publish/asset_reading.py", "publish/drawing_reading.py")
        ),
        ("imaging/encode.py", PAGES | {"picture", "card"}),
        ("imaging/jpeg_segments.py", PAGES | {"picture", "card", "file"}),
        ("colors.py", PAGES | {"card"}),
        ("fields/yaml_composer.py", PAGES | {"card"}),
        ("cards/drawing.py", PAGES | {"card"}),
        ("typeset/line_break.py", PAGES | {"card"}),
        ("plan/calendar_days.py", PAGES | {"card"}),
        ("sanitize/pdf.py", PAGES | {"file"}),
        ("credentials/reading.py", PAGES | {"file"}),
        ("render/page.py", PAGES),
        ("plan/privacy/visibility.py", PAGES),
    ],
)
def test_other_code_is_another_recipe(
    path: str, kinds: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    before = theme_of(make_site(tmp_path))
    files = dict(cache_keys._code_files())
    assert path in files
    monkeypatch.setattr(cache_keys, "_code_files", lambda: {**files, path: b"another"})
    after = theme_of(tmp_path)
    assert different(before, after) == kinds and after.value != before.value


@pytest.mark.parametrize("kind", RENDERERS)
def test_all_code_that_makes_bytes_is_in_the_recipe_of_its_kind(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a renderer imports, and what that imports: a mended module must not leave old bytes in the store."""
    # Instead of digests: names, so that a recipe tells what is in it.
    monkeypatch.setattr(cache_keys.Code, "digest", lambda self, parts: "|".join(parts))
    recipe = theme_of(make_site(tmp_path)).recipes[kind]
    parts = [part for words in recipe.split() for part in words.split("|")]
    makers = reached(RENDERERS[kind])
    assert len(makers) > 10
    assert sorted(path for path in makers if not is_below(path, parts)) == UNASKED.get(kind, [])


def is_below(path: str, parts: Iterable[str]) -> bool:
    return any(path == part or path.startswith(f"{part}/") for part in parts)


def reached(begin: Iterable[str]) -> set[str]:
    """Name every module that these import, directly or through others; not what only a type checker reads."""
    seen: set[str] = set()
    waiting = list(begin)
    while waiting:
        path = waiting.pop()
        if path not in seen and not is_below(path, VALUES):
            seen.add(path)
            waiting += imported_by(path)
    return seen


def test_all_code_that_reads_is_in_the_recipe_of_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of an entry was read by it: a cause that a new catalogue knows is known in every entry."""
    monkeypatch.setattr(cache_keys.Code, "digest", lambda self, parts: "|".join(parts))
    recipe = reading_recipe(Probes(None), cache_keys.Code(Probes(None)))
    parts = recipe.rpartition(" ")[2].split("|")
    readers = reached(
        (
            "content/entries/entry_readers.py",
            "content/entries/read_entries.py",
            "content/site.py",
            "content/read_cache.py",
        )
    )
    assert sorted(path for path in readers if not is_below(path, parts)) == HANDING_ON
    for language in CAUSE_LANGUAGES:
        assert {f"locale/{language}/LC_MESSAGES/{name}.mo" for name in ("fields", "plan")} <= set(parts)


HANDING_ON = [
    "background_call.py",
    "background_worker.py",
    "cache/row_decoding.py",
    "cache/stat_index.py",
    "cache/state.py",
    "process_pool.py",
    "task_runner.py",
    "workers.py",
]
"""What readers import to keep what they read, and to share out the work."""
UNASKED = {
    "asset": ["plan/privacy/consent.py", "plan/privacy/visibility.py", "plan/roles/role_list.py"],
    "card": ["babel_locale.py", "locale_data.py"],
}
"""What is imported for other work: ``plan/privacy/leaks.py`` also says which words are hidden, and ``fields/hints.py``
which day was meant by one in words."""


@cache
def imported_by(path: str) -> tuple[str, ...]:
    tree = package_trees()[path]
    unread = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and id(node) not in unread and (node.module or "").startswith("kiprah"):
            names |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    paths = [name.partition(".")[2].replace(".", "/") for name in names]
    return tuple(sorted(p for path in paths for p in (f"{path}.py", f"{path}/__init__.py") if p in package_trees()))


@pytest.mark.parametrize(
    ("package", "kinds"),
    [
        ("jinja2", PAGES),
        ("babel", PAGES),
        ("markupsafe", PAGES),
        ("snowballstemmer", PAGES),
        ("uharfbuzz", {"card", "pdf"}),
        ("pyphen", {"card"}),
        ("budoux", {"card"}),
        ("pillow", {"card"}),
        ("segno", {"card", "pdf", *PAGES}),
        ("pypdf", {"file", "pdf"}),
        ("typst", {"pdf"}),
        ("watchfiles", set[str]()),
    ],
)
def test_another_library_is_another_recipe(
    package: str, kinds: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib import metadata

    before = theme_of(make_site(tmp_path))
    version: Callable[[str], str] = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0.0.0" if name == package else version(name))
    assert different(before, theme_of(tmp_path)) == kinds


def test_another_codec_is_another_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = theme_of(make_site(tmp_path))
    monkeypatch.setattr(cache_keys, "codecs", lambda: "jpeg=0")
    after = theme_of(tmp_path)
    assert different(before, after) == {"picture", "card"} and after.codecs == "jpeg=0" != before.codecs
    assert before.digests.picture_recipe != after.digests.picture_recipe
    assert before.digests.card_recipe != after.digests.card_recipe


THEME = {
    "themes/lain/theme.yml": "name: lain\nextends: pelita\n",
    "themes/lain/templates/bagian.html": "<p>kaki</p>",
    "themes/lain/templates/plain.html": '{% extends "pelita:plain.html" %}{% block main %}{% include "bagian.html" %}{% endblock %}',
    "themes/lain/templates/role.html": '{% extends "pelita:role.html" %}',
    "themes/lain/cards/activity.yml": (PACKAGE.parents[1] / "themes/pelita/cards/activity.yml").read_text("utf-8"),
    "themes/lain/assets/lain.css": "p { color: red }",
}
"""A theme of somebody's own, on pelita's shoulders."""


def own_theme(root: Path, files: Mapping[str, str] = {}, settings: str = "") -> LoadedTheme:
    return theme_of(make_site(root, {**THEME, **files}, f"{SETTINGS}theme: lain\n{settings}"))


def other_templates(before: LoadedTheme, after: LoadedTheme) -> set[str]:
    names = before.digests.templates
    assert names.keys() == after.digests.templates.keys() and len(names) > 15
    return {name for name in names if names[name] != after.digests.templates[name]}


def edited(path: str) -> dict[str, str]:
    return {path: THEME[path] + "\n"}


@pytest.mark.parametrize(
    ("path", "templates"),
    [
        ("themes/lain/templates/bagian.html", {"plain.html"}),
        ("themes/lain/templates/plain.html", {"plain.html"}),
        ("themes/lain/templates/role.html", {"role.html"}),
        ("themes/lain/cards/activity.yml", set[str]()),
    ],
)
def test_a_template_is_known_with_all_that_it_extends_and_includes(
    path: str, templates: set[str], tmp_path: Path
) -> None:
    before, after = own_theme(tmp_path), own_theme(tmp_path, edited(path))
    assert other_templates(before, after) == templates and not different(before, after)
    assert (before.digests.cards != after.digests.cards) == path.startswith("themes/lain/cards/")
    assert before.value != after.value


def test_a_parents_template_counts_for_whoever_extends_it(tmp_path: Path) -> None:
    """Pelita's base is under every page, pelita's own pages and those that another theme lays over them."""
    base = (PACKAGE.parents[1] / "themes/pelita/templates/base.html").read_text("utf-8")
    before = own_theme(tmp_path)
    after = own_theme(tmp_path, {"themes/lain/templates/base.html": base + "<!-- lain -->"})
    changed = other_templates(before, after)
    assert {"home.html", "activity.html"} <= changed


@pytest.mark.parametrize(
    ("files", "settings"),
    [
        ({"themes/lain/assets/lain.css": "p { color: blue }"}, ""),
        ({"themes/lain/assets/more.css": "p { color: blue }"}, ""),
        ({}, "brand: {color: '#7c3aed'}\n"),
    ],
)
def test_every_page_names_the_assets(files: dict[str, str], settings: str, tmp_path: Path) -> None:
    before, after = own_theme(tmp_path), own_theme(tmp_path, files, settings)
    assert other_templates(before, after) == set(before.digests.templates) and not different(before, after)
    assert before.digests.cards == after.digests.cards and before.digests.card_recipe == after.digests.card_recipe


def test_neither_the_folder_nor_times_of_a_theme_count(tmp_path: Path) -> None:
    before = own_theme(tmp_path / "a")
    after = own_theme(write_files(tmp_path / "b", {"themes/lain/README.md": "Lain."}))
    assert (before.digests, before.recipes, before.value) == (after.digests, after.recipes, after.value)


def test_a_brands_font_shapes_cards_and_documents(tmp_path: Path) -> None:
    font = next(path for path in sorted((PACKAGE / "fonts").rglob("*.ttf")))
    others = [path for path in sorted((PACKAGE / "fonts").rglob("*.ttf")) if path.read_bytes() != font.read_bytes()]
    settings = f"{SETTINGS}brand: {{font: huruf.ttf}}\n"
    before = theme_of(make_site(tmp_path, {"content/huruf.ttf": font.read_bytes()}, settings))
    after = theme_of(write_files(tmp_path, {"content/huruf.ttf": others[0].read_bytes()}))
    assert different(before, after) == {"pdf"}, "of cards it is in what planning is told"
    assert before.digests.card_recipe != after.digests.card_recipe


def test_code_is_digested_by_name_and_content_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def digest(*parts: str) -> str:
        cache_keys._code_files.cache_clear()
        return code_digest.__wrapped__(parts)

    monkeypatch.setattr(cache_keys, "_PACKAGE", tmp_path)
    write_files(tmp_path, {"a/b.py": "1", "a/c.ttf": "2", "d.py": "3", "de/f.py": "4"})
    try:
        known = digest("a"), digest("d.py"), digest("")
        write_files(tmp_path, {"a/notes.md": "x", "a/__pycache__/b.pyc": "x"})
        (tmp_path / "a/b.py").touch()
        assert (digest("a"), digest("d.py"), digest("")) == known
        write_files(tmp_path, {"de/f.py": "5"})
        assert (digest("a"), digest("d.py")) == known[:2] and digest("") != known[2]
        write_files(tmp_path, {"a/c.ttf": "3"})
        assert digest("a") != known[0]
        (tmp_path / "a/c.ttf").rename(tmp_path / "a/e.ttf")
        renamed = digest("a")
        (tmp_path / "a/e.ttf").write_text("2")
        assert known[0] != digest("a") != renamed
        with pytest.raises(FileNotFoundError, match="gone"):
            digest("gone")
    finally:
        cache_keys._code_files.cache_clear()


def test_digests_of_code_are_remembered_where_none_of_it_is_young(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was just written may be written again without a trace."""
    asked: list[tuple[str, ...]] = []

    def digest(parts: tuple[str, ...]) -> str:
        asked.append(parts)
        return str(len(asked))

    monkeypatch.setattr(cache_keys, "code_digest", digest)
    listing, probes = list_files(write_files(tmp_path, {"a.py": "1"})), Probes(None)
    youngest = listing.files["a.py"][2]
    for now, answers in ((youngest + YOUNG, ["1", "2"]), (youngest + YOUNG + 1, ["3", "3"])):
        monkeypatch.setattr(time, "time_ns", lambda now=now: now)
        code = cache_keys.Code(probes, listing)
        assert [code.digest(("a",)), code.digest(("a",))] == answers
    other = Listing(str(tmp_path))
    other.files = {"a.py": (2, *listing.files["a.py"][1:]), "a.pyc": (0, 0, youngest + 9 * YOUNG, 0)}
    assert cache_keys.Code(probes, other).digest(("a",)) == "4", "another size; what is compiled does not count"
    assert cache_keys.Code(probes, other).digest(("a",)) == "4"
