"""``kiprah new site``: a folder that builds at once."""

from __future__ import annotations

from pathlib import Path

import click

from kiprah.cli.language import interface_language, speak
from kiprah.cli.new.output import MACHINE, refused, shown, written


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(["portfolio", "community"]), default="portfolio", show_default=True)
@click.option("--language", type=click.Choice(["id", "en"]))
@click.option("--today", hidden=True)
def site(path: Path, kind: str, language: str | None, today: str | None) -> int:
    """Begin a site in PATH, a folder that is new or empty."""
    from kiprah.authoring.parse_answers import one_line
    from kiprah.cli.build import day
    from kiprah.cli.new.day import today_in
    from kiprah.model.settings import Settings

    if language is not None:
        speak(language)
    if kind == "community":
        return refused("community-later")
    try:
        if path.exists() and not path.is_dir():
            return refused("site-no-folder", path=str(path))
        if path.is_dir() and any(path.iterdir()):
            return refused("site-not-empty", path=str(path))
    except OSError as error:
        return refused("not-written", MACHINE, path=str(path), reason=str(error.strerror))
    timezone = Settings(title="").timezone
    name = one_line(path.absolute().resolve().name.replace("-", " ").replace("_", " "))
    title = name[:1].upper() + name[1:] if name else "kiprah"
    date = (day(today) or today_in(timezone)).isoformat()
    files = starting_files(path, language or interface_language(), title, timezone, date)
    return written(files, path, "next-site", folder=shown(path))


def starting_files(path: Path, language: str, title: str, timezone: str, date: str) -> list[tuple[Path, bytes]]:
    """Return every file of a new site: settings, profile, an activity with a photo, a draft, a private reflection."""
    from kiprah.authoring.example_photo import beach
    from kiprah.authoring.templates import filled, scalar, shared_text, starter_text
    from kiprah.content.json_schema import as_text, json_schema

    content = path / "content"
    values = {"title": scalar(title), "timezone": timezone, "date": date}
    entries = {
        content / "site.yml": "site.yml",
        content / "profile.md": "profile.md",
        content / "activities" / f"{date}-{_FIRST[language]}" / "index.md": "activity.md",
        content / "activities" / f"{date}-{_DRAFT[language]}.md": "draft.md",
        content / "reflections" / f"{date}-{_PRIVATE[language]}.md": "reflection.md",
    }
    photo = content / "activities" / f"{date}-{_FIRST[language]}" / "beach.jpg"
    return [
        *(
            (file, filled(starter_text(language, f"site/{name}"), values, {}).encode())
            for file, name in entries.items()
        ),
        (photo, beach()),
        (path / ".gitignore", shared_text("gitignore").encode()),
        (path / ".editorconfig", shared_text("editorconfig").encode()),
        (path / "netlify.toml", shared_text("netlify.toml").encode()),
        # So that VS Code helps in site.yml, without asking the network for anything.
        (path / ".vscode" / "settings.json", shared_text("vscode/settings.json").encode()),
        (path / ".vscode" / "extensions.json", shared_text("vscode/extensions.json").encode()),
        (path / ".vscode" / "kiprah-site.schema.json", as_text(json_schema("site", language)).encode()),
    ]


_FIRST = {"en": "a-morning-at-the-beach", "id": "pagi-di-pantai"}
_DRAFT = {"en": "still-writing", "id": "masih-ditulis"}
_PRIVATE = {"en": "why-i-began", "id": "mengapa-saya-memulai"}
"""Names of the example's files, which are addresses and so in the site's language."""
