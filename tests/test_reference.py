from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

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
