"""The project around the code keeps its promises: the README, CI, constraints, catalogues, and nobody's machine."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from support.vacuous import vacuous_tests

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "generator" / "kiprah" / "locale"
DOMAINS = sorted({path.stem for path in LOCALE.glob("*/LC_MESSAGES/*.po")})


def fences(text: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_ci_runs_the_readmes_own_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (command,) = fences(readme.partition("\n## Test\n")[2].partition("\n## ")[0])
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    (extract,) = re.findall(r"\$\((awk .*?)\)$", script, re.MULTILINE)
    done = subprocess.run(["bash", "-c", extract], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == command and command.strip().endswith("-m pytest")
    assert 'bash -euo pipefail -c "$command"' in script
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_the_constraints_name_one_version_of_everything() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    named = {}
    for line in lines:
        match = re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9][0-9A-Za-z.+!-]*)", line)
        assert match, line
        named[re.sub(r"[-_.]+", "-", match[1]).lower()] = match[2]
    assert len(named) == len(lines)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[ ;<>=!\[]", one)[0]).lower() for one in wanted}
    assert len(names) > 40 and names - named.keys() == set()


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_catalogue_says_the_same_in_both_languages(domain: str) -> None:
    said = {}
    for language in ("id", "en"):
        with (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            catalogue = read_po(file, locale=language)
        assert len(catalogue) > 0, language
        for message in catalogue:
            if message.id:
                strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
                assert all(strings), (language, message.id)
                fields = {name for text in strings for name in re.findall(r"(?<!\{)\{(\w+)\}", text)}
                key = message.id if isinstance(message.id, str) else message.id[0]
                said.setdefault(key, {})[language] = fields
    assert said
    for key, both in said.items():
        assert set(both) == {"id", "en"}, f"{domain}: {key} is not in both languages"
        assert both["id"] - {"number"} == both["en"] - {"number"}, f"{domain}: {key}"


def test_every_catalogue_is_compiled() -> None:
    path = ROOT / "scripts" / "compile_catalogues.py"
    spec = spec_from_file_location("compile_catalogues", path)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    catalogues = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    assert len(catalogues) == 2 * len(DOMAINS)
    for catalogue in catalogues:
        assert catalogue.with_suffix(".mo").read_bytes() == module.compiled(catalogue), catalogue


def test_links_between_the_documents_lead_somewhere() -> None:
    links = 0
    for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        prose = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        prose = re.sub(r"`[^`\n]+`", "", prose)
        for link in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", prose):
            if "://" not in link and not link.startswith("docs/pictures/"):
                assert (document.parent / link).exists(), f"{document.name}: {link}"
                links += 1
    assert links > 20


def test_no_text_counts_on_an_index_that_does_not_hold_the_package() -> None:
    """The documented way is a wheel, or the repository's tag."""
    texts = [
        *(ROOT / "docs").glob("*.md"),
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *LOCALE.glob("*/LC_MESSAGES/*.po"),
    ]
    texts += [
        path for path in (ROOT / "generator" / "kiprah" / "authoring" / "files").rglob("*") if path.suffix != ".jpg"
    ]
    found = re.compile(
        r"(?:pip|pipx|uv tool) install(?: -\S+)* \\?[\"']?kiprah(?:\[\w+\]|[\s\"'\\]|==|$)", re.MULTILINE
    )
    assert found.search("pip install -q kiprah && x") and found.search('pip install \\"kiprah[heic]\\"')
    read = [path for path in texts if path.is_file()]
    assert len(read) > 40
    assert [path.name for path in read if found.search(path.read_text("utf-8"))] == []


def test_releases_are_tried_on_three_systems_before_they_are_published() -> None:
    workflows = {
        path.name: yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / ".github/workflows").glob("*.yml")
    }
    assert set(workflows) == {"ci.yml", "release.yml"}
    assert workflows["ci.yml"]["jobs"]["other-systems"]["strategy"]["matrix"]["os"] == [
        "windows-latest",
        "macos-latest",
    ]
    release = workflows["release.yml"]["jobs"]
    assert [release[job].get("needs") for job in ("build", "try", "publish")] == [None, "build", "try"]
    assert release["try"]["strategy"]["matrix"]["os"] == ["ubuntu-latest", "windows-latest", "macos-latest"]
    # Nobody's password: the index trusts this workflow, in its environment.
    assert release["publish"]["environment"] == "pypi" and release["publish"]["permissions"]["id-token"] == "write"
    assert not re.search(r"secrets\.|password", (ROOT / ".github/workflows/release.yml").read_text("utf-8"))


def test_the_links_of_the_package_lead_to_where_it_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/kiprah")
    metadata = {"version": "1.2.3"}
    module.ProjectLinks(str(ROOT), {}).update(metadata)
    links = metadata["urls"]
    assert links["Documentation"] == "https://github.com/someone/kiprah/tree/v1.2.3/docs"  # type: ignore[index]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["dynamic"] == ["urls"] and "custom" in project["tool"]["hatch"]["metadata"]["hooks"]


TOP = {
    ".ci", ".editorconfig", ".github", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "bench",
    "constraints.txt", "content", "docs", "generator", "hatch_build.py", "netlify.toml", "pyproject.toml", "scripts",
    "tests", "themes",
}  # fmt: skip
"""All that stands at the top of the repository."""


def tracked_files() -> list[str]:
    """List the files that Git keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.decode().split("\0") if name]


def test_nothing_stands_at_the_top_that_was_not_meant_to() -> None:
    assert {name.partition("/")[0] for name in tracked_files()} == TOP


def test_no_file_tells_of_somebodys_machine() -> None:
    # Written in two parts, or this file would find itself; Alya is nobody.
    found = re.compile(rb"/(?:" + rb"work/(?:main|shared)|(?:home|Users)" + rb"/(?!alya/|me/)[a-z]+/)")
    names = tracked_files()
    assert len(names) > 500
    for name in names:
        path = ROOT / name
        if path.is_file():
            assert not found.search(path.read_bytes()), name


TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.mark.slow
def test_no_test_can_pass_without_having_asserted_something() -> None:
    found = {path.relative_to(ROOT): vacuous_tests(ast.parse(path.read_text("utf-8"))) for path in TESTS}
    assert len(found) > 80
    assert {path.as_posix(): names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("body", "is_vacuous"),
    [
        ("run()", True),
        ("for path in folder.rglob('*'): assert path", True),
        ("paths = [*folder.rglob('*')]\n for path in paths: assert path", True),
        ("paths = sorted(folder)\n for path in paths: assert path", True),
        ("for path in ('a', 'b'):\n  for line in path.read(): assert line", True),
        ("for number in range(3): assert number", False),
        ("for name in NAMES: assert name", False),
        ("for name in names(): assert name\n assert names()", False),
        ("with pytest.raises(ValueError): run()", False),
        ("holds('x')", False),
    ],
)
def test_a_test_without_a_certain_assertion_is_found(body: str, is_vacuous: bool) -> None:
    module = ast.parse(f"def holds(x):\n assert x\ndef test_it(folder):\n {body}\n")
    assert vacuous_tests(module) == (["test_it"] if is_vacuous else [])


def test_modules_of_tests_have_names_of_their_own() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    # Two of one name are collected as one, and a run of everything stumbles over the second.
    assert len(names) > 100 and sorted(names) == sorted(set(names))
