"""What theme authors read is true: every field is on the page, and the example of the page builds."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from support.command import TODAY, run

ROOT = Path(__file__).parents[1]


def test_the_fields_are_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("write_theme_fields", ROOT / "scripts" / "write_theme_fields.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for path, text in script.written().items():
        assert path.read_text("utf-8") == text, "run scripts/write_theme_fields.py"


@pytest.mark.slow
def test_the_example_overrides_one_template(tree: Callable[[Mapping[str, str]], Path]) -> None:
    blocks = re.findall(r"```(?:yaml|jinja)\n(.*?)```", (ROOT / "docs" / "themes.md").read_text("utf-8"), re.S)
    manifest, template = blocks[:2]
    root = tree(
        {
            "content/site.yml": "title: Jejak\nurl: https://a.example/\nlanguage: en\ntheme: mine\ncards: {formats: []}\n",
            "content/profile.md": "---\nname: Alya\n---\nHello.\n",
            "content/activities/2026-05-01-hari.md": "---\ntitle: A day\n---\nWords.\n",
            "themes/mine/theme.yml": manifest,
            "themes/mine/templates/activity.html": template,
        }
    )
    done = run(root, "build", *TODAY)
    assert done.returncode == 0, done.stderr
    page = (root / "public" / "activities" / "hari" / "index.html").read_text("utf-8")
    assert "Words." in page and re.search(r"<p>\w+</p>\s*(<|$)", page)
    assert (root / "public" / "index.html").exists()
