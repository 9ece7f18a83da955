"""Sveltia CMS for where there is no laptop: its page, its configuration made from the declarations of keys, a workflow.

Three traps are kept out. Photos are always made anew in the browser, or their places would be pushed into a repository
that all may read. No field has a default, since it would be written into entries that are published. And no field is
narrower than what may stand there, but for short forms: what fits no field (``hide``, ``focus``, ``extra``) is left
out, and stays as it is. A text that stands for keys (``organization: Taman Baca``) fits neither a field of keys, which
drops it, nor one of text, which drops keys: ``short_forms`` finds each, and kiprah writes none here.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from kiprah.authoring.form_fields import FormField, form_fields
from kiprah.authoring.templates import fill_template, shared_text, template_text
from kiprah.catalog import words
from kiprah.content.json_schema import FILE_DECLARATIONS
from kiprah.fields.duration import HOURS_PATTERN

SVELTIA_VERSION = "0.221.1"
INTEGRITY = "sha512-J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ=="
"""Integrity digest of the package in npm's registry: what the workflow fetches is this, or nothing."""
ENTRY_FOLDERS = {
    "activity": "activities",
    "reflection": "reflections",
    "testimonial": "testimonials",
    "page": "pages",
    "selection": "selections",
}
_DATED = "{{year}}-{{month}}-{{day}}-{{slug}}/index"
LEFT_OUT = frozenset({"focus", "hide", "free"})
"""Controls that no field of Sveltia's can hold; keys it does not know stay as they are."""
KEYS = frozenset({"group", "portrait"})
"""Controls whose field holds keys and never a text."""
LISTS_OF_KEYS = frozenset({"rows", "photos"})
"""Controls whose field holds items of keys and never a text among them."""
_NUMBER = r"^-?\d+([.]\d+)?$"
_DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def sveltia_files(language: str) -> dict[str, bytes]:
    """Return the files that a new site has for Sveltia, by their paths."""
    page = fill_template(shared_text("sveltia/index.html"), {"language": language}, {})
    workflow = fill_template(
        shared_text("github/sveltia.yml"), {"version": SVELTIA_VERSION, "integrity": INTEGRITY}, {}
    )
    check = template_text(language, "site/check.yml")
    return {
        "admin/index.html": page.encode(),
        "admin/sveltia.css": shared_text("sveltia/sveltia.css").encode(),
        "admin/config.yml": config_text(language).encode(),
        ".github/workflows/pages.yml": workflow.encode(),
        ".github/workflows/check.yml": check.encode(),
    }


def config_text(language: str) -> str:
    """Write the configuration as a file."""
    return yaml.safe_dump(sveltia_config(language), allow_unicode=True, sort_keys=False, width=100)


def sveltia_config(language: str) -> dict[str, Any]:
    """Return the configuration; the workflow puts the repository's name into it."""
    own = words(language, "editor")
    entries = [_collection(kind, folder, language) for kind, folder in ENTRY_FOLDERS.items()]
    about = {
        "name": "about",
        "label": own.say("ui.about-you"),
        "files": [
            _single("profile", "content/profile.md", own.say("ui.profile"), language, body=True),
            _single("site", "content/site.yml", own.say("ui.settings"), language, body=False),
        ],
    }
    return {
        "backend": {"name": "github", "repo": "OWNER/REPOSITORY", "branch": "main", "auth_methods": ["token"]},
        "media_folder": "content/static/media",
        "public_folder": "/media",
        "media_libraries": {
            "all": {
                "transformations": {
                    "raster_image": {"format": "webp", "quality": 85, "width": 2400, "height": 2400},
                },
            },
            # Nobody else's pictures: those one took, and nobody is asked for others.
            "stock_assets": {"providers": []},
        },
        "slug": {"encoding": "unicode"},
        "output": {"omit_empty_optional_fields": True},
        "collections": [*entries, about],
    }


def entry_pattern(kind: str) -> str:
    """Return the pattern of the paths, from the content's folder, that Sveltia shows as entries of a kind."""
    name = re.sub(r"\{\{\w+\}\}", "[^/]+", _path(kind))
    return rf"{ENTRY_FOLDERS[kind]}/{name}\.md"


def _path(kind: str) -> str:
    return _DATED if kind in ("activity", "reflection") else "{{slug}}"


def _collection(kind: str, folder: str, language: str) -> dict[str, Any]:
    own = words(language, "editor")
    named = "from" if kind == "testimonial" else "title"
    return {
        "name": folder,
        "label": own.say(f"ui.kind-{kind}"),
        "label_singular": own.say(f"ui.one-{kind}"),
        "folder": f"content/{folder}",
        "path": _path(kind),
        "identifier_field": named,
        "format": "yaml-frontmatter",
        "create": True,
        "media_folder": "",
        "public_folder": "",
        "summary": f"{{{{{named}}}}}",
        "fields": [*_fields(kind, language), _body(kind, language)],
    }


def _single(kind: str, file: str, label: str, language: str, *, body: bool) -> dict[str, Any]:
    fields = _fields(kind, language)
    found = {"name": kind, "label": label, "file": file, "media_folder": "", "public_folder": ""}
    return {
        **found,
        "format": "yaml-frontmatter" if body else "yaml",
        "fields": [*fields, _body(kind, language)] if body else fields,
    }


def _fields(kind: str, language: str) -> list[dict[str, Any]]:
    made = form_fields(kind, FILE_DECLARATIONS[kind].fields, language)
    return [_widget(field) for field in made if field.control not in LEFT_OUT]


def _body(kind: str, language: str) -> dict[str, Any]:
    # As it was typed: an editor of formatted text writes headings anew, and with them what keeps a section private.
    label = words(language, "editor").say(f"ui.story-{kind}")
    return {"name": "body", "label": label, "widget": "text", "required": False}


def _widget(field: FormField) -> dict[str, Any]:
    about = {"name": field.name, "label": field.label, "required": field.required}
    if field.help:
        about["hint"] = field.help
    return {**about, **_kind_of(field)}


def _kind_of(field: FormField) -> dict[str, Any]:
    inner = [_widget(one) for one in field.fields if one.control not in LEFT_OUT]
    control = field.control
    if control in ("photos", "portrait"):
        inner = [{**one, "widget": "image"} if one["name"] == "file" else one for one in inner]
    simple: dict[str, dict[str, Any]] = {
        "long": {"widget": "text"},
        "flag": {"widget": "boolean"},
        "terms": {"widget": "list"},
        "numbers": {"widget": "list"},
        "hours": {"widget": "string", "pattern": [HOURS_PATTERN, field.help or field.label]},
        "number": {"widget": "string", "pattern": [_NUMBER, field.label]},
        **{name: {"widget": "list", "fields": inner} for name in LISTS_OF_KEYS},
        **{name: {"widget": "object", "fields": inner} for name in KEYS},
    }
    if control in simple:
        return simple[control]
    if control == "day":
        whole = {"widget": "datetime", "format": "YYYY-MM-DD", "date_format": "YYYY-MM-DD", "time_format": False}
        return {"widget": "string", "pattern": [_DAY, "2026-03-14"]} if field.partial else whole
    if control in ("choice", "choices"):
        options = [{"label": one.label, "value": one.value} for one in field.choices]
        return {"widget": "select", "options": options, **({"multiple": True} if control == "choices" else {})}
    if control == "file":
        return {"widget": "string"} if field.name in ("cover", "poster") else {"widget": "file"}
    return {"widget": "string"}
