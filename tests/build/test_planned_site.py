"""Who is only looked at is planned as builds plan them: who may not be published is in no list and on no card."""

from __future__ import annotations

from pathlib import Path

from kiprah.build.check import check
from kiprah.build.explain import explain
from kiprah.build.load import silent
from kiprah.build.pipeline import build
from kiprah.build.planned_site import read_and_plan
from kiprah.model.addresses import REGISTER
from support.building import request_in
from support.communities import make_community
from support.sites import files_of, make_project

NAMELESS = {
    "content/members/citra/profile.md": "---\nheadline: Nobody knows\n---\nHalo.\n",
    "content/members/citra/activities/2026-05-02-kelas.md": "---\ntitle: Kelas\n---\nIsi.\n",
}


def test_a_member_without_a_name_is_planned_by_nobody(tmp_path: Path) -> None:
    root = make_community(tmp_path, NAMELESS)
    request = request_in(root)
    assert build(request).exit_code == 0
    planned = read_and_plan(request, silent)
    assert planned.plan is not None and planned.site is not None
    assert [member.prefix for member in planned.site.members] == ["members/alya/", "members/bima/", ""]
    made = {output.path for output in planned.plan.outputs}
    assert not [path for path in made if "citra" in path]
    # Nor does anything else stand in the plan that the build did not publish.
    assert {path for path in made if path.endswith(".html")} == {
        path for path in files_of(request.output) if path.endswith(".html")
    }
    answer = explain(request, str(root / "content/members/citra/activities/2026-05-02-kelas.md"))
    assert answer.unpublished is not None and answer.unpublished.reason == "profile-broken"
    said = [problem for problem in check(request).problems if problem.code == "missing-key"]
    assert [problem.place.path for problem in said] == ["members/citra/profile.md"]


def test_what_is_wrong_with_the_addresses_is_said_beside_a_broken_profile(tmp_path: Path) -> None:
    settings = "title: Jejak\nurl: https://a.example/\ncards: {formats: []}\n"
    files = {"content/profile.md": "---\nname: [\n---\n", f"content/{REGISTER}": "addresses:\n  nonsense\n"}
    request = request_in(make_project(tmp_path, settings, files))
    for report in (check(request), build(request)):
        assert "addresses-line" in {problem.code for problem in report.problems}
