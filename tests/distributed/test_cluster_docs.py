"""Files and commands that docs/cluster.md gives: read by what would read them, as far as no container is needed."""

from __future__ import annotations

import importlib
import re
import shlex
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiprah.cli.build import build
from kiprah.distributed.address import scheduler_address

pytestmark = pytest.mark.slow  # loads Dask's commands

PAGES = [Path(__file__).parents[2] / "docs" / name for name in ("cluster.md", "kluster.md")]


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def accepted(line: str) -> None:
    """Let the command that would be called read its arguments; it raises where one is none of its own."""
    words = shlex.split(line, comments=True)
    if words[:1] == ["dask"]:
        command = importlib.import_module(f"distributed.cli.dask_{words[1]}").main
        assert entry_points(group="dask_cli", name=words[1]), "`dask` knows it"
        context = command.make_context(words[1], words[2:])
        assert context.params
    else:
        assert words[:2] == ["kiprah", "build"]
        context = build.make_context("build", words[2:])
        assert scheduler_address(context.params["executor"])


def commands_of(page: Path) -> list[str]:
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    parts = [part.strip() for line in lines for part in line.partition("#")[0].split("&&")]
    return [part for part in parts if part.startswith(("dask ", "kiprah build"))]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_compose_file_and_commands_are_what_their_programs_read() -> None:
    compose, values = (yaml.safe_load(text) for text in blocks(PAGES[0], "yaml"))
    services: dict[str, dict[str, Any]] = compose["services"]
    assert services.keys() == {"scheduler", "worker", "build"}
    lines = [*commands_of(PAGES[0]), *commands_of(PAGES[1]), *(service["command"] for service in services.values())]
    assert len(lines) >= 9
    for line in lines:
        accepted(line)
    # One volume, under one path, for all who read the site, and a name for the scheduler that they all use.
    assert {tuple(service["volumes"]) for name, service in services.items() if name != "scheduler"} == {
        ("site:/srv/kawan",)
    }
    assert compose["volumes"].keys() == {"site"} and services["build"]["working_dir"] == "/srv/kawan"
    assert all("//scheduler:8786" in services[name]["command"] for name in ("worker", "build"))
    # Values by the names that Dask's chart has.
    assert values["worker"].keys() <= {
        "image",
        "replicas",
        "threads_per_worker",
        "resources",
        "mounts",
        "env",
        "extraArgs",
    }
    assert values["scheduler"].keys() <= {"image", "env", "extraArgs", "resources"}
    mounts = values["worker"]["mounts"]
    assert [one["name"] for one in mounts["volumes"]] == [one["name"] for one in mounts["volumeMounts"]] == ["site"]
    # The chart calls two programs that the image makes itself.
    (image,) = blocks(PAGES[0], "dockerfile")
    assert "/usr/local/bin/dask-$part" in image and "for part in scheduler worker" in image


def test_both_languages_give_the_same_files_but_for_what_they_say() -> None:
    one, other = ([yaml.safe_load(text) for text in blocks(page, "yaml")] for page in PAGES)
    assert one == other and len(one) == 2
    assert blocks(PAGES[0], "dockerfile") == blocks(PAGES[1], "dockerfile")
