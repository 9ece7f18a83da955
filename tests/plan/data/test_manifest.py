"""The manifest and whose initial the icon shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kiprah.model.settings import Settings
from kiprah.plan.data.manifest import initial_of, manifest_output
from support.rendering import render_data


def test_the_manifest_works_under_any_sub_path(alya: Any) -> None:
    manifest = json.loads(alya.text("manifest.webmanifest"))
    assert manifest["name"] == "Jejak Alya"
    assert (manifest["start_url"], manifest["scope"]) == ("./", "./")
    assert manifest["icons"][0]["src"] in alya.data
    assert (manifest["lang"], manifest["dir"]) == ("id", "ltr")


def test_a_long_title_is_the_name_under_an_icon() -> None:
    output = manifest_output(Settings(title="Catatan kerelawanan Alya", language="ar"), "Alya")
    manifest = json.loads(render_data(output))
    assert manifest["short_name"] == "Alya"
    assert manifest["dir"] == "rtl"


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("alya putri", "A"),
        ("  \u00c9lise", "\u00c9"),
        ("e\u0301lise", "\u00c9"),
        ("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f"),
        ("\u0639\u0644\u064a\u0627", "\u0639"),
        ("\u00dfen", "\u00df"),
        ("007 \U0001f600", ""),
        ("", ""),
    ],
)
def test_the_initial_is_a_letter_with_its_marks(name: str, initial: str) -> None:
    assert initial_of(name) == initial
