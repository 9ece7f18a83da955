"""New themes: the files one begins with, on top of a theme that kiprah brings."""

from __future__ import annotations

from pathlib import Path

from kiprah.authoring.new.write_entry import write_files
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.templates import fill_template, template_text
from kiprah.theme import is_theme_name

PARENTS = ("pelita", "lembar")
"""The themes that kiprah brings, which a new one can be built on."""


def theme_files(site: Path, name: str, extends: str, language: str) -> list[tuple[Path, bytes]] | Refusal:
    """Return every file of a new theme beside a site: its manifest, a base template and a style sheet.

    A theme of a shipped one's name would stand in the way of it, and is refused like a name that no theme can have.
    """
    folder = site.parent / "themes" / name
    if not is_theme_name(name):
        return Refusal("theme-name", {"name": name})
    if name in PARENTS or folder.exists():
        return Refusal("theme-taken", {"name": name})
    label = name.replace("-", " ").replace("_", " ")
    values = {"name": name, "label": label[:1].upper() + label[1:], "extends": extends}
    files = {"theme.yml": "theme.yml", "templates/base.html": "base.html", f"assets/{name}.css": "style.css"}
    return [
        (folder / path, fill_template(template_text(language, f"theme/{source}"), values, {}).encode())
        for path, source in files.items()
    ]


def write_theme(site: Path, name: str, extends: str, language: str) -> Path | Refusal:
    """Write a new theme beside a site, and return its folder."""
    files = theme_files(site, name, extends, language)
    if isinstance(files, Refusal):
        return files
    folder = site.parent / "themes" / name
    return write_files(tuple(files), folder) or folder
