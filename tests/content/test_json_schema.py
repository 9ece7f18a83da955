"""The schemas editors use, held against the example and the reader by an independent validator."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from kiprah.cli.schema import SCHEMA_KINDS as OFFERED
from kiprah.content.json_schema import FILE_DECLARATIONS, json_schema
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.groups import read_fields
from kiprah.fields.source import Source
from kiprah.fields.yaml_composer import compose
from kiprah.fields.yaml_tree import Keys
from support.command import run

CONTENT = Path(__file__).parents[2] / "content"


class EditorYaml(yaml.SafeLoader):
    """YAML as editors read it (1.2, core): no dates, no ``yes``, no numbers to the base of sixty."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  the library's name


EditorYaml.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
EditorYaml.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
EditorYaml.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9]\d*)$"), list("-+0123456789"))
EditorYaml.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?\d+\.\d+$"), list("-+0123456789"))


def faults(kind: str, value: Any) -> list[str]:
    validator = jsonschema.Draft7Validator(json_schema(kind, "en"), format_checker=jsonschema.FormatChecker())
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(value)]


def entries() -> list[tuple[str, Path]]:
    folders = {"activities": "activity", "reflections": "reflection", "testimonials": "testimonial", "pages": "page"}
    found = [("site", CONTENT / "site.yml"), ("profile", CONTENT / "profile.md")]
    for folder, kind in folders.items():
        found += [(kind, path) for path in sorted((CONTENT / folder).rglob("*.md")) if ".en." not in path.name]
    return found


def test_the_schemas_are_schemas_in_both_languages_and_all_are_offered() -> None:
    assert tuple(FILE_DECLARATIONS) == OFFERED
    for kind in FILE_DECLARATIONS:
        told = {language: json_schema(kind, language) for language in ("en", "id")}
        for schema in told.values():
            jsonschema.Draft7Validator.check_schema(schema)
            jsonschema.Draft202012Validator.check_schema(
                {**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"}
            )
            assert all(value["description"] for value in schema["properties"].values())
        assert told["en"]["properties"].keys() == told["id"]["properties"].keys() and told["en"] != told["id"]


def test_the_example_is_valid() -> None:
    checked = 0
    for kind, path in entries():
        text = path.read_text("utf-8")
        front = text if kind == "site" else text.split("---\n")[1]
        assert faults(kind, yaml.load(front, Loader=EditorYaml)) == [], path.relative_to(CONTENT)
        checked += 1
    assert checked > 25


@pytest.mark.parametrize(
    ("kind", "front"),
    [
        ("activity", "title: a\nvisibilty: private"),
        ("activity", "title: a\nvisibility: privat"),
        ("activity", "title: a\nhours: two"),
        ("activity", "title: a\ndate: 13/03/2026"),
        ("activity", "title: a\nsdgs: [18]"),
        ("activity", "title: a\nsdgs: [1, 2, 3, 4]"),
        ("activity", "title: a\ndraft: yes"),
        ("activity", "title: a\nphotos: [{file: a.jpg, people: kids}]"),
        ("activity", "title: a\nimpact: 25 anak"),
        ("activity", "title: a\norganization: {nam: x}"),
        ("testimonial", "relation: Guru"),
        ("profile", "headline: Relawan"),
        ("site", "title: a\nurl: alya.example"),
        ("site", "title: a\nphotos: {widths: [8]}"),
        ("site", "title: a\nbrand: {color: teal}"),
    ],
)
def test_what_the_reader_refuses_an_editor_marks(kind: str, front: str) -> None:
    source = Source("x", front)
    node, _ = compose(source, front)
    assert isinstance(node, Keys)
    reading = DecodeContext(source)
    read_fields(node, FILE_DECLARATIONS[kind].fields, reading, FOREIGN)
    assert reading.problems and faults(kind, yaml.load(front, Loader=EditorYaml))


@pytest.mark.parametrize(
    "front",
    [
        "title: NO\nhours: 2:30\ntags: satu\ncauses: [a, 2]",
        "title: 2026\nhours: 2h 30m\nphotos: [a.jpg, {file: b.jpg, focus: [0.5, 1], consent: yes}]",
        "title: a\nhours: 0\norganization: Rumah\nextra: {apa: [saja]}",
        "title: a\norganization: {name: R, url: 'https://a.example/'}\nsdgs: 4",
    ],
)
def test_what_the_reader_takes_no_editor_marks(front: str) -> None:
    source = Source("x", front)
    node, _ = compose(source, front)
    assert isinstance(node, Keys)
    reading = DecodeContext(source)
    read_fields(node, FILE_DECLARATIONS["activity"].fields, reading)
    assert reading.problems == [] and faults("activity", yaml.load(front, Loader=EditorYaml)) == []


def test_the_command_prints_one_schema_or_all(tmp_path: Path) -> None:
    def printed(*args: str) -> Any:
        done = run(tmp_path, "schema", *args)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    assert printed("activity", "--language", "id") == json_schema("activity", "id")
    assert printed("--language", "en") == {kind: json_schema(kind, "en") for kind in FILE_DECLARATIONS}
