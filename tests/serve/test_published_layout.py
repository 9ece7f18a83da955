"""Where things stand on published pages, as a browser lays them out: results, roles' bars, a home without a headline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser import Browser

from support.command import TODAY, run
from support.communities import COMMUNITY, make_community
from support.sites import SETTINGS, draw_photo, make_site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ENTRY = "---\ntitle: {title}\norganization: {organization}\nrole: {role}\nhours: 3\ncauses: [education]\n---\nIsi.\n"
LONG = "Koordinator pendamping baca untuk anak yang baru pindah ke kampung ini dari mana saja"
BOXES = """(() => {
  const boxes = {};
  for (const [name, selector] of Object.entries(%s)) {
    boxes[name] = [...document.querySelectorAll(selector)].map((found) => {
      const box = found.getBoundingClientRect();
      return { left: box.left, right: box.right, top: box.top, bottom: box.bottom, text: found.textContent.trim() };
    });
  }
  return boxes;
})()"""


def boxes(browser: Browser, selectors: dict[str, str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = browser.run(BOXES % selectors)
    assert all(found[name] for name in selectors), {name: len(each) for name, each in found.items()}
    return found


def built(root: Path) -> Path:
    done = run(root, "build", *TODAY)
    assert done.returncode == 0, done.stderr
    return root / "public"


def middle(box: dict[str, Any]) -> float:
    return float(box["top"] + box["bottom"]) / 2


@pytest.fixture(scope="module")
def community(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = "---\ntitle: Sore bersama Bima\n---\nIsi.\n"
    files = {"content/members/alya/activities/2026-05-03-sore.md": text}
    return built(make_community(tmp_path_factory.mktemp("search"), files, COMMUNITY))


RESULTS = {"list": "[data-results]", "dated": ".result:not(:has(time:empty)) .entry-title"}
UNDATED = {"list": "[data-results]", "undated": ".result:has(time:empty) .entry-title"}


def searched(browser: Browser, community: Path, asked: str) -> None:
    browser.size(1200, 900)
    browser.open(f"{(community / 'search/index.html').as_uri()}?{asked}")
    browser.wait("document.querySelector('[data-results] .entry-title') && !document.querySelector('[aria-busy]')")


def test_results_without_a_day_stand_under_those_with_one(browser: Browser, community: Path) -> None:
    searched(browser, community, "q=bima")
    found = boxes(browser, {**RESULTS, **UNDATED})
    assert [one["text"] for one in found["undated"]] == ["Bima"]
    assert "Sore bersama Bima" in [one["text"] for one in found["dated"]]
    assert {round(one["left"]) for one in (*found["dated"], *found["undated"])} == {round(found["dated"][0]["left"])}
    assert found["dated"][0]["left"] > found["list"][0]["left"] + 40


def test_where_no_result_has_a_day_none_is_indented(browser: Browser, community: Path) -> None:
    searched(browser, community, "q=bima&kind=member")
    found = boxes(browser, UNDATED)
    assert [one["text"] for one in found["undated"]] == ["Bima"]
    assert abs(found["undated"][0]["left"] - found["list"][0]["left"]) < 1


@pytest.mark.parametrize("width", [800, 1200])
def test_a_roles_bar_stands_beside_its_dates(browser: Browser, tmp_path: Path, width: int) -> None:
    """Also where the role's name takes several lines."""
    roles = (("2025-02-03-a", LONG, "Rumah Baca Gerimis di Kampung Atas"), ("2026-05-01-b", "Relawan", "Pesisir"))
    files = {
        f"content/activities/{name}.md": ENTRY.format(title=name[-1], role=role, organization=organization)
        for name, role, organization in roles
    }
    browser.size(width, 900)
    browser.open((built(make_site(tmp_path, files)) / "index.html").as_uri())
    found = boxes(browser, {"name": ".role-name", "bar": ".role-row .spans", "dates": ".role-row > .facts"})
    rows = list(zip(found["name"], found["bar"], found["dates"], strict=True))
    assert max(name["bottom"] - name["top"] for name, _, _ in rows) > 70
    for name, bar, dates in rows:
        assert name["right"] <= bar["left"] and bar["right"] <= dates["left"]
        assert dates["top"] <= middle(bar) <= dates["bottom"]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The home of somebody without a headline, with a portrait and without one."""
    addresses = {}
    for kind, photo in (("portrait", "photo: {file: a.jpg, alt: Alya, people: none}\n"), ("hero-dots", "")):
        root = make_site(
            tmp_path_factory.mktemp(kind),
            {
                "content/profile.md": f"---\nname: Alya Putri\n{photo}---\nHalo.\n",
                "content/activities/2026-05-01-b.md": ENTRY.format(title="B", role="Relawan", organization="Pesisir"),
            },
        )
        draw_photo(root / "content/a.jpg", 1, (400, 600))
        page = built(root) / "index.html"
        assert "p-note" not in page.read_text("utf-8")
        addresses[kind] = page.as_uri()
    return addresses


@pytest.mark.parametrize("kind", ["portrait", "hero-dots"])
def test_without_a_headline_what_follows_stands_right_under_the_name(
    browser: Browser, homes: dict[str, str], kind: str
) -> None:
    browser.size(1200, 900)
    browser.open(homes[kind])
    found = boxes(browser, {"name": ".hero h1", "glance": ".hero .glance", "picture": f".hero .{kind}"})
    name, glance, picture = (found[one][0] for one in ("name", "glance", "picture"))
    assert 0 <= glance["top"] - name["bottom"] < 60
    assert picture["left"] > name["left"] and picture["bottom"] - picture["top"] > 200


def test_without_a_headline_a_phone_has_the_name_beside_the_portrait(browser: Browser, homes: dict[str, str]) -> None:
    browser.size(390, 800)
    browser.open(homes["portrait"])
    found = boxes(browser, {"name": ".hero h1", "picture": ".hero .portrait", "glance": ".hero .glance"})
    name, picture, glance = (found[one][0] for one in ("name", "picture", "glance"))
    assert name["left"] >= picture["right"] and picture["top"] <= middle(name) <= picture["bottom"]
    assert 0 <= glance["top"] - picture["bottom"] < 40


def test_without_a_headline_lembar_sets_the_facts_off_the_name(browser: Browser, tmp_path: Path) -> None:
    files = {"content/activities/2026-05-01-b.md": ENTRY.format(title="B", role="Relawan", organization="Pesisir")}
    browser.size(1200, 900)
    browser.open((built(make_site(tmp_path, files, f"{SETTINGS}theme: lembar\n")) / "index.html").as_uri())
    found = boxes(browser, {"name": ".head h1", "facts": ".head h1 + .facts"})
    assert 4 <= found["facts"][0]["top"] - found["name"][0]["bottom"] <= 16
