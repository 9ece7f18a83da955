"""The web app manifest and the icon: how the site stands on a telephone's screen."""

from __future__ import annotations

import unicodedata

from kiprah.locale_data import direction_of
from kiprah.model.settings import Settings
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.data.file_outputs import IconOutput, JsonOutput
from kiprah.plan.data.json_value import fields

_ICON = "favicon.svg"
_SHORT = 12
"""Letters that fit under an icon, as the manifest's specification advises."""


def manifest_output(settings: Settings, name: str) -> JsonOutput:
    """Plan ``manifest.webmanifest``; its addresses are relative to itself, so it works under any sub-path."""
    document = fields(
        ("name", settings.title),
        ("short_name", settings.title if len(settings.title) <= _SHORT else name),
        ("description", settings.description),
        ("lang", settings.language),
        ("dir", direction_of(settings.language)),
        ("id", "./"),
        ("start_url", "./"),
        ("scope", "./"),
        ("display", "browser"),
        ("theme_color", settings.brand.color),
        ("background_color", "#ffffff"),
        ("icons", (fields(("src", _ICON), ("sizes", "any"), ("type", "image/svg+xml"), ("purpose", "any")),)),
    )
    return JsonOutput(Routes("").file("manifest.webmanifest").path, document)


def icon_output(settings: Settings, name: str) -> IconOutput:
    """Plan ``favicon.svg`` with the initial of a name."""
    return IconOutput(Routes("").file(_ICON).path, initial_of(name), settings.brand.color)


def initial_of(name: str) -> str:
    """Return the first letter of a name, upper case, with the marks that belong to it; empty where there is none."""
    text = unicodedata.normalize("NFC", name)
    for index, letter in enumerate(text):
        if unicodedata.category(letter).startswith("L"):
            end = index + 1
            while end < len(text) and unicodedata.category(text[end]).startswith("M"):
                end += 1
            upper = text[index:end].upper()
            return upper if len(upper) == end - index else text[index:end]
    return ""
