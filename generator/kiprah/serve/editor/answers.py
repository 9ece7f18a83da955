"""What the editor's pages are told of files: their values, what is wrong at which field, what became of them."""

from __future__ import annotations

import re
from typing import Any

from kiprah.authoring.editing.editable import EditableFile
from kiprah.authoring.editing.overview import listed_files, proposals
from kiprah.authoring.editing.read_file import ReadFile, field_at
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.entry_text import questions
from kiprah.authoring.form_fields import form_fields
from kiprah.authoring.templates import FRAMES
from kiprah.catalog import words
from kiprah.content.json_schema import KINDS
from kiprah.content.keys import translation_of
from kiprah.content.photos import PHOTO_ENDINGS
from kiprah.problem import Problem
from kiprah.serve.edited_page import edited_page
from kiprah.serve.editor.editor_site import Built, EditorSite, Look

_UI = "ui."


def state_answer(editor: EditorSite, look: Look, language: str) -> dict[str, Any]:
    """Tell all that a page begins with: words, forms, the list, names to propose."""
    files = look.files.values()
    own = words(language, "editor")
    return {
        "language": language,
        "words": own.below(_UI),
        "forms": {kind: form_fields(kind, declared.fields, language) for kind, declared in KINDS.items()},
        "translatable": {kind: _translated(kind) for kind in KINDS},
        "kind": look.settings.kind,
        "questions": {frame: _questions(look.settings.language, frame) for frame in FRAMES},
        "reflection": "Refleksi" if look.settings.language.startswith("id") else "Reflection",
        "today": look.today.isoformat(),
        "languages": look.settings.languages,
        **list_answer(editor, look, language),
        "proposals": proposals(files, look.site, editor.reader, language),
    }


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
    names = look.site.names_in(file.beside) if file.kind != "site" else ()
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
        "problems": problem_answers(read.problems, read, language),
        "found": built_answer(editor.built, file, read, language),
        "versions": len(editor.undo.versions(file.path)),
    }


def built_answer(built: Built, file: EditableFile, read: ReadFile, language: str) -> dict[str, Any]:
    """Tell what the last build found of a file, and where its page stands."""
    problems = [problem for problem in built.problems if problem.place.path == file.path]
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
        values = dict(problem.values)
        near = f"{problem.code}.hint-near"
        key = near if values.get("nearest") and own.has(near) else f"{problem.code}.hint"
        place = problem.place
        field = field_at(read.document, place.line, place.column) if read.document is not None and place.line else ""
        told.append(
            {
                "field": values.get("key", "") if problem.code == "missing-key" else field,
                "level": problem.level,
                "code": problem.code,
                "message": own.say(problem.code, **values),
                "hint": own.say(key, **values) if own.has(key) else "",
            }
        )
    return told


def _questions(language: str, frame: str) -> list[str]:
    """Return the questions of a frame, in the language that is written in."""
    return [" ".join(one.split()) for one in re.findall("<!--(.*?)-->", questions(language, frame), re.DOTALL)]


def _translated(kind: str) -> list[str]:
    return [field.name for field in translation_of(KINDS[kind].fields)]


def _page_of(built: Built, file: EditableFile) -> str:
    """Return the address of the page that tells most purely what the file says."""
    own = edited_page(built.pages, (file.path,)) or "index.html"
    return "/" + own.removesuffix("index.html")
