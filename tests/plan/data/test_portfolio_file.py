"""``portfolio.json`` against its own schema, and the schema against its page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

DOCS = Path(__file__).parents[3] / "docs"
SCHEMA = json.loads((DOCS / "portfolio.schema.json").read_text())


def strict(schema: Any) -> Any:
    """Allow no key that is not described."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: strict(value) for key, value in schema.items()}
    return (
        inner | {"additionalProperties": False}
        if isinstance(schema.get("properties"), dict) and "type" in schema
        else inner
    )


def errors(document: object) -> list[str]:
    validator = Draft202012Validator(strict(SCHEMA), format_checker=FormatChecker())
    return [f"{e.json_path}: {e.message}" for e in validator.iter_errors(document)]


def portfolio(site: Any) -> Any:
    return json.loads(site.text("portfolio.json"))


def test_the_schema_is_a_schema_and_can_say_no(alya: Any) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    document = portfolio(alya)
    assert errors(document | {"unknown": 1})
    assert errors(document | {"format": 2})
    assert errors(document | {"activities": [document["activities"][0] | {"date": "soon"}]})


def test_the_file_is_as_described(alya: Any) -> None:
    assert errors(portfolio(alya)) == []


def test_so_it_is_without_an_address(planned: Callable[..., Any]) -> None:
    assert errors(portfolio(planned({"site.yml": "title: J\nlanguage: id\n"}))) == []


def test_the_page_names_every_key() -> None:
    page = (DOCS / "portfolio.md").read_text()
    assert len(SCHEMA["$defs"]) > 5 and len(SCHEMA["properties"]) > 5
    named = 0
    for name, shape in SCHEMA["$defs"].items():
        if "properties" not in shape:
            continue
        assert f"\n## {name}\n" in page
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        for key in shape["properties"]:
            assert f"| `{key}` |" in section, (name, key)
            named += 1
    assert named > 50
    for key in SCHEMA["properties"]:
        assert f"| `{key}` |" in page


def test_facts_stand_once_and_words_in_each_language(alya: Any) -> None:
    reading, blood = portfolio(alya)["activities"]
    assert (reading["slug"], reading["date"], reading["end"], reading["ongoing"]) == (
        "reading-class",
        "2026-03-14",
        "2026-06-20",
        False,
    )
    assert (reading["hours"], reading["hours_estimated"]) == (42.5, False)
    assert reading["sdgs"] == [4, 10]
    assert reading["impact"] == [{"value": 1250.5, "what": "halaman dibaca", "source": "organization"}]
    assert reading["with"] == ["Para tutor"]
    assert list(reading["texts"]) == ["id", "en"]
    assert reading["texts"]["en"]["title"] == "Teaching to read"
    assert reading["texts"]["en"]["url"] == "https://alya.example/en/activities/reading-class/"
    assert reading["texts"]["en"]["impact"] == ["pages read"]
    assert reading["texts"]["id"]["reflection"] == {"html": "<p>Saya belajar sabar.</p>", "text": "Saya belajar sabar."}
    assert reading["texts"]["id"]["text"] == "Kami membaca; lihat donor darah dan bawah.\n\nBawah\n\nAkhir."
    assert list(blood["texts"]) == ["id"]
    assert blood["ongoing"] is True and "end" not in blood


def test_a_photo_without_consent_is_not_there(alya: Any) -> None:
    (photo,) = portfolio(alya)["activities"][0]["photos"]
    assert (photo["alt"], photo["caption"], photo["credit"]) == ("Anak & buku", "Kelas pertama", "Bima")
    assert photo["url"].removeprefix("https://alya.example/") in alya.paths


def test_reflections_and_testimonials_point_only_at_what_is_listed(alya: Any) -> None:
    voice, other = portfolio(alya)["reflections"]
    assert (voice["activity"], voice["frame"]) == ("reading-class", "gibbs")
    assert "activity" not in other
    (testimonial,) = portfolio(alya)["testimonials"]
    assert (testimonial["name"], testimonial["activity"]) == ("Ibu Sri", "reading-class")
    assert list(testimonial["texts"]) == ["id"]


def test_words_about_something_unlisted_do_not_name_it(planned: Callable[..., Any]) -> None:
    words = "---\nfrom: Pak Budi\nactivity: unlisted\nconsent: yes\n---\nBaik.\n"
    testimonial = portfolio(planned({"testimonials/ibu-sri.md": words}))["testimonials"][0]
    assert testimonial["name"] == "Pak Budi"
    assert "activity" not in testimonial


def test_roles_name_their_activities(alya: Any) -> None:
    roles = portfolio(alya)["roles"]
    assert [(role["slug"], role["activities"]) for role in roles] == [
        ("pmi", ["blood-drive"]),
        ("rumah-pelangi-pengajar", ["reading-class"]),
    ]
    assert roles[1]["spans"] == [{"date": "2026-03-14", "end": "2026-06-20", "ongoing": False}]


def test_an_entry_in_a_language_of_its_own_is_told_under_it(planned: Callable[..., Any]) -> None:
    path = "activities/2026-04-02-blood-drive.md"
    site = planned({path: "---\ntitle: Nulungi\ndate: 2026-04-02\nlang: jv\n---\nIsi.\n"})
    (activity,) = (a for a in portfolio(site)["activities"] if a["slug"] == "blood-drive")
    assert list(activity["texts"]) == ["jv"]
    assert errors(portfolio(site)) == []


def test_cards_of_roles_and_testimonials_and_carousels_are_listed(alya: Any) -> None:
    document = portfolio(alya)
    listed = json.dumps(document)
    made = [path for path in alya.paths if path.startswith(("cards/roles/", "cards/testimonials/"))]
    made += [path for path in alya.paths if "/carousel" in path and path.startswith("cards/")]
    assert {path.split("/")[1] for path in made} == {"roles", "testimonials", "reading-class"}
    assert [path for path in made if f'"https://alya.example/{path}"' not in listed] == []
    carousel = document["activities"][0]["texts"]["id"]["carousel"]
    assert carousel["slides"][0]["alt"] and carousel["caption"].startswith(
        document["activities"][0]["texts"]["id"]["title"]
    )
    assert "carousel" not in document["activities"][1]["texts"]["id"]
