"""``resume.json`` against the real schema of JSON Resume 1.3.1."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft7Validator, FormatChecker

SCHEMA = json.loads((Path(__file__).parents[2] / "data" / "json-resume-1.3.1.json").read_text())
FORMATS = FormatChecker()


@FORMATS.checks("uri")
def _is_absolute(value: object) -> bool:
    # jsonschema leaves addresses unchecked without a further package.
    parts = urlsplit(str(value))
    return bool(parts.scheme and parts.netloc) and str(value).isascii() and " " not in str(value)


def errors(document: object) -> list[str]:
    return [
        f"{e.json_path}: {e.message}" for e in Draft7Validator(SCHEMA, format_checker=FORMATS).iter_errors(document)
    ]


def test_the_judge_can_say_no() -> None:
    assert errors({"basics": {"url": "activities/", "email": "nobody"}, "volunteer": [{"startDate": "soon"}]})


@pytest.mark.parametrize("path", ["resume.json", "en/resume.json"])
def test_it_is_a_json_resume(alya: Any, path: str) -> None:
    assert errors(json.loads(alya.text(path))) == []


def test_one_item_a_role(alya: Any) -> None:
    resume = json.loads(alya.text("resume.json"))
    ongoing, reading = resume["volunteer"]
    assert reading == {
        "organization": "Rumah Pelangi",
        "position": "Pengajar",
        "url": "https://pelangi.example/",
        "startDate": "2026-03-14",
        "endDate": "2026-06-20",
        "highlights": ["1.250,5 halaman dibaca (dilaporkan organisasi)"],
        "hours": 42.5,
        "causes": ["Pendidikan"],
        "evidence": "https://alya.example/roles/rumah-pelangi-pengajar/",
    }
    assert ongoing["organization"] == "PMI"
    assert "endDate" not in ongoing
    assert (ongoing["hours"], ongoing["hoursEstimated"]) == (3, True)


def test_the_person_and_who_vouches(alya: Any) -> None:
    resume = json.loads(alya.text("resume.json"))
    basics = resume["basics"]
    assert (basics["name"], basics["label"]) == ("Alya Putri", "Relawan literasi")
    assert basics["summary"] == "Saya suka membaca.\n\nDan anak-anak."
    assert basics["location"] == {"city": "Sleman", "countryCode": "ID"}
    assert basics["profiles"] == [{"network": "GitHub", "url": "https://code.example/alya"}]
    assert resume["certificates"] == [
        {
            "name": "Piagam relawan",
            "date": "2026-06-20",
            "url": "https://pelangi.example/cert/1",
            "issuer": "Rumah Pelangi",
        }
    ]
    assert resume["references"] == [{"name": "Ibu Sri", "reference": "Alya sabar.", "relation": "Koordinator"}]
    assert resume["skills"] == [{"name": "mengajar"}]
    assert resume["meta"]["canonical"] == "https://alya.example/resume.json"


def test_a_place_that_is_no_city_is_a_region(planned: Callable[..., Any]) -> None:
    site = planned({"profile.md": "---\nname: Alya\nplace: Yogyakarta dan sekitarnya\n---\n", "profile.en.md": ""})
    resume = json.loads(site.text("resume.json"))
    assert resume["basics"]["location"] == {"region": "Yogyakarta dan sekitarnya"}
    assert errors(resume) == []


def test_the_english_one_is_english(alya: Any) -> None:
    resume = json.loads(alya.text("en/resume.json"))
    assert resume["basics"]["label"] == "Literacy volunteer"
    assert [item["position"] for item in resume["volunteer"]] == ["Volunteer", "Teacher"]
    assert resume["volunteer"][1]["highlights"] == ["1,250.5 pages read (reported by the organization)"]
