"""The workflows of a new community, carried out step by step over a real repository with a stranger's commit in it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.command import run
from support.repositories import commit_all, git
from support.sites import files_of, write_files

pytestmark = pytest.mark.slow
EVIL = 'alya"; touch pwned; echo $(touch pwned) `touch pwned`'


def workflow(base: Path, name: str) -> Mapping[Any, Any]:
    loaded = yaml.safe_load((base / ".github/workflows" / name).read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A community of the example, with Sari's account noted, in a repository."""
    folder = tmp_path_factory.mktemp("asal")
    assert run(folder, "new", "site", "club", "--kind", "community", "--language", "en").returncode == 0
    with (folder / "club/content/members/sari.yml").open("a", encoding="utf-8") as record:
        record.write("accounts: [github:sari]\n")
    commit_all(folder / "club")
    return folder / "club"


class Runner:
    """A machine that carries out the steps of the workflow that looks at a request."""

    def __init__(self, folder: Path, origin: Path) -> None:
        self.folder, self.base = folder, git(origin, "rev-parse", "HEAD")
        self.fork = folder / "fork"
        git(folder, "clone", "-q", str(origin), str(self.fork))
        self.work = folder / "work"
        self.work.mkdir()
        programs = folder / "programs"
        programs.mkdir()
        for name in ("kiprah", "pip"):
            (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -m {name} "$@"\n', "utf-8")
            (programs / name).chmod(0o755)
        self.path = f"{programs}:{os.environ['PATH']}"

    def request(self, files: Mapping[str, str | bytes], author: str = "sari") -> Path:
        """Commit what a stranger brings, and run all steps as a request's; return the folder of the result."""
        write_files(self.fork, files)
        commit_all(self.fork)
        values = {
            "github.event.number": "7",
            "github.event.pull_request.base.sha": self.base,
            "github.event.pull_request.user.login": author,
        }
        for step in workflow(self.fork.parent / "fork", "review.yml")["jobs"]["review"]["steps"]:
            if "actions/checkout@" in step.get("uses", ""):
                target = self.work / step["with"]["path"]
                git(self.work, "clone", "-q", str(self.fork), str(target))
                if "ref" in step["with"]:
                    git(target, "checkout", "-q", said(step["with"]["ref"], values))
            elif "run" in step:
                self.run(step, values)
        return self.work / "result"

    def run(self, step: Mapping[str, Any], values: Mapping[str, str]) -> None:
        own = {name: said(text, values) for name, text in step.get("env", {}).items()}
        kept = {name: os.environ[name] for name in ("HOME", "LANG", "PYTHONPATH") if name in os.environ}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=self.work / step.get("working-directory", "."),
            env={
                **kept,
                "PATH": self.path,
                "PIP_NO_INDEX": "1",
                "GITHUB_STEP_SUMMARY": str(self.folder / "summary"),
                **own,
            },
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"{step['run']}\n{done.stderr}"


def said(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{\s*([\w.]+)\s*\}\}", lambda match: values[match[1]], text)


@pytest.fixture
def runner(tmp_path: Path, origin: Path) -> Runner:
    return Runner(tmp_path, origin)


ENTRY = "---\ntitle: Planting day\n---\nWe planted mangroves. See https://new-host.example/x\n"


def test_an_own_entry_is_looked_at_and_told(runner: Runner) -> None:
    result = runner.request({"content/members/sari/activities/2026-11-10-planting.md": ENTRY})
    assert (result / "number.txt").read_text("utf-8") == "7\n"
    text = (result / "review.md").read_text("utf-8")
    assert "We planted mangroves" in text and "new-host.example" in text and len(text.encode()) < 60_000
    assert (runner.folder / "summary").read_text("utf-8") == text


TRAP = "import pathlib; pathlib.Path({path!r}).write_text('x')\n"


def test_nothing_a_request_brings_is_run_or_decides(runner: Runner) -> None:
    mark = runner.folder / "pwned"
    trap = TRAP.format(path=str(mark))
    hostile = {
        "content/members/sari/activities/2026-11-10-planting.md": ENTRY,
        "kiprah/__init__.py": trap,
        "sitecustomize.py": trap,
        "content/kiprah.py": trap,
        "requirements.txt": "./evil\n",
        "evil/setup.py": trap,
        "content/site.yml": "kind: community\ntitle: Mine\ntheme: mine\n",
        "content/themes/mine/theme.yml": "name: mine\n",
        ".gitattributes": "* filter=evil\n",
        "content/members/bima/profile.md": "---\nname: Bima the second\n---\n",
    }
    result = runner.request(hostile, author=EVIL)
    assert not mark.exists()
    assert not [path for path in files_of(runner.work) if path.endswith("pwned")]
    text = (result / "review.md").read_text("utf-8")
    # Somebody else's folder, by somebody nobody has noted: that is what a moderator reads first.
    assert "bima" in text and "Bima the second" in text
    assert (runner.work / "base/requirements.txt").read_text("utf-8").startswith("# This site was made by kiprah")


COMMENT = """
const fs = require('fs')
const [script, cases] = JSON.parse(fs.readFileSync(0, 'utf8'))
const Run = Object.getPrototypeOf(async function () {}).constructor
const answers = []
const one = async ({folder, files, sha, before}) => {
  const calls = []
  const core = {setFailed: text => calls.push(['failed', text])}
  const context = {repo: {owner: 'club', repo: 'site'}, payload: {workflow_run: {head_sha: 'good'}}}
  const list = {listFiles: 'files', listComments: 'comments'}
  const rest = {
    pulls: {get: async () => ({data: {head: {sha}}}), listFiles: list.listFiles},
    issues: {
      listComments: list.listComments,
      createComment: async call => calls.push(['create', call.body]),
      updateComment: async call => calls.push(['update', call.body]),
    },
  }
  const paginate = async what => what === 'files' ? files.map(filename => ({filename})) : before
  process.env.FOLDER = folder
  await new Run('require', 'core', 'context', 'github', script)(require, core, context, {rest, paginate})
  answers.push(calls)
}
const all = async () => { for (const given of cases) await one(given); console.log(JSON.stringify(answers)) }
all()
"""
HOSTILE = "@everyone <img src=x onerror=alert(1)> ![x](https://spy.example/p.png) [click](javascript:alert(1))\n" * 900


@pytest.mark.skipif(shutil.which("node") is None, reason="the script of the comment is JavaScript")
def test_the_comment_takes_the_result_for_a_strangers(origin: Path, tmp_path: Path) -> None:
    def case(name: str, number: str = "7\n", text: str = "fine", **more: object) -> dict[str, object]:
        folder = tmp_path / name
        write_files(folder, {"number.txt": number, "review.md": text})
        return {"folder": str(folder), "files": ["content/members/sari/a.md"], "sha": "good", "before": [], **more}

    linked = case("linked")
    (tmp_path / "linked/review.md").unlink()
    (tmp_path / "linked/review.md").symlink_to("/etc/passwd")
    own = {"id": 3, "user": {"type": "Bot"}, "body": "**kiprah review**\nold"}
    cases = [
        case("fine"),
        case("hostile", text=HOSTILE),
        case("rules", files=[".github/workflows/review.yml"]),
        case("moved", sha="another"),
        case("number", number="7; rm -rf /\n"),
        linked,
        case("again", before=[own]),
    ]
    steps = workflow(origin, "review-comment.yml")["jobs"]["comment"]["steps"]
    script = next(step["with"]["script"] for step in steps if "script" in step.get("with", {}))
    done = subprocess.run(
        ["node", "-e", COMMENT],
        input=json.dumps([script, cases]),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    fine, hostile, rules, moved, number, link, again = json.loads(done.stdout)
    assert fine == [["create", "**kiprah review**\n\nfine"]]
    ((kind, body),) = hostile
    assert kind == "create" and len(body) < 65_536
    assert not re.search(r"@\w|<|!\[|\]\(", body)
    assert rules[0][0] == "create" and "fine" not in rules[0][1] and "outside `content/`" in rules[0][1]
    assert [calls[0][0] for calls in (moved, number)] == ["failed", "failed"]
    assert link == [["create", "**kiprah review**\n\nNothing could be read."]]
    assert again == [["update", "**kiprah review**\n\nfine"]]
