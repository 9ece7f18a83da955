"""``site.yml``: the settings of a site."""

from __future__ import annotations

from msgspec.structs import replace

from kiprah.content.folder import SiteFolder
from kiprah.content.keys.settings_keys import MENU, SETTINGS, THEME_OPTIONS
from kiprah.content.yaml_file import open_yaml_file
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.values import Values
from kiprah.fields.yaml_tree import Keys
from kiprah.model.settings import SETTINGS_FILE, CardSettings, MenuEntry, Settings
from kiprah.problem import Place, Problem, unreadable_file

SETTINGS_HINTS = {
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
    if SETTINGS_FILE not in site.files:
        return None, (Problem("site-missing", Place(SETTINGS_FILE)),)
    try:
        data = site.read(SETTINGS_FILE)
    except OSError as error:
        return None, (unreadable_file(Place(SETTINGS_FILE), error),)
    return parse_settings(data)


def parse_settings(data: bytes) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Decode the bytes of ``site.yml``; None where they are not keys and values."""
    values, reading, problems = open_yaml_file(SETTINGS_FILE, data, SETTINGS, SETTINGS_HINTS)
    if values is None or reading is None:
        return None, problems
    return _settings(values, reading), tuple(reading.problems)


def _settings(values: Values, reading: DecodeContext) -> Settings:
    default = Settings()
    language = values.find(Settings.language) or (values.find(Settings.languages) or default.languages)[0]
    listed = values.find(Settings.languages)
    if listed is not None and language not in listed:
        reading.say("language-not-listed", values.node_of(Settings.languages), {"value": language})
    kind, photos = values.of(Settings.kind), values.of(Settings.photos)
    return values.make(
        Settings,
        language=language,
        languages=tuple(dict.fromkeys((language, *(listed or ())))),
        theme_options=_options(values, reading),
        hours=values.find(Settings.hours) or ("hide" if values.is_unreadable(Settings.hours) else default.hours),
        on_error=values.find(Settings.on_error) or ("skip" if kind == "community" else "stop"),
        photos=replace(photos, widths=tuple(sorted(set(photos.widths)))),
        cards=_cards(values, kind),
        menu=_menu(values, reading),
    )


def _cards(values: Values, kind: str) -> CardSettings:
    """All kinds of cards of every entry of thousands are ten times the files: a community begins with one."""
    node = values.node_of(Settings.cards)
    names = {name.text for name, _ in node.entries} if isinstance(node, Keys) else set()
    cards = values.of(Settings.cards)
    return replace(cards, formats=("link",)) if kind == "community" and "formats" not in names else cards


def _menu(values: Values, reading: DecodeContext) -> tuple[MenuEntry, ...] | None:
    listed = values.part(MENU)
    if listed is None:
        return None
    entries = []
    for item in listed:
        label, page, url = item.find(MenuEntry.label) or "", item.of(MenuEntry.page), item.of(MenuEntry.url)
        if bool(page) == bool(url):
            reading.say("menu-one", item.node, {"label": label})
        else:
            entries.append(MenuEntry(label, page.strip("/"), url))
    return tuple(entries)


def _options(values: Values, reading: DecodeContext) -> tuple[tuple[str, str], ...]:
    options = values.part(THEME_OPTIONS)
    if options is None:
        return ()
    if not isinstance(options, dict) or not all(isinstance(value, str) for value in options.values()):
        reading.say("bad-theme-options", values.nodes.get(THEME_OPTIONS.name))
        return ()
    return tuple(sorted(options.items()))
