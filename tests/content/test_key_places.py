"""A problem that knows a value alone is shown where the value stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.build.load import with_sources
from kiprah.content.folder import list_folder
from kiprah.problem import Place, Problem

SETTINGS = """title: T
theme: tiada
brand: huruf.woff2
theme_options:
  stripe: yes
  accent: teal
menu:
  - {label: A, page: about}
  - label: B
    page: /kontak/
featured: [alya, bima]
"""
ENTRY = "---\ntitle: Jl. Mawar No. 5\nplace: >\n  Jl. Mawar No. 5,\n  Sleman\n---\nplace: Jl. Mawar No. 5, Sleman\n"


@pytest.mark.parametrize(
    ("problem", "line", "column"),
    [
        (Problem("theme-missing", Place("site.yml"), {"theme": "tiada", "known": ""}), 2, 8),
        (Problem("font-missing", Place("site.yml"), {"file": "huruf.woff2"}), 3, 8),
        (Problem("font-kind", Place("site.yml"), {"file": "fonts/lain.ttf"}), 0, 0),
        (Problem("theme-option", Place("site.yml"), {"key": "stripe", "known": ""}), 5, 3),
        (Problem("not-true-or-false", Place("site.yml"), {"key": "accent", "value": "teal", "nearest": ""}), 6, 11),
        (Problem("menu-page", Place("site.yml"), {"page": "kontak"}), 10, 11),
        (Problem("menu-page", Place("site.yml"), {"page": "lain"}), 0, 0),
        (Problem("featured-unknown", Place("site.yml"), {"value": "bima"}), 11, 18),
        (Problem("url-missing", Place("site.yml")), 0, 0),
        (Problem("place-exact", Place("a.md"), {"value": "Jl. Mawar No. 5, Sleman"}), 3, 8),
        (Problem("place-exact", Place("site.yml"), {"value": "x"}), 0, 0),
    ],
)
def test_where_the_key_stands(tmp_path: Path, problem: Problem, line: int, column: int) -> None:
    (tmp_path / "site.yml").write_text(SETTINGS)
    (tmp_path / "a.md").write_text(ENTRY)
    found = with_sources((problem,), list_folder(tmp_path)[0])[0]
    assert found.place == Place(problem.place.path, line, column)
    assert bool(found.source) == bool(line)


def test_settings_that_cannot_be_read_have_no_such_place(tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text("theme: [\n")
    problem = Problem("theme-missing", Place("site.yml"), {"theme": "tiada", "known": ""})
    assert with_sources((problem,), list_folder(tmp_path)[0]) == (problem,)
