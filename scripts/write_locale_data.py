"""Writes generator/kiprah/locale_data.json: what Babel says of the two languages of the interface.

    python scripts/write_locale_data.py

tests/test_locale_data.py holds the file to the Babel that is installed; where they differ this is run again.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import json

from kiprah.babel_locale import data_from_babel

FILE = Path(__file__).parents[1] / "generator" / "kiprah" / "locale_data.json"
LANGUAGES = ("en", "id")


def written() -> bytes:
    """Return the file as it is to be."""
    data = {language: data_from_babel(language) for language in LANGUAGES}
    return json.format(json.encode(data), indent=1) + b"\n"


if __name__ == "__main__":
    FILE.write_bytes(written())
