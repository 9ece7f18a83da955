"""Keys made by two processes are those made by one."""

from __future__ import annotations

from pathlib import Path

from support.command import PYTHON, run_process
from support.sites import make_site

SCRIPT = """
from datetime import date
from pathlib import Path
import kiprah.build.output_keys as output_keys
from kiprah.build.planned_site import read_and_plan
from kiprah.build.request import Request
from kiprah.workers import WorkerPool

root = Path.cwd()
found = read_and_plan(
    Request(root / "content", root / "public", root / ".kiprah", today=date(2026, 11, 22)),
    lambda stage, done, total: None,
    WorkerPool(1),
)
outputs = found.plan.members[0].outputs
alone = output_keys.output_keys(outputs, found.theme, beside=True)
output_keys._MANY = 2
for count in (len(outputs), len(outputs) - 1, 3):
    both = output_keys.output_keys(outputs[:count], found.theme, beside=True)
    assert both == alone[:count], count
    assert all(one.key and one.parts for one in both)
assert len({one.key for one in alone}) == len(outputs)
print(len(outputs))
"""


def test_two_processes_make_the_same_keys(tmp_path: Path) -> None:
    make_site(
        tmp_path,
        {
            f"content/activities/2026-05-{day:02}-hari-{day}.md": f"---\ntitle: Hari {day}\n---\nX {day}.\n"
            for day in (1, 2, 3)
        },
    )
    done = run_process(tmp_path, "-c", SCRIPT, command=PYTHON)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 15
