"""Write docs/front-matter.md, docs/kunci.md and docs/schemas/*.json from the declarations of keys."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from kiprah.content.causes import CAUSES, cause_names
from kiprah.content.json_schema import FILE_DECLARATIONS, about, json_schema, schema_text
from kiprah.content.keys.entry_keys import PHOTO

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {"en": "front-matter.md", "id": "kunci.md"}
TITLES = {
    "site": ("site.yml", "site.yml"),
    "profile": ("profile.md", "profile.md"),
    "activity": ("Activities", "Kegiatan"),
    "reflection": ("Reflections", "Refleksi"),
    "testimonial": ("Testimonials", "Testimoni"),
    "page": ("Pages", "Halaman"),
    "selection": ("Selections", "Pilihan untuk satu pembaca"),
    "event": ("Events (communities)", "Acara (komunitas)"),
    "member": ("members/….yml (communities)", "members/….yml (komunitas)"),
    "photo": ("A photo under `photos:`", "Foto di bawah `photos:`"),
}
LANGUAGES = ("en", "id")
WORDS = {
    "title": ("Every key", "Semua kunci"),
    "twin": ("[Dalam bahasa Indonesia](kunci.md)", "[In English](front-matter.md)"),
    "intro": (
        "Written by `scripts/write_reference.py` from the declarations the reader itself uses; it reads "
        "the examples, too.",
        "Ditulis `scripts/write_reference.py` dari deklarasi yang dipakai pembacanya sendiri; "
        "contohnya pun dibaca olehnya.",
    ),
    "guards": (
        "A key that decides who may see something **guards**: a mistake in it hides the entry and is an error.",
        "Kunci yang menentukan siapa boleh melihat sesuatu **menjaga**: kesalahan di dalamnya "
        "menyembunyikan catatannya dan menggagalkan build.",
    ),
    "head": ("| key | value | what for |", "| kunci | nilai | untuk apa |"),
    "guarding": ("**guards**", "**menjaga**"),
    "required": ("**required**", "**wajib**"),
    "inner": ("Inner keys:", "Kunci di dalamnya:"),
    "example": ("Example:", "Contoh:"),
    "causes": ("Causes", "Bidang"),
    "causes-head": ("| cause | English | Indonesian |", "| bidang | bahasa Inggris | bahasa Indonesia |"),
    "causes-about": (
        "`causes:` takes any words. These are known: whichever of their names is written, in either language, with or "
        "without\n"
        "capitals, it is one cause with one page, called by the first of the names in the language of the page.",
        "`causes:` menerima kata apa saja. Yang ini dikenal: nama mana pun yang ditulis, dalam bahasa mana pun, "
        "dengan atau tanpa\n"
        "huruf besar, artinya satu bidang dengan satu halaman, yang disebut dengan "
        "nama pertamanya dalam bahasa halaman itu.",
    ),
    "or": ("or", "atau"),
    "list": ("list of", "daftar"),
    "keys": ("keys", "kunci"),
    "date": ("date `2026-03-14`", "tanggal `2026-03-14`"),
    "to": ("to", "sampai"),
    "number": ("number", "angka"),
    "address": ("http(s) address", "alamat http(s)"),
    "text": ("text", "teks"),
    "anything": ("anything", "apa saja"),
}
EXAMPLES = DOCS / "examples"


def say(key: str, language: str) -> str:
    """Return one of the page's own words."""
    return WORDS[key][LANGUAGES.index(language)]


def inner_keys(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the keys inside a value, however often it may stand there."""
    if "anyOf" in schema:
        return {name: of for one in schema["anyOf"] for name, of in inner_keys(one).items()}
    if schema.get("type") == "array":
        return inner_keys(schema["items"])
    return dict(schema.get("properties", {}))


def value_of(schema: dict[str, Any], language: str) -> str:
    """Say in a few words what may stand there."""
    if "anyOf" in schema:
        of = f" {say('or', language)} "
        return of.join(dict.fromkeys(value_of(inner, language) for inner in schema["anyOf"]))
    if "enum" in schema:
        return ", ".join(f"`{str(word).lower() if isinstance(word, bool) else word}`" for word in schema["enum"])
    kind = schema.get("type")
    if kind == "array":
        return f"{say('list', language)} {value_of(schema['items'], language)}"
    if kind == "object":
        return f"{say('keys', language)} " + ", ".join(f"`{name}`" for name in schema["properties"])
    if schema.get("format") == "date":
        return say("date", language)
    if kind == "boolean":
        return "`true`, `false`"
    if kind == "integer":
        return f"{schema['minimum']} {say('to', language)} {schema['maximum']}"
    if kind == "number":
        return say("number", language)
    if schema.get("format") == "uri":
        return say("address", language)
    return say("text" if kind else "anything", language)


def reference(language: str) -> str:
    """Return the page for people, in one language."""
    parts = [f"# {say('title', language)}\n"]
    parts += [f"{say(key, language)}\n" for key in ("twin", "intro", "guards")]
    for kind, titles in TITLES.items():
        fields = FILE_DECLARATIONS[kind].fields if kind in FILE_DECLARATIONS else PHOTO.fields
        needed = FILE_DECLARATIONS[kind].needed if kind in FILE_DECLARATIONS else ()
        parts.append(f"## {titles[LANGUAGES.index(language)]}\n")
        parts.append(f"{say('head', language)}\n| --- | --- | --- |")
        for field in fields:
            note = f" {say('guarding', language)}" if field.guards else ""
            note += f" {say('required', language)}" if field.required or field.name in needed else ""
            value = value_of(field.type.json_schema(), language)
            parts.append(f"| `{field.name}` | {value} | {about(kind, field, language)}{note} |")
        nested = {field.name: inner for field in fields if (inner := inner_keys(field.type.json_schema()))}
        if nested:
            parts.append(f"\n{say('inner', language)}\n")
        for name, inner in nested.items():
            listed = "; ".join(f"`{key}` {value_of(of, language)}" for key, of in inner.items())
            parts.append(f"- `{name}`: {listed}")
        if kind in FILE_DECLARATIONS:
            parts.append(f"\n{say('example', language)}\n\n```yaml\n{example(kind)}```")
        parts.append("")
    head = f"{say('causes-head', language)}\n| --- | --- | --- |"
    parts.extend((f"## {say('causes', language)}\n", f"{say('causes-about', language)}\n", head))
    parts.extend(f"| `{c}` | {', '.join(cause_names(c, 'en'))} | {', '.join(cause_names(c, 'id'))} |" for c in CAUSES)
    return "\n".join((*parts, ""))


def example(kind: str) -> str:
    """Return the example of one kind of file, which uses every key of it."""
    return (EXAMPLES / f"{kind}.yml").read_text("utf-8")


def written() -> dict[Path, str]:
    """Return every file and what must stand in it."""
    files = {DOCS / name: reference(language) for language, name in PAGES.items()}
    for kind in FILE_DECLARATIONS:
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
