"""Write docs/front-matter.md and docs/schemas/*.json from the declarations of keys, so that they cannot differ."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from kiprah.content.causes import CAUSES, cause_names
from kiprah.content.json_schema import KINDS, about, json_schema, schema_text
from kiprah.content.keys import PHOTO

DOCS = Path(__file__).parents[1] / "docs"
TITLES = {
    "site": "site.yml",
    "profile": "profile.md",
    "activity": "Activities",
    "reflection": "Reflections",
    "testimonial": "Testimonials",
    "page": "Pages",
    "selection": "Selections",
    "event": "Events (communities)",
    "member": "members/….yml (communities)",
    "photo": "A photo under `photos:`",
}

CAUSES_HEAD = """\
`causes:` takes any words. These are known: whichever of their names is written, in either language, with or without
capitals, it is one cause with one page, called by the first of the names in the language of the page.
"""


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
    for kind, title in TITLES.items():
        fields = KINDS[kind].fields if kind in KINDS else PHOTO.fields
        needed = KINDS[kind].needed if kind in KINDS else ()
        parts.append(f"## {title}\n")
        parts.append("| key | value | what for |\n| --- | --- | --- |")
        for field in fields:
            note = " **guards**" if field.guards else ""
            note += " **required**" if field.required or field.name in needed else ""
            parts.append(
                f"| `{field.name}` | {value_of(field.type.json_schema())} | {about(kind, field, 'en')}{note} |"
            )
        parts.append("")
    parts.extend(("## Causes\n", CAUSES_HEAD, "| cause | English | Indonesian |\n| --- | --- | --- |"))
    parts.extend(f"| `{c}` | {', '.join(cause_names(c, 'en'))} | {', '.join(cause_names(c, 'id'))} |" for c in CAUSES)
    return "\n".join((*parts, ""))


def written() -> dict[Path, str]:
    """Return every file and what must stand in it."""
    files = {DOCS / "front-matter.md": reference()}
    for kind in KINDS:
        files[DOCS / "schemas" / f"{kind}.schema.json"] = schema_text(json_schema(kind, "en"))
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
