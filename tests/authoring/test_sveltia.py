"""The configuration for Sveltia CMS: held to its own schema, and to the traps that lose what people wrote."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from kiprah.authoring.installed_from import Origin
from kiprah.authoring.new_site import NewSite, SiteRequest, write_site
from kiprah.authoring.sveltia import VERSION, sveltia_config
from kiprah.content.json_schema import KINDS
from kiprah.fields.duration import read_minutes

SCHEMA = Path(__file__).parents[1] / "data" / f"sveltia-cms-{VERSION}.json.xz"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return dict(json.loads(lzma.decompress(SCHEMA.read_bytes())))


def fields_of(config: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every field with the kind of file it stands in, those within others too."""
    waiting = [("activity", f) for f in config["collections"][0]["fields"]]
    names = ("activity", "reflection", "testimonial", "page", "selection")
    waiting += [(kind, f) for kind, c in zip(names, config["collections"], strict=False) for f in c["fields"]]
    waiting += [(file["name"], f) for file in config["collections"][-1]["files"] for f in file["fields"]]
    while waiting:
        kind, field = waiting.pop()
        yield kind, field
        waiting += [(kind, inner) for inner in field.get("fields", ())]


@pytest.mark.parametrize("language", ["en", "id"])
def test_sveltia_itself_accepts_the_configuration(schema: dict[str, Any], language: str) -> None:
    config = sveltia_config(language)
    jsonschema.Draft7Validator(schema).validate(config)
    # The schema does see what is wrong.
    config["slug"]["timezone"] = "Asia/Jakarta"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate(config)


def test_photos_are_always_made_anew(schema: dict[str, Any]) -> None:
    config = sveltia_config("en")
    assert config["media_libraries"]["all"]["transformations"]["raster_image"]["format"] == "webp"
    assert all(c.get("media_folder") == "" for c in config["collections"][:-1])
    assert config["backend"]["auth_methods"] == ["token"]


def test_no_field_has_a_default_and_none_is_narrower_than_what_may_stand_there() -> None:
    found = [*fields_of(sveltia_config("en"))]
    assert len(found) > 60
    for kind, field in found:
        assert "default" not in field, field
        assert field["widget"] not in ("number", "markdown", "richtext"), field
        assert field["name"] not in ("hide", "focus", "extra", "theme_options"), field
        if field["name"] == "hours" and kind != "site":
            for text in ("3", "2.5", "2:30", "2h 30m", "90 m", "12:05"):
                assert re.match(field["pattern"][0], text) and read_minutes(text) is not None
        if field["widget"] == "select":
            assert len(field["options"]) > 1


def test_every_key_that_a_form_can_hold_is_there() -> None:
    config = sveltia_config("en")
    found = {field["name"] for field in config["collections"][0]["fields"]}
    left_out = {field.name for field in KINDS["activity"].fields} - found
    assert left_out <= {"extra"}, left_out


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_new_site_has_the_page_the_workflows_and_no_copy_of_the_program(tmp_path: Path, language: str) -> None:
    request = SiteRequest(
        tmp_path / "s", language, "Asia/Jakarta", date(2026, 5, 20), Origin("kiprah==1.0"), editor="sveltia"
    )
    assert isinstance(write_site(request), NewSite)
    root = tmp_path / "s"
    assert yaml.safe_load((root / "admin/config.yml").read_text("utf-8")) == sveltia_config(language)
    page = (root / "admin/index.html").read_text("utf-8")
    assert "default-src 'none'" in page and "unpkg" not in page and "jsdelivr" not in page
    pages = yaml.safe_load((root / ".github/workflows/pages.yml").read_text("utf-8"))
    script = "\n".join(step.get("run", "") for step in pages["jobs"]["publish"]["steps"])
    assert VERSION in script and "sha512-" in script and "$GITHUB_REPOSITORY" in script and "kiprah build" in script
    check = yaml.safe_load((root / ".github/workflows/check.yml").read_text("utf-8"))
    script = "\n".join(step.get("run", "") for step in check["jobs"]["check"]["steps"])
    assert "kiprah check content" in script and "GITHUB_STEP_SUMMARY" in script
