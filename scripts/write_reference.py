"""Write docs/front-matter.md and docs/schemas/*.json from the declarations of keys, so that they cannot differ."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from kiprah.content.keys import ACTIVITY, PAGE, PHOTO, PROFILE, REFLECTION, SETTINGS, TESTIMONIAL
from kiprah.content.schema import Field
from kiprah.words import words

DOCS = Path(__file__).parents[1] / "docs"
KINDS: dict[str, tuple[str, tuple[Field, ...]]] = {
    "site": ("site.yml", SETTINGS),
    "profile": ("profile.md", PROFILE),
    "activity": ("Activities", ACTIVITY),
    "reflection": ("Reflections", REFLECTION),
    "testimonial": ("Testimonials", TESTIMONIAL),
    "page": ("Pages", PAGE),
    "photo": ("A photo under `photos:`", PHOTO.fields),
}


def about(kind: str, field: Field, language: str) -> str:
    """Return what a key is for, from the catalogue."""
    own = words(language, "fields")
    key = f"{kind}.{field.name}"
    return own.say(key) if own.has(key) else own.say(f"common.{field.name}")


def value_of(schema: dict[str, Any]) -> str:
    """Say in a few words what may stand there."""
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(value_of(inner) for inner in schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(f"`{str(word).lower() if isinstance(word, bool) else word}`" for word in schema["enum"])
    kind = schema.get("type")
    if kind == "array":
        return f"list of {value_of(schema['items'])}"
    if kind == "object":
        return "keys " + ", ".join(f"`{name}`" for name in schema["properties"])
    if schema.get("format") == "date":
        return "date `2026-03-14`"
    if kind == "boolean":
        return "`true`, `false`"
    if kind == "integer":
        return f"{schema['minimum']} to {schema['maximum']}"
    if kind == "number":
        return "number"
    if schema.get("format") == "uri":
        return "http(s) address"
    return "text" if kind else "anything"


def reference() -> str:
    """Return the page for people."""
    parts = [
        "# Every key\n",
        "Written by `scripts/write_reference.py` from the declarations the reader itself uses.\n",
        "A key that decides who may see something **guards**: a mistake in it hides the entry and is an error.\n",
    ]
    for kind, (title, fields) in KINDS.items():
        parts.append(f"## {title}\n")
        parts.append("| key | value | what for |\n| --- | --- | --- |")
        for field in fields:
            note = " **guards**" if field.guards else ""
            note += " **required**" if field.required else ""
            parts.append(
                f"| `{field.name}` | {value_of(field.type.json_schema())} | {about(kind, field, 'en')}{note} |"
            )
        parts.append("")
    return "\n".join(parts)


def json_schema(kind: str, language: str) -> str:
    """Return the JSON Schema (2020-12) of one kind of file, for editors."""
    _, fields = KINDS[kind]
    properties = {f.name: {"description": about(kind, f, language), **f.type.json_schema()} for f in fields}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"kiprah: {kind}",
        "type": "object",
        "properties": properties,
        "required": [f.name for f in fields if f.required],
        "additionalProperties": False,
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def written() -> dict[Path, str]:
    """Return every file and what must stand in it."""
    files = {DOCS / "front-matter.md": reference()}
    for kind in KINDS:
        if kind != "photo":
            files[DOCS / "schemas" / f"{kind}.schema.json"] = json_schema(kind, "en")
    return files


def main() -> int:
    """Write the files."""
    for path, text in written().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        print(path.relative_to(DOCS.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
