"""The key of an output follows from its own value, whatever is asked with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiprah.build.output_keys import output_keys
from kiprah.build.planned_site import read_and_plan
from kiprah.build.request import Request
from support.sites import make_site


def test_an_output_has_the_same_key_in_any_company(tmp_path: Path) -> None:
    entries = {
        f"content/activities/2026-05-{day:02}-hari-{day}.md": f"---\ntitle: Hari {day}\n---\nX {day}.\n"
        for day in (1, 2, 3)
    }
    root = make_site(tmp_path, entries)
    request = Request(root / "content", root / "public", root / ".kiprah", today=date(2026, 11, 22))
    found = read_and_plan(request, lambda stage, done, total: None)
    assert found.plan is not None and found.theme is not None
    outputs = found.plan.members[0].outputs
    together = output_keys(outputs, found.theme)
    assert [output_keys((output,), found.theme)[0] for output in outputs] == together
    assert output_keys(outputs[::-1], found.theme) == together[::-1]
    assert len({one.key for one in together}) == len(outputs) > 15
    assert all(one.parts for one in together)
