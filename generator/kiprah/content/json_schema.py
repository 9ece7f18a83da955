"""The declarations of keys as JSON Schemas, for editors and for whoever makes content by program."""

from __future__ import annotations

import json
from typing import Any

from msgspec import Struct

from kiprah.catalog import words
from kiprah.content.keys.entry_keys import ACTIVITY, EVENT, PAGE, PROFILE, REFLECTION, SELECTION, TESTIMONIAL
from kiprah.content.keys.settings_keys import SETTINGS
from kiprah.content.member_record import MEMBER_RECORD
from kiprah.fields.values import Field

DRAFT = "http://json-schema.org/draft-07/schema#"
"""Draft of JSON Schema that editors understand in full; newer ones would say the same with the words used here."""


class FileDeclaration(Struct, frozen=True):
    """One kind of file: its keys, and those it needs besides the ones that are always required."""

    fields: tuple[Field, ...]
    needed: tuple[str, ...] = ()


FILE_DECLARATIONS: dict[str, FileDeclaration] = {
    "site": FileDeclaration(SETTINGS),
    "profile": FileDeclaration(PROFILE),
    "activity": FileDeclaration(ACTIVITY, ("title",)),
    "reflection": FileDeclaration(REFLECTION, ("title",)),
    "testimonial": FileDeclaration(TESTIMONIAL),
    "page": FileDeclaration(PAGE, ("title",)),
    "selection": FileDeclaration(SELECTION, ("title",)),
    "event": FileDeclaration(EVENT, ("title",)),
    "member": FileDeclaration(MEMBER_RECORD),
}


def about(kind: str, field: Field, language: str) -> str:
    """Return what a key is for, from the catalogue; an event's keys are an activity's."""
    own = words(language, "fields")
    for place in (kind, "activity" if kind == "event" else "common", "common"):
        if own.has(f"{place}.{field.name}"):
            return own.say(f"{place}.{field.name}")
    raise KeyError(f"fields: {kind}.{field.name}")


def json_schema(kind: str, language: str) -> dict[str, Any]:
    """Return the JSON Schema of one kind of file, described in a language."""
    declared = FILE_DECLARATIONS[kind]
    return {
        "$schema": DRAFT,
        "title": f"kiprah: {kind}",
        "type": "object",
        "properties": {
            f.name: {"description": about(kind, f, language), **f.type.json_schema()} for f in declared.fields
        },
        "required": [f.name for f in declared.fields if f.required or f.name in declared.needed],
        "additionalProperties": False,
    }


def schema_text(schema: object) -> str:
    """Write a schema, or several, as a file or a screen shows it."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
