"""A new site helps VS Code's YAML support along, and what it brings is valid for the site it brings."""

from __future__ import annotations

import json
from fnmatch import fnmatch
from pathlib import Path

import jsonschema
import pytest
import yaml

from kiprah.content.json_schema import json_schema
from support.command import run


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_new_site_brings_the_schema_of_its_settings(tmp_path: Path, language: str) -> None:
    assert run(tmp_path, "new", "site", "jejak", "--language", language, KIPRAH_LANG=language).returncode == 0
    site = tmp_path / "jejak"
    settings = json.loads((site / ".vscode" / "settings.json").read_text("utf-8"))
    ((file, pattern),) = settings["yaml.schemas"].items()
    assert file.startswith("./") and fnmatch("content/site.yml", pattern)
    schema = json.loads((site / file).read_text("utf-8"))
    assert schema == json_schema("site", language)
    jsonschema.validate(yaml.safe_load((site / "content" / "site.yml").read_text("utf-8")), schema)
    # Nothing is fetched: neither the catalogue of schemas nor one by its address.
    assert settings["yaml.schemaStore.enable"] is False and "://" not in file
    assert settings["[yaml]"]["editor.insertSpaces"] is True
    assert json.loads((site / ".vscode" / "extensions.json").read_text("utf-8"))["recommendations"]
