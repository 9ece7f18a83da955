"""The pictures of where to press: drawn from their table, one for each source and language, each shown in its page."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from xml.etree import ElementTree

import yaml

ROOT = Path(__file__).parents[1]


def test_every_picture_is_as_drawn_and_shown() -> None:
    spec = importlib.util.spec_from_file_location("draw_click_paths", ROOT / "scripts" / "draw_click_paths.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    sources = yaml.safe_load((ROOT / "scripts" / "click_paths.yml").read_text("utf-8"))
    assert len(sources) == 7
    for source, languages in sources.items():
        assert sorted(languages) == ["en", "id"]
        for language, page in (("en", "import.md"), ("id", "impor.md")):
            name = f"clicks-{source}-{language}.svg"
            text = (ROOT / "docs" / "pictures" / name).read_text("utf-8")
            assert text == script.picture(languages[language], language), f"run scripts/draw_click_paths.py: {name}"
            ElementTree.fromstring(text)
            assert f"(pictures/{name})" in (ROOT / "docs" / page).read_text("utf-8")
            pressed = [sum(row.startswith("!") for row in panel["rows"]) for panel in languages[language]]
            assert all(pressed), f"{source}: each step presses something"
