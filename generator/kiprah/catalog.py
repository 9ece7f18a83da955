"""Catalogues: what kiprah says to people, in gettext files under symbolic names, so that no words stand in the code."""

from __future__ import annotations

import gettext
from functools import lru_cache
from pathlib import Path

LOCALE_FOLDER = Path(__file__).parent / "locale"
FALLBACK = "en"


class Words:
    """One catalogue in one language; a name that it does not hold is a bug and raises ``KeyError``."""

    def __init__(self, catalogue: gettext.GNUTranslations, domain: str) -> None:
        self._catalogue = catalogue
        self._domain = domain
        self._texts: dict[str, str] = {}

    def has(self, key: str) -> bool:
        """Say whether the catalogue holds a name."""
        return self._catalogue.gettext(key) != key

    def say(self, key: str, /, **values: str) -> str:
        """Return the words of a name with its ``{values}`` filled in."""
        text = self._texts.get(key) or self._text(key)
        return text.format(**values) if values or "{" in text else text

    def below(self, prefix: str) -> dict[str, str]:
        """Return all words whose names begin so, by the rest of their names, as they stand."""
        entries: dict[object, str] = getattr(self._catalogue, "_catalog", {})
        names = (name for name in entries if isinstance(name, str) and name.startswith(prefix))
        return {name.removeprefix(prefix): entries[name] for name in sorted(names)}

    def _text(self, key: str) -> str:
        text = self._catalogue.gettext(key)
        if text == key:
            raise KeyError(f"{self._domain}: {key}")
        self._texts[key] = text
        return text

    def count(self, key: str, number: int, /, **values: str) -> str:
        """Return the words of a name for a number of things, in the language's own plural; ``{number}`` is there."""
        text = self._catalogue.ngettext(key, key, number)
        if text == key:
            raise KeyError(f"{self._domain}: {key}")
        return text.format(**{"number": str(number), **values})


@lru_cache(maxsize=64)
def words(language: str, domain: str) -> Words:
    """Open the catalogue ``domain`` in a language, its base language, or English."""
    for name in (language, language.partition("-")[0], FALLBACK):
        path = LOCALE_FOLDER / name / "LC_MESSAGES" / f"{domain}.mo"
        if path.is_file():
            with path.open("rb") as file:
                return Words(gettext.GNUTranslations(file), domain)
    raise KeyError(domain)
