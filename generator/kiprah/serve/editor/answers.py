"""Answers of the editor: files' values, what is wrong at which field, what became of them."""

from __future__ import annotations

import re
from typing import Any

from msgspec import structs

from kiprah.authoring.community import members_of
from kiprah.authoring.editing.begin_file import OF_COMMUNITIES, OF_MEMBERS
from kiprah.authoring.editing.editable import KEYS_ALONE, EditableFile, editable_files
from kiprah.authoring.editing.overview import listed_files, proposals
from kiprah.authoring.editing.read_file import ReadFile, field_at
from kiprah.authoring.editing.rename_entry import can_move
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.form_fields import FormChoice, FormField, form_fields, option_field
from kiprah.authoring.new.entry_text import questions
from kiprah.authoring.sveltia.sveltia_site import has_sveltia
from kiprah.authoring.templates import FRAMES
from kiprah.build.cache_keys import theme_folders
from kiprah.catalog import words
from kiprah.content.entries.activity import CREDENTIAL_ENDINGS, EVIDENCE_ENDINGS, VIDEO_ENDINGS
from kiprah.content.json_schema import FILE_DECLARATIONS
from kiprah.content.keys.entry_keys import translation_of
from kiprah.content.member_record import record_path
from kiprah.model.photo import PHOTO_ENDINGS
from kiprah.problem import Problem
from kiprah.problem_words import problem_hint, problem_message
from kiprah.serve.edited_page import edited_page
from kiprah.serve.editor.editor_site import Built, EditorSite, Look
from kiprah.theme_options import declared_options

_UI = "ui."
_LANGUAGE_NAMES = (
    ("id", "Bahasa Indonesia"), ("en", "English"), ("jv", "Basa Jawa"), ("su", "Basa Sunda"), ("ms", "Bahasa Melayu"),
    ("ar", "العربية"), ("zh", "中文"), ("ja", "日本語"), ("ko", "한국어"), ("nl", "Nederlands"), ("de", "Deutsch"),
    ("fr", "Français"), ("es", "Español"),
)  # fmt: skip
_COOL_OFFS = ("0d", "1d", "3d", "7d")
_TIMEZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Singapore", "Asia/Tokyo", "Europe/Berlin", "UTC")


def state_answer(editor: EditorSite, look: Look, language: str) -> dict[str, Any]:
    """Tell all that a page begins with: words, forms, the list, names to propose."""
    own = words(language, "editor")
    return {
        "language": language,
        "words": own.below(_UI),
        "forms": _forms(look, language),
        "translatable": {kind: _translated(kind) for kind in FILE_DECLARATIONS},
        "kind": look.settings.kind,
        "begins": sorted(OF_COMMUNITIES if look.settings.kind == "community" and not editor.member else OF_MEMBERS),
        "others": [code for code in look.settings.languages if code != look.settings.language],
        "questions": {frame: _questions(look.settings.language, frame) for frame in FRAMES},
        "reflection": "Refleksi" if look.settings.language.startswith("id") else "Reflection",
        "today": look.today.isoformat(),
        "languages": look.settings.languages,
        "longForm": look.settings.kind == "portfolio" and has_sveltia(look.site.root),
        **list_answer(editor, look, language),
        "proposals": _proposed(editor, look, language),
        "wordless": _wordless(editor, look),
    }


def _forms(look: Look, language: str) -> dict[str, tuple[FormField, ...]]:
    """Make the form of each kind; that of the site asks what its theme lets it choose."""
    forms = {kind: form_fields(kind, declared.fields, language) for kind, declared in FILE_DECLARATIONS.items()}
    try:
        options = declared_options(look.settings.theme, theme_folders(look.site.root))
    except OSError:
        options = ()
    own = {field.name: field for field in (option_field(options, language), _cool_off(forms["site"], language))}
    return {**forms, "site": tuple(own.get(field.name, field) for field in forms["site"])}


def _cool_off(fields: tuple[FormField, ...], language: str) -> FormField:
    """Make a choice of how long an entry waits; any other number of days that a file says stays one of them."""
    own = words(language, "editor")
    choices = tuple(FormChoice(days, own.say(f"choice.cool_off.{days}")) for days in _COOL_OFFS)
    field = next(field for field in fields if field.name == "cool_off")
    return structs.replace(field, control="choice", choices=choices, usual=_COOL_OFFS[0])


def _proposed(editor: EditorSite, look: Look, language: str) -> dict[str, list[dict[str, str]]]:
    """Return the names to propose: those of the site, and what settings may be."""
    found = proposals(look.files.values(), look.site, editor.reader, language)
    if editor.member:
        shared = editable_files(look.site, look.settings).values()
        found |= {"event": proposals(shared, look.site, editor.reader, language).get("event", [])}
    themes = {path.parent.name for folder in theme_folders(look.site.root) for path in folder.glob("*/theme.yml")}
    languages = [{"value": code, "label": name} for code, name in _LANGUAGE_NAMES]
    return {
        **found,
        "site.theme": [{"value": name} for name in sorted(themes)],
        "site.language": languages,
        "site.languages": languages,
        "lang": languages,
        "site.timezone": [{"value": name} for name in _TIMEZONES],
    }


def _wordless(editor: EditorSite, look: Look) -> tuple[str, ...]:
    """Name the members of whom the community says nothing yet."""
    if look.settings.kind != "community" or editor.member:
        return ()
    return tuple(slug for slug in members_of(look.site) if record_path(slug) not in look.files)


def list_answer(editor: EditorSite, look: Look, language: str) -> dict[str, Any]:
    """Tell the list alone."""
    return {"files": listed_files(look.files.values(), look.site, look.today, editor.reader)}


def file_answer(editor: EditorSite, look: Look, file: EditableFile, read: ReadFile, language: str) -> dict[str, Any]:
    """Tell what a form is made from."""
    values: dict[str, Any] | None = None
    if read.document is not None:
        try:
            values = dict(read.document.values)
        except CannotEdit:
            values = None
    names = look.site.names_in(file.beside) if file.kind not in KEYS_ALONE else ()
    return {
        "file": file.path,
        "kind": file.kind,
        "language": file.language,
        "original": file.original,
        "digest": read.digest,
        "values": values,
        "body": read.document.shown_body if read.document is not None else "",
        "text": read.text if values is None else "",
        "beside": [name for name in names if name.casefold().endswith(PHOTO_ENDINGS)],
        "videos": [name for name in names if name.casefold().endswith(VIDEO_ENDINGS)],
        "proofs": [name for name in names if name.casefold().endswith((*EVIDENCE_ENDINGS, *CREDENTIAL_ENDINGS))],
        "problems": problem_answers(read.problems, read, language),
        "found": built_answer(editor.built, file, read, language),
        "moves": can_move(file),
        "versions": len(editor.undo.versions(file.path)),
    }


def built_answer(built: Built, file: EditableFile, read: ReadFile, language: str) -> dict[str, Any]:
    """Tell what the last build found of a file, and where its page stands."""
    # That a preview is none to publish is known to who looks at one.
    found = [problem for problem in built.problems if problem.code != "preview-build"]
    problems = [problem for problem in found if problem.place.path == file.path]
    own = words(language, "problems")
    held = [
        {"name": one.what.rsplit("/", 1)[-1], "reason": own.say(f"held.{one.reason}", until=one.until)}
        for one in built.held
        if one.what.startswith(f"{file.beside}/") and one.what != file.path and file.beside
    ]
    return {
        "build": built.number,
        "problems": problem_answers(tuple(problems), read, language),
        "held": held,
        "page": _page_of(built, file),
    }


def problem_answers(problems: tuple[Problem, ...], read: ReadFile, language: str) -> list[dict[str, str]]:
    """Tell problems in words, each with the field it stands at."""
    own = words(language, "problems")
    told = []
    for problem in problems:
        place = problem.place
        field = field_at(read.document, place.line, place.column) if read.document is not None and place.line else ""
        told.append(
            {
                "field": problem.values.get("key", "") if problem.code == "missing-key" else field,
                "level": problem.level,
                "code": problem.code,
                "message": problem_message(problem, own),
                "hint": problem_hint(problem, own),
            }
        )
    return told


def _questions(language: str, frame: str) -> list[str]:
    """Return the questions of a frame, in the language that is written in."""
    return [" ".join(one.split()) for one in re.findall("<!--(.*?)-->", questions(language, frame), re.DOTALL)]


def _translated(kind: str) -> list[str]:
    return [field.name for field in translation_of(FILE_DECLARATIONS[kind].fields)]


def _page_of(built: Built, file: EditableFile) -> str:
    """Return the address of the page that tells most purely what the file says."""
    own = edited_page(built.pages, (file.path,)) or "index.html"
    return "/" + own.removesuffix("index.html")
