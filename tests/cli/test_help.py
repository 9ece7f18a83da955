"""The words of ``--help`` come from the catalogue, in the user's language, and every option stands in the docs."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import kiprah.cli
from support.command import run_process

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "write_commands.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("write_commands", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def params(script, language: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, click.Parameter]]:
    monkeypatch.setenv("KIPRAH_LANG", language)
    top = kiprah.cli.kiprah
    for command, context in script.commands(top, click.Context(top, info_name="kiprah")):
        for param in command.params:
            if not getattr(param, "hidden", False):
                yield context.command_path, param


def test_every_option_and_argument_has_words_of_each_language(script, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        language: {
            (path, param.name): (param.help, param.metavar) for path, param in params(script, language, monkeypatch)
        }
        for language in ("en", "id")
    }
    assert texts["en"].keys() == texts["id"].keys() and len(texts["en"]) > 40
    for key, (text, _) in texts["en"].items():
        assert (text and texts["id"][key][0] and text != texts["id"][key][0]) or key[1] == "hours", key


def test_a_value_is_never_called_text(script, monkeypatch: pytest.MonkeyPatch) -> None:
    named = [*params(script, "en", monkeypatch)]
    assert len(named) > 40
    for path, param in named:
        plain = not isinstance(param.type, click.Choice) and not getattr(param, "is_flag", False)
        assert not plain or param.metavar, (path, param.name)


def test_no_words_of_help_stand_in_the_code() -> None:
    modules = sorted((ROOT / "generator" / "kiprah" / "cli").rglob("*.py"))
    assert len(modules) > 10
    for path in modules:
        assert not re.search(r"\bhelp=[\"'f]", path.read_text("utf-8")), path.name


def test_the_pages_are_up_to_date(script) -> None:
    written = script.written()
    assert len(written) == 2
    for path, text in written.items():
        assert path.read_text("utf-8") == text, f"run scripts/write_commands.py: {path.name}"


def test_the_pages_name_every_command_and_option(script, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {*script.PAGES} == {"en", "id"}
    for page in script.PAGES.values():
        text = page.read_text("utf-8")
        for path, param in params(script, "en", monkeypatch):
            section = text.partition(f"\n## {path}\n")[2].partition("\n## ")[0]
            assert section, path
            if isinstance(param, click.Option):
                assert all(option in section for option in param.opts), (path, param.name)


@pytest.mark.parametrize(
    ("language", "usage", "wrong"),
    [
        ("en", "Usage: kiprah build [OPTIONS] [SITE]", "No such option"),
        ("id", "Pemakaian: kiprah build", "Tidak ada opsi"),
    ],
)
def test_help_and_mistakes_speak_the_users_language(tmp_path: Path, language: str, usage: str, wrong: str) -> None:
    # gettext binds the words of usage once a process.
    shown = run_process(tmp_path, "build", "--help", KIPRAH_LANG=language)
    assert shown.returncode == 0 and usage in shown.stdout
    told = run_process(tmp_path, "build", "--tiada", KIPRAH_LANG=language)
    assert told.returncode == 2 and wrong in told.stderr
