"""What a new site brought is not published under somebody's name, and shown on this machine all the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kiprah.authoring.examples import example_problems, is_local
from kiprah.authoring.installed_from import Origin
from kiprah.authoring.new.new_site import SiteRequest, write_site
from kiprah.authoring.templates import EXAMPLE_ACTIVITY
from kiprah.content.folder import list_folder
from kiprah.content.settings import read_settings
from support.command import run
from support.sites import files_of
from support.variants import variants


@pytest.fixture(params=["en", "id"])
def content(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    write_site(SiteRequest(tmp_path / "x", request.param, "Asia/Jakarta", date(2026, 5, 20), Origin("")))
    return tmp_path / "x" / "content"


def found(content: Path, url: str | None = None) -> list[tuple[str, str]]:
    folder, _ = list_folder(content)
    settings, problems = read_settings(folder)
    assert settings is not None, problems
    problems = example_problems(folder, settings, url)
    assert all(problem.place.line for problem in problems)
    return [(problem.code, problem.place.path.rpartition("/")[2]) for problem in problems]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_name_words_and_address_are_found_until_they_are_somebodys(content: Path) -> None:
    both = [("example-address", "site.yml"), ("example-words", "profile.md")]
    assert found(content) == both
    assert found(content, "https://alya.netlify.app/") == both[1:]
    edit(content / "site.yml", "https://example.org/", "https://alya.netlify.app/")
    profile = content / "profile.md"
    front, _, body = profile.read_text("utf-8").partition("\n---\n")
    profile.write_text("---\nname: Alya\n---\n" + body, "utf-8")
    assert found(content) == both[1:]  # the sentence below is the example's still
    profile.write_text(front.replace(front.split("\n")[1], "name: Alya") + "\n---\nHalo.\n", "utf-8")
    assert found(content) == both[1:]  # and so is the headline
    profile.write_text("---\nname: Alya\n---\nHalo.\n", "utf-8")
    assert found(content) == []


def test_invented_deeds_are_found_once_they_are_no_draft(content: Path) -> None:
    (content / "profile.md").write_text("---\nname: Alya\n---\nHalo.\n", "utf-8")
    (entry,) = content.glob("activities/*/index.md")
    edit(entry, "draft: true\n", "")
    assert found(content, "https://a.example/") == [("example-words", "index.md")]
    text = entry.read_text("utf-8")
    (impact,) = [line for line in text.split("\n") if line.startswith("impact:")]
    entry.write_text(f"---\ntitle: Pantai\ndate: 2026-05-20\n{impact}\n---\nKami memungut sampah.\n", "utf-8")
    assert found(content, "https://a.example/") == [("example-words", "index.md")]
    edit(entry, impact + "\n", "")
    assert found(content, "https://a.example/") == []


@pytest.mark.parametrize("hidden", ["draft: true\n", "visibility: private\n"])
def test_what_explains_that_nobody_sees_it_is_found_once_somebody_would(content: Path, hidden: str) -> None:
    (content / "profile.md").write_text("---\nname: Alya\n---\nHalo.\n", "utf-8")
    (entry,) = [
        path
        for path in [*content.glob("activities/*.md"), *content.glob("reflections/*.md")]
        if hidden in path.read_text()
    ]
    assert found(content, "https://a.example/") == []
    edit(entry, hidden, "")
    assert found(content, "https://a.example/") == [("example-words", entry.name)]
    entry.write_text(entry.read_text("utf-8").rpartition("---\n")[0] + "---\nSejak kecil saya suka membaca.\n", "utf-8")
    assert found(content, "https://a.example/") == []


@pytest.mark.parametrize("language", ["en", "id"])
def test_an_invented_organization_is_found_in_long_form_too(tmp_path: Path, language: str) -> None:
    write_site(SiteRequest(tmp_path / "x", language, "Asia/Jakarta", date(2026, 5, 20), Origin(""), editor="sveltia"))
    content = tmp_path / "x" / "content"
    (content / "profile.md").write_text("---\nname: Alya\n---\nHalo.\n", "utf-8")
    (entry,) = content.glob(f"activities/*-{EXAMPLE_ACTIVITY[language]}/index.md")
    (invented,) = [line for line in entry.read_text("utf-8").split("\n") if line.startswith("organization: {name: ")]
    entry.write_text(f"---\ntitle: Pantai\ndate: 2026-05-20\n{invented}\n---\nKami memungut sampah.\n", "utf-8")
    assert found(content, "https://a.example/") == [("example-words", "index.md")]
    edit(entry, invented, "organization: {name: Taman Baca}")
    assert found(content, "https://a.example/") == []


@pytest.mark.parametrize(
    "url", ["http://localhost:8000/", "http://127.0.0.1/", "http://[::1]:80/", "http://a.localhost/"]
)
def test_an_address_of_this_machine_publishes_to_nobody(content: Path, url: str) -> None:
    assert is_local(url)
    edit(content / "site.yml", "https://example.org/", url)
    assert found(content, url) == []


@pytest.mark.parametrize("command", variants(["build", "build --keep-going", "check"], quick=1))
def test_build_and_check_refuse_and_say_what_to_do(content: Path, command: str) -> None:
    edit(content / "site.yml", "https://example.org/", "https://a.example/")
    edit(
        content / "site.yml",
        "{policy: strict}",
        "{policy: strict, widths: [48], formats: [jpeg]}\ncards: {formats: []}",
    )
    done = run(content.parent, *command.split())
    assert done.returncode == 1 and "error[example-words]" in done.stderr and "kiprah serve" in done.stderr
    assert not any(name.startswith("public/") for name in files_of(content.parent))
