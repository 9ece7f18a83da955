"""Layers of other packages: found by their entry point, checked like our own, and part of the key."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import invalidate_caches
from pathlib import Path

import pytest

from kiprah.build.pipeline import build
from kiprah.cards import draw_card, load_layouts
from kiprah.cards.layers import PluginLayer
from kiprah.cards.parsed import plugin_layer_types
from kiprah.cards.plugins import load_afresh, plugin_code, plugin_of
from kiprah.plan.views.card import CardView
from support.building import request_in
from support.card_layers import CODE, LAYOUT
from support.command import Run, run_process
from support.sites import PROFILE, files_of, make_project, write_settings
from support.variants import variants

pytestmark = pytest.mark.usefixtures("apart")


def test_a_plugins_layer_is_drawn(package: Path, texts: dict[str, str], view: Callable[..., CardView]) -> None:
    layouts, problems = load_layouts({**texts, "activity.yml": LAYOUT})
    assert layouts is not None, problems
    image = draw_card(view(), layouts, None)
    assert image.getpixel((50, 5)) == image.getpixel((5, 25)) != image.getpixel((50, 15))


def test_its_keys_are_checked(package: Path, texts: dict[str, str]) -> None:
    layouts, problems = load_layouts({**texts, "activity.yml": LAYOUT.replace("width: 10", "width: 0")})
    assert layouts is None
    assert [(p.code, p.place.line, p.place.column) for p in problems] == [("bad-number", 3, 55)]


def test_its_version_and_code_are_part_of_the_key(package: Path) -> None:
    plugin = plugin_of("stripes")
    assert plugin is not None
    assert "stripes-of-docs 1.2" in plugin.identity
    (package / "stripes_of_docs.py").write_text(CODE + "# changed\n", "utf-8")
    plugin_of.cache_clear()
    again = plugin_of("stripes")
    assert again is not None and again.identity != plugin.identity


def test_without_the_package_the_type_is_unknown(texts: dict[str, str]) -> None:
    layouts, problems = load_layouts({**texts, "activity.yml": LAYOUT})
    assert layouts is None
    assert [(p.code, p.values["value"]) for p in problems] == [("bad-choice", "stripes")]


@pytest.mark.parametrize("key", ["type", '"type"', "'type'", "type "])
def test_types_of_plugins_are_seen_without_loading_them(texts: dict[str, str], key: str) -> None:
    assert plugin_layer_types(texts.values()) == ()
    assert plugin_layer_types([*texts.values(), LAYOUT.replace("type:", f"{key}:")]) == ("stripes",)


def test_its_code_is_known_without_loading_it(package: Path) -> None:
    before = plugin_code("stripes")
    assert before.startswith("stripes-of-docs 1.2 stripes_of_docs:STRIPES ") and not plugin_code("waves")
    (package / "stripes_of_docs.py").write_text("import os\nos._exit(3)\n", "utf-8")
    assert before != plugin_code("stripes")
    (package / "stripes_of_docs.py").unlink()
    assert plugin_code("stripes") not in ("", before), "it is installed, and nothing of it is there"
    whole = package / "stripes_of_docs"
    (whole / "inner").mkdir(parents=True)
    # The finder looks into a folder of which the file system says that it changed.
    invalidate_caches()
    known = set()
    for path in ("__init__.py", "inner/drawing.py", "inner/__init__.py"):
        (whole / path).write_text("raise SystemExit\n", "utf-8")
        known.add(plugin_code("stripes"))
    assert len(known) == 3, "all of a package may be run while a part of it is loaded"
    (whole / "picture.png").write_bytes(b"")
    (whole / "__pycache__").mkdir()
    (whole / "__pycache__/inner.pyc").write_bytes(b"")
    assert plugin_code("stripes") in known and "stripes_of_docs" not in sys.modules


def test_an_override_of_a_layer_that_a_plugin_now_draws_keeps_its_keys(
    package: Path, texts: dict[str, str], view: Callable[..., CardView]
) -> None:
    base = (
        "layers:\n  bars: {type: pattern, box: [0, 0, 50, 50]}\n"
        "overrides:\n  - {for: link, layers: {bars: {box: [600, 0, 100, 100]}}}\n"
    )
    theirs = "extends: bare\nlayers:\n  bars: {type: stripes, width: 10}\n"
    layouts, problems = load_layouts({**texts, "bare.yml": base, "activity.yml": theirs})
    assert layouts is not None, problems
    [bars] = layouts.of("activity", "link", "none").layers
    assert (bars.placement.box.x.amount, bars.placement.box.width.amount) == (600, 100)


def test_an_override_that_another_file_lays_over_a_plugins_layer_keeps_the_keys_of_both(
    package: Path, texts: dict[str, str]
) -> None:
    base = "layers:\n  bars: {type: stripes, box: [0, 0, 50, 50], width: 10}\n"
    theirs = "extends: bare\noverrides:\n  - {for: link, layers: {bars: {width: 20}}}\n"
    layouts, problems = load_layouts({**texts, "bare.yml": base, "activity.yml": theirs})
    assert layouts is not None, problems
    [bars] = layouts.of("activity", "link", "none").layers
    assert bars.placement.box.width.amount == 50 and ("width", 20) in bars.values


BROKEN = {
    "a package that is missing": ("import nothing_of_this_name\n" + CODE, "ModuleNotFoundError: No module named "),
    "an exception": (CODE + "\n1 // 0\n", "ZeroDivisionError: integer division"),
    "an exit": (CODE + "\nraise SystemExit(3)\n", "SystemExit: 3"),
    "no such name": (CODE.replace("STRIPES =", "OTHERS ="), "AttributeError: "),
    "another type": (CODE + "\nSTRIPES = 3\n", "TypeError: stripes_of_docs:STRIPES is no LayerKind"),
    "fields of another type": (CODE + '\nSTRIPES = LayerKind(("width",), draw)\n', "TypeError: the fields of "),
    "nothing to call": (CODE + "\nSTRIPES = LayerKind((), None)\n", "TypeError: the draw of "),
}
UNLOADED_SETTINGS = (
    "title: Jejak\nurl: https://a.example/\nlanguage: en\ntheme: mine\ncards: {formats: [link]}\non_error: skip\n"
)
UNLOADED = {
    "content/profile.md": PROFILE,
    "content/activities/2026-05-01-plain.md": "---\ntitle: The plain day\n---\nWe did it.\n",
    "content/reflections/2026-06-01-striped.md": "---\ntitle: The striped day\n---\nWords.\n",
    "themes/mine/theme.yml": "name: Mine\nextends: pelita\n",
    "themes/mine/cards/reflection.yml": LAYOUT,
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "how",
    [how if how in ("an exception", "another type") else pytest.param(how, marks=pytest.mark.slow) for how in BROKEN],
)
def test_a_package_that_cannot_be_loaded_costs_the_cards_that_show_it(package: Path, how: str) -> None:
    code, message = BROKEN[how]
    (package / "stripes_of_docs.py").write_text(code, "utf-8")
    site = make_project(package / "site", UNLOADED_SETTINGS, UNLOADED)
    request = request_in(site, cache="cache")
    report = build(request)
    [fault] = [problem for problem in report.problems if problem.is_error]
    assert (fault.code, fault.source) == ("card-layer-unloaded", LAYOUT.splitlines()[2])
    assert (fault.place.path, fault.place.line, fault.place.column) == ("themes/mine/cards/reflection.yml", 3, 16)
    assert fault.values["message"].startswith(message), fault.values
    assert (fault.values["layer"], fault.values["package"]) == ("bars", "stripes-of-docs 1.2")
    published = files_of(site / "public")
    assert report.exit_code == 0 and "cards/plain/link.jpg" in published
    assert "reflections/striped/index.html" in published
    assert not [path for path, content in published.items() if "cards/striped" in path or b"cards/striped" in content]
    if how != "an exception":
        return
    (package / "stripes_of_docs.py").write_text(CODE, "utf-8")
    plugin_of.cache_clear()
    sys.modules.pop("stripes_of_docs", None)
    assert not build(request).problems, "it is mended"
    assert "cards/striped/link.jpg" in files_of(site / "public")
    write_settings(site, UNLOADED_SETTINGS.replace("skip", "stop"))
    (package / "stripes_of_docs.py").write_text(code, "utf-8")
    plugin_of.cache_clear()
    sys.modules.pop("stripes_of_docs", None)
    before = files_of(site / "public")
    assert build(request).exit_code == 1 and files_of(site / "public") == before


def test_it_is_tried_as_it_is_now_where_it_was_loaded_before(package: Path) -> None:
    """A child that is forked has inherited what its parent loaded: a preview's package may be edited."""
    assert plugin_of("stripes") is not None
    (package / "stripes_of_docs.py").write_text(
        f"{CODE}\nfrom pathlib import Path\n\nPath({str(package / 'loaded')!r}).touch()\n", "utf-8"
    )
    load_afresh("stripes")
    load_afresh("waves")
    assert (package / "loaded").exists()


def test_what_was_lost_is_named_and_not_loaded(package: Path, texts: dict[str, str]) -> None:
    (package / "stripes_of_docs.py").write_text("raise AssertionError('it is loaded')\n", "utf-8")
    base = "layers:\n  bars: {type: stripes, box: [0, 0, 50, 50], width: 10}\n"
    theirs = "extends: bare\noverrides:\n  - {for: link, layers: {bars: {width: 20}}}\n"
    layouts, problems = load_layouts({**texts, "bare.yml": base, "activity.yml": theirs}, lost=("stripes",))
    assert layouts is not None, problems
    for card_format in ("link", "square"):
        [bars] = layouts.of("activity", card_format, "none").layers
        assert isinstance(bars, PluginLayer) and bars.unloaded is not None
        assert (bars.unloaded.code, bars.unloaded.place.path) == ("card-layer-lost", "cards/bare.yml")
    assert "stripes_of_docs" not in sys.modules


ENDS = {"an exit": "import os\nos._exit(3)\n", "a crash": "import ctypes\nctypes.string_at(0)\n"}


@pytest.mark.slow
@pytest.mark.parametrize("how", variants(ENDS, 1))
def test_a_package_that_ends_its_process_while_it_is_loaded_costs_the_cards_that_show_it(
    package: Path, how: str
) -> None:
    (package / "stripes_of_docs.py").write_text(ENDS[how], "utf-8")
    site = make_project(package / "site", UNLOADED_SETTINGS, UNLOADED)

    def kiprah(*args: str) -> Run:
        return run_process(site, *args, PYTHONPATH=str(package))

    told = "themes/mine/cards/reflection.yml:3:16: error[card-layer-lost]: stripes-of-docs 1.2, "
    for command in ("build", "check"):
        done = kiprah(command)
        assert done.returncode == (command == "check"), done.stderr
        assert next(line for line in done.stderr.splitlines() if "error[" in line).startswith(told)
        assert done.stderr.count("error[") == 1
    published = files_of(site / "public")
    assert {"cards/plain/link.jpg", "reflections/striped/index.html"} <= published.keys()
    assert not [path for path, content in published.items() if "cards/striped" in path or b"cards/striped" in content]
    write_settings(site, UNLOADED_SETTINGS.replace("skip", "stop"))
    assert kiprah("build").returncode == 1 and files_of(site / "public") == published
    (package / "stripes_of_docs.py").write_text(CODE, "utf-8")
    assert kiprah("build").returncode == 0 and "cards/striped/link.jpg" in files_of(site / "public"), "it is mended"


@pytest.mark.slow
def test_a_package_is_tried_once_for_its_code(package: Path) -> None:
    """Nobody pays for a process in the builds that follow."""
    code = f"with open({str(package / 'loaded')!r}, 'a') as loaded:\n    loaded.write('x')\n{CODE}"
    (package / "stripes_of_docs.py").write_text(code, "utf-8")
    site = make_project(package / "site", UNLOADED_SETTINGS, UNLOADED)
    entry = site / "content/activities/2026-05-01-plain.md"

    def loadings() -> int:
        entry.write_text(f"{entry.read_text('utf-8')}More.\n", "utf-8")
        assert run_process(site, "build", "-j1", PYTHONPATH=str(package)).returncode == 0
        times = len((package / "loaded").read_text())
        (package / "loaded").unlink()
        return times

    assert (loadings(), loadings()) == (2, 1)
    (package / "stripes_of_docs.py").write_text(f"{code}# changed\n", "utf-8")
    assert (loadings(), loadings()) == (2, 1)


FAILS = """    if card.title == "The bad day":
        raise KeyError("no weeks")
"""


@pytest.mark.parametrize("on_error", ["skip", "stop"])
@pytest.mark.parametrize("jobs", variants([1, 2], quick=1))
def test_what_a_plugin_raises_costs_the_entry_it_drew_for(package: Path, on_error: str, jobs: int) -> None:
    code = CODE.replace("    for y in range", FAILS + "    for y in range")
    assert code != CODE
    (package / "stripes_of_docs.py").write_text(code, "utf-8")
    site = package / "site"
    settings = "title: Jejak\nurl: https://a.example/\nlanguage: en\ntheme: mine\ncards: {formats: [link]}\n"
    files = {
        "content/profile.md": PROFILE,
        "content/activities/2026-05-01-good.md": "---\ntitle: The good day\n---\nWe did it.\n",
        "content/activities/2026-06-01-bad.md": "---\ntitle: The bad day\n---\nWords.\n",
        "themes/mine/theme.yml": "name: Mine\nextends: pelita\n",
        "themes/mine/cards/activity.yml": LAYOUT,
    }
    make_project(site, f"{settings}on_error: {on_error}\n", files)
    request = request_in(site, cache="cache", jobs=jobs)
    report = build(request)
    [fault] = [problem for problem in report.problems if problem.is_error]
    assert (fault.code, fault.place.path) == ("card-layer-fault", "cards/bad/link.jpg")
    assert dict(fault.values) == {
        "path": "cards/bad/link.jpg",
        "layer": "stripes",
        "message": "KeyError: 'no weeks'",
    }
    published = files_of(site / "public")
    if on_error == "stop":
        assert report.exit_code == 1 and not published
        return
    assert report.exit_code == 0
    assert {"activities/good/index.html", "cards/good/link.jpg"} <= published.keys()
    assert not [path for path, content in published.items() if "bad" in path or b"The bad day" in content]
