"""A new community shows at once on this machine, and is published for nobody until its words are somebody's."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from kiprah.authoring.examples import example_problems
from kiprah.authoring.installed_from import Origin
from kiprah.authoring.new.new_site import NewSite, SiteRequest, write_site
from kiprah.content.folder import list_folder
from kiprah.content.member_record import read_member_record
from kiprah.content.settings import read_settings
from kiprah.fields.source import read_source
from support.sites import write_settings

TODAY = date(2026, 5, 20)


@pytest.fixture(params=["en", "id"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    new = write_site(SiteRequest(tmp_path / "kawan", request.param, "Asia/Jakarta", TODAY, Origin(""), "community"))
    assert isinstance(new, NewSite), new
    return tmp_path / "kawan"


def front_of(path: Path) -> dict[str, object]:
    front: dict[str, object] = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    return front


def found(root: Path, url: str | None = None) -> list[tuple[str, str]]:
    folder, _ = list_folder(root / "content")
    settings, problems = read_settings(folder)
    assert settings is not None, problems
    return [(problem.code, problem.place.path) for problem in example_problems(folder, settings, url)]


def test_who_and_what_is_there(root: Path) -> None:
    site, _ = list_folder(root / "content")
    records = {slug: read_member_record(site, slug) for slug in site.folders_in("members")}
    assert all(problems == () for _, problems in records.values())
    states = [(record.is_published, record.leads_on) for record, _ in records.values() if record is not None]
    assert sorted(states) == [(False, False), (False, True), (True, False), (True, False), (True, False)]
    events = sorted((root / "content/events").glob("*/index.md"))
    assert len(events) == 2
    days = [front_of(path)["date"] for path in events]
    assert days[0] < TODAY < days[1]  # type: ignore[operator]
    members = set(records)
    slugs = {path.parent.name[11:] for path in events}
    for path in events:
        assert set(front_of(path)["participants"]) <= members  # type: ignore[call-overload]
    joined = [front_of(path).get("event") for path in (root / "content/members").rglob("activities/*.md")]
    assert set(joined) - {None} < slugs
    settings = yaml.safe_load((root / "content/site.yml").read_text("utf-8"))
    (featured,) = settings["featured"]
    slug, _, entry = featured.partition("/")
    assert list((root / "content/members" / slug / "activities").glob(f"*-{entry}.md"))
    for path in root.rglob("*"):
        if path.suffix in (".md", ".yml"):
            source, problems = read_source(path.name, path.read_bytes())
            assert source is not None and not problems
            assert "$past" not in source.text and "$title" not in source.text


def test_editors_help_with_the_communitys_own_files(root: Path) -> None:
    settings = json.loads((root / ".vscode/settings.json").read_text("utf-8"))
    assert set(settings["yaml.schemas"].values()) == {"content/site.yml", "content/members/*.yml"}
    assert settings["yaml.schemaStore.enable"] is False
    for file in settings["yaml.schemas"]:
        assert json.loads((root / file).read_text("utf-8"))["properties"]


def test_nothing_of_it_is_published_elsewhere(root: Path) -> None:
    told = found(root)
    assert told[0] == ("example-address", "site.yml")
    places = {path.split("/")[1] if path.startswith("members/") else path.split("/")[0] for _, path in told[1:]}
    assert places == {"about.md", "events", "bima", "dewi", "raka", "sari", "tari"}
    assert {code for code, _ in told[1:]} == {"example-words"}
    assert found(root, "https://kawan.example/") == told[1:]
    text = (root / "content/site.yml").read_text("utf-8")
    write_settings(root, text.replace("https://example.org/", "http://localhost:8000/"))
    assert found(root) == []


def test_what_somebody_wrote_is_theirs(root: Path) -> None:
    before = len(found(root))
    profile = root / "content/members/sari/profile.md"
    profile.write_text("---\nname: Sari Dewanti\n---\nSaya menjahit layar perahu.\n", "utf-8")
    assert len(found(root)) == before - 1
    coming = sorted((root / "content/events").glob("*/index.md"))[1]
    coming.write_text(coming.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")
    assert len(found(root)) == before - 2


class TestWorkflows:
    """Who may write runs nothing of a stranger's; who runs something may write nothing."""

    def flow(self, root: Path, name: str) -> tuple[dict[object, object], str]:
        text = (root / ".github/workflows" / name).read_text("utf-8")
        return yaml.safe_load(text), text

    def test_the_review_has_no_secrets_and_runs_the_base(self, root: Path) -> None:
        flow, text = self.flow(root, "review.yml")
        assert list(flow[True]) == ["pull_request"]  # type: ignore[call-overload]
        assert flow["permissions"] == {"contents": "read"}
        assert "secrets." not in text and "pull_request_target" not in text and "workflow_run" not in text
        steps = flow["jobs"]["review"]["steps"]  # type: ignore[index]
        checkouts = [step["with"] for step in steps if "actions/checkout@" in step.get("uses", "")]
        assert [one["path"] for one in checkouts] == ["base", "proposed"]
        assert all(one["persist-credentials"] is False for one in checkouts)
        assert "base.sha" in checkouts[0]["ref"] and "ref" not in checkouts[1]
        runs = [(step.get("working-directory"), step["run"]) for step in steps if "run" in step]
        assert runs[0] == ("base", "pip install -q -r requirements.txt")
        # What a stranger chose reaches the shell as values of the environment alone.
        assert not any("${{" in run for _, run in runs)
        assert "kiprah build" not in text and "kiprah check" not in text

    def test_the_comment_runs_nothing_and_cleans_the_text(self, root: Path) -> None:
        flow, text = self.flow(root, "review-comment.yml")
        assert list(flow[True]) == ["workflow_run"]  # type: ignore[call-overload]
        assert flow["permissions"] == {"actions": "read", "pull-requests": "write"}
        steps = flow["jobs"]["comment"]["steps"]  # type: ignore[index]
        assert not any("run" in step for step in steps) and "checkout" not in text and "secrets." not in text
        script = steps[1]["with"]["script"]
        assert "${{" not in script and "head.sha !== context.payload.workflow_run.head_sha" in script
        for cleaning in ("/@/g", "/</g", r"/!\[/g", r"/\]\(/g", "slice(0, 60000)", "lstatSync"):
            assert cleaning in script

    def test_owners_are_a_hint_until_somebody_is_named(self, root: Path) -> None:
        lines = (root / ".github/CODEOWNERS").read_text("utf-8").splitlines()
        assert lines and all(line.startswith("#") for line in lines)

    def test_actions_are_those_of_github(self, root: Path) -> None:
        used = re.findall(r"uses: (\S+)", "".join(self.flow(root, n)[1] for n in ("review.yml", "review-comment.yml")))
        assert used and all(name.startswith("actions/") for name in used)
