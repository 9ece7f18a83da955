"""A community's pages as a browser and the W3C's checker find them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from site_host import hosted

from support.command import TODAY, run
from support.communities import COMMUNITY, make_community
from support.once import built_once

Ask = Callable[..., Any]
pytestmark = [pytest.mark.slow, pytest.mark.browser]

PAGES = ("", "members/", "events/", "events/pantai/", "events/tanam/", "causes/", "causes/education/", "members/alya/")
JOIN = "join: {label: Join us, url: 'https://kawan.example/join'}\n"
FILES = {
    "content/about.md": "---\ntitle: About\n---\nWe read together.\n\nEvery Saturday.\n",
    "content/events/2026-12-12-tanam/index.md": (
        "---\ntitle: Tanam\nparticipants: [alya]\ncapacity: 20\nregister: https://kawan.example/register\n---\nTrees.\n"
    ),
    "content/members/citra/profile.md": f"---\nname: {'Kusumawardhani ' * 3}\nheadline: {'reads ' * 20}\n---\nHi.\n",
    "content/members/alya/activities/2026-05-03-baca.md": (
        "---\ntitle: Eight children read\nplace: Sleman, ID\ncauses: [education]\nskills: [teaching]\n---\nRead.\n"
    ),
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    def build(folder: Path) -> None:
        for theme in ("pelita", "lembar"):
            root = make_community(folder / theme, FILES, f"{COMMUNITY}{JOIN}theme: {theme}\n")
            done = run(root, "build", *TODAY, "-j1")
            assert done.returncode == 0, done.stderr

    built = built_once(tmp_path_factory, "look-communities", build)
    return {theme: built / theme / "public" for theme in ("pelita", "lembar")}


@pytest.fixture(scope="module")
def hosts(folders: dict[str, Path]) -> Iterator[dict[str, str]]:
    with ExitStack() as running:
        yield {theme: running.enter_context(hosted(folder)) for theme, folder in folders.items()}


@pytest.mark.parametrize("theme", ["pelita", "lembar"])
def test_axe_finds_nothing_in_any_width_and_light(theme: str, hosts: dict[str, str], ask: Ask) -> None:
    found = {page: ask("hold", url=hosts[theme] + page, widths=[320, 1440]) for page in PAGES}
    assert {page: faults for page, faults in found.items() if faults} == {}


def test_joining_is_one_press_away_and_no_page_is_wider_than_its_window(hosts: dict[str, str], ask: Ask) -> None:
    # At home it stands beside the name, and not twice on one screen.
    link = 'a[href="https://kawan.example/join"]'
    script = f"return document.querySelectorAll('.masthead {link}, .community-hero {link}').length === 1"
    found = ask("act", urls=[hosts["pelita"] + page for page in PAGES], script=script, widths=[320, 768, 1440])
    assert [(each["url"], each["over"]) for each in found if not each["value"] or each["over"] > 0] == []


def test_the_w3c_checker_finds_no_error(folders: dict[str, Path], checker: tuple[str, ...]) -> None:
    files = [str(path) for folder in folders.values() for path in folder.rglob("*.html")]
    files += [str(path) for path in folders["pelita"].rglob("community*.css")]
    command = [*checker, "--format", "json", "--also-check-css", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert json.loads(done.stderr)["messages"] == []


def test_search_engines_are_told_of_an_organization_its_events_and_lists(folders: dict[str, Path]) -> None:
    def main(page: str) -> Any:
        text = (folders["pelita"] / page / "index.html").read_text("utf-8")
        return json.loads(text.partition('ld+json">')[2].partition("</script>")[0])["@graph"][0]

    assert (main("")["@type"], main("")["@id"]) == ("Organization", "https://kawan.example/#community")
    event = main("events/tanam")
    assert (event["@type"], event["startDate"], event["maximumAttendeeCapacity"]) == ("Event", "2026-12-12", 20)
    people = main("members")
    assert people["@type"] == "CollectionPage" and len(people["hasPart"]) == 3
    assert main("events")["hasPart"][0]["url"] == "https://kawan.example/events/tanam/"
