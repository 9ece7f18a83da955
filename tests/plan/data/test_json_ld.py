"""JSON-LD: what pages say to search engines, and that it can end no script element."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from kiprah.plan.data.json_ld import linked_data
from kiprah.plan.data.json_value import Fields, fields, script_text

Plan = Callable[..., Any]


def graph(site: Any, path: str) -> list[Any]:
    document = json.loads(linked_data(site.pages[path]))
    assert document["@context"] == "https://schema.org"
    return list(document.get("@graph", [document]))


def test_the_home_page_is_a_profile_with_every_role(alya: Any) -> None:
    (profile,) = graph(alya, "index.html")
    assert profile["@type"] == "ProfilePage"
    person = profile["mainEntity"]
    assert (person["@type"], person["name"]) == ("Person", "Alya Putri")
    assert person["sameAs"] == ["https://code.example/alya"]
    assert person["knowsLanguage"] == ["Bahasa Indonesia", "English"]
    ongoing, reading = person["memberOf"]
    assert reading["@type"] == "OrganizationRole"
    assert (reading["roleName"], reading["startDate"], reading["endDate"]) == ("Pengajar", "2026-03-14", "2026-06-20")
    assert reading["memberOf"]["@type"] == "NGO"
    assert reading["memberOf"]["name"] == "Rumah Pelangi"
    assert "endDate" not in ongoing
    assert "email" not in person


def test_an_activity_is_an_article_about_an_event(alya: Any) -> None:
    article, crumbs = graph(alya, "activities/reading-class/index.html")
    assert article["@type"] == "Article"
    assert article["author"]["@id"] == "https://alya.example/#person"
    event = article["about"]
    assert (event["@type"], event["startDate"], event["endDate"]) == ("Event", "2026-03-14", "2026-06-20")
    assert event["location"] == {"@type": "Place", "name": "Sleman, ID"}
    assert event["organizer"]["name"] == "Rumah Pelangi"
    assert crumbs["@type"] == "BreadcrumbList"
    assert [step["position"] for step in crumbs["itemListElement"]] == [1, 2, 3]
    assert crumbs["itemListElement"][-1]["item"] == "https://alya.example/activities/reading-class/"


def test_a_reflection_is_about_its_activity(alya: Any) -> None:
    article = graph(alya, "reflections/voice/index.html")[0]
    assert article["about"]["url"] == "https://alya.example/activities/reading-class/"
    assert "about" not in graph(alya, "reflections/about-unlisted/index.html")[0]


def test_a_role_is_the_member_in_it(alya: Any) -> None:
    page = graph(alya, "roles/rumah-pelangi-pengajar/index.html")[0]
    assert [role["roleName"] for role in page["mainEntity"]["memberOf"]] == ["Pengajar"]


@pytest.mark.parametrize("word", ["interactionStatistic", "InteractionCounter", "geo", "latitude", "hours", "attendee"])
def test_no_counters_coordinates_or_attendees(alya: Any, word: str) -> None:
    assert sum(bool(linked_data(output)) for output in alya.pages.values()) > 5
    for path, output in alya.pages.items():
        assert f'"{word}' not in linked_data(output), path


def test_every_value_is_there_or_the_key_is_not(alya: Any) -> None:
    graphs = [text for output in alya.pages.values() if (text := linked_data(output))]
    assert len(graphs) > 5
    for text in graphs:
        assert '""' not in text and "null" not in text


def test_hostile_text_cannot_leave_the_script(planned: Plan) -> None:
    title = '</script><script>alert(1)</script><!-- & \u2028 "x"'
    entry = f"---\ntitle: {json.dumps(title)}\ndate: 2026-04-02\norganization: {json.dumps(title)}\n---\nIsi.\n"
    site = planned({"activities/2026-04-02-blood-drive.md": entry})
    raw = linked_data(site.pages["activities/blood-drive/index.html"])
    assert not set(raw) & set("<>&\u2028\u2029")
    assert json.loads(raw)["@graph"][0]["headline"].startswith("</script><script>alert(1)")


def test_without_an_address_there_are_no_addresses(planned: Plan) -> None:
    site = planned({"site.yml": "title: J\nlanguage: id\n"})
    article = graph(site, "activities/reading-class/index.html")
    assert len(article) == 1
    assert "url" not in article[0] and "image" not in article[0]
    assert "@id" not in article[0]["author"]


def test_a_script_text_is_one_line_of_json() -> None:
    assert script_text(fields(("a", "</\n"), ("b", ""), ("c", None), ("d", False))) == '{"a":"\\u003c/\\n","d":false}'
    assert json.loads(script_text(Fields((("half", "\ud800x"),)))) == {"half": "x"}
