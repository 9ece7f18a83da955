"""The reference of keys: as the reader declares them, with examples that the reader takes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import yaml

from kiprah.content.json_schema import FILE_DECLARATIONS
from kiprah.content.settings import SETTINGS_HINTS
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.groups import read_fields
from kiprah.fields.source import read_source
from kiprah.fields.yaml_composer import compose
from kiprah.fields.yaml_tree import Keys

DOCS = Path(__file__).parents[1] / "docs"
SCRIPT = Path(__file__).parents[1] / "scripts" / "write_reference.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("write_reference", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_and_the_schemas_are_up_to_date(script) -> None:
    written = script.written()
    assert len(written) > 2
    for path, text in written.items():
        assert path.read_text("utf-8") == text, f"run scripts/write_reference.py: {path.name}"


@pytest.mark.parametrize("kind", sorted(FILE_DECLARATIONS))
def test_an_example_uses_every_key_and_is_read_without_a_word(kind: str, script) -> None:
    text = (DOCS / "examples" / f"{kind}.yml").read_text("utf-8")
    source, problems = read_source("contoh.yml", text.encode())
    assert source is not None and not problems
    reading = DecodeContext(source)
    node, of_yaml = compose(source, source.text)
    assert isinstance(node, Keys) and not of_yaml
    read_fields(node, FILE_DECLARATIONS[kind].fields, reading, SETTINGS_HINTS)
    assert [problem.code for problem in reading.problems] == []
    values = yaml.load(text, yaml.BaseLoader)
    fields = FILE_DECLARATIONS[kind].fields
    assert len(fields) > 7
    for field in fields:
        assert field.name in values, f"add {field.name} to docs/examples/{kind}.yml"
        inner = script.inner_keys(field.type.json_schema())
        items = values[field.name] if isinstance(values[field.name], list) else [values[field.name]]
        used = {key for item in items if isinstance(item, dict) for key in item}
        # Of photos beside an entry one example is whole; others name what they need.
        assert set(inner) <= used or (field.name == "photos" and kind == "profile"), (field.name, set(inner) - used)
