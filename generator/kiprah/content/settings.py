"""``site.yml``: the settings of a site."""

from __future__ import annotations

import json
from typing import Any

from kiprah.content.folder import SiteFolder
from kiprah.content.keys import SETTINGS
from kiprah.fields.source import read_source
from kiprah.fields.types import DecodeContext, Values, read_fields
from kiprah.fields.yaml_tree import Keys, compose
from kiprah.model.settings import Brand, CardSettings, FeedSettings, MenuEntry, PhotoSettings, Settings
from kiprah.problem import Place, Problem

FILE = "site.yml"
HINTS = {
    "base_url": "url",
    "baseurl": "url",
    "site_url": "url",
    "site_name": "title",
    "lang": "language",
    "languagecode": "language",
    "params": "extra",
    "image": "photos",
    "images": "photos",
    "nama": "title",
    "judul": "title",
    "bahasa": "language",
    "tema": "theme",
    "defaultcontentlanguage": "language",
    "tagline": "description",
    "markup": "",
    "plugins": "",
    "permalinks": "",
    "paginate": "",
}
"""Settings people bring along, in small letters, and what they are called here; empty where nothing is."""


def read_settings(site: SiteFolder) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read ``site.yml``; None where it is missing or is not keys and values."""
    if FILE not in site.files:
        return None, (Problem("site-missing", Place(FILE)),)
    try:
        data = site.read(FILE)
    except OSError as error:
        return None, (Problem("file-unreadable", Place(FILE), {"reason": error.strerror or ""}),)
    source, problems = read_source(FILE, data)
    if source is None:
        return None, problems
    node, problems = compose(source, source.text)
    reading = DecodeContext(source, list(problems))
    if node is None and not problems:
        node = Keys((), 1, 1)
    if not isinstance(node, Keys):
        if node is not None:
            reading.say("front-matter-not-keys", node)
        return None, tuple(reading.problems)
    values = read_fields(node, SETTINGS, reading, HINTS)
    return _settings(values, reading), tuple(reading.problems)


def _settings(values: Values, reading: DecodeContext) -> Settings:
    default = Settings()
    brand, photos = _group(values, "brand"), _group(values, "photos")
    cards, feed = _group(values, "cards"), _group(values, "feed")
    language = values.get("language") or (values.get("languages") or (default.language,))[0]
    languages = tuple(dict.fromkeys((language, *values.get("languages", ()))))
    if "languages" in values.given and language not in values.get("languages"):
        reading.say("language-not-listed", values.nodes["languages"], {"value": language})
    widths = tuple(sorted(set(photos.get("widths", default.photos.widths))))
    kind = values.get("kind", default.kind)
    return Settings(
        kind=kind,
        title=values.get("title", ""),
        url=values.get("url", ""),
        description=values.get("description", ""),
        language=language,
        languages=languages,
        timezone=values.get("timezone", default.timezone),
        theme=values.get("theme", default.theme),
        theme_options=_options(values.get("theme_options"), values, reading),
        brand=Brand(brand.get("color", default.brand.color), brand.get("font", "")),
        hours=values.get("hours", "hide" if "hours" in values.unreadable else default.hours),
        on_error=values.get("on_error", "skip" if kind == "community" else "stop"),
        photos=PhotoSettings(
            widths,
            tuple(dict.fromkeys(photos.get("formats", default.photos.formats))),
            photos.get("policy", default.photos.policy),
        ),
        cards=CardSettings(
            tuple(dict.fromkeys(cards.get("formats", default.cards.formats))), cards.get("qr", default.cards.qr)
        ),
        feed=FeedSettings(feed.get("limit", default.feed.limit)),
        menu=_menu(values, reading),
        noindex=values.get("noindex", False),
        extra=json.dumps(values.get("extra", {}), ensure_ascii=False, sort_keys=True),
    )


def _group(values: Values, key: str) -> Values:
    group = values.get(key)
    return group if isinstance(group, Values) else Values({}, {}, None)


def _menu(values: Values, reading: DecodeContext) -> tuple[MenuEntry, ...] | None:
    given = values.get("menu")
    if given is None:
        return None
    entries = []
    for item in given:
        page, url = item.get("page", ""), item.get("url", "")
        if bool(page) == bool(url):
            reading.say("menu-one", item.node, {"label": item.get("label", "")})
        else:
            entries.append(MenuEntry(item.get("label", ""), page.strip("/"), url))
    return tuple(entries)


def _options(given: Any, values: Values, reading: DecodeContext) -> tuple[tuple[str, str], ...]:
    if given is None:
        return ()
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        reading.say("bad-theme-options", values.nodes.get("theme_options"))
        return ()
    return tuple(sorted(given.items()))
