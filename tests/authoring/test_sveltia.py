"""The configuration for Sveltia CMS: held to its own schema, and to the traps that lose what people wrote."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from kiprah.authoring.installed_from import Origin
from kiprah.authoring.new.new_site import NewSite, SiteRequest, write_site
from kiprah.authoring.sveltia.configuration import SVELTIA_VERSION, entry_pattern, sveltia_config
from kiprah.authoring.sveltia.short_forms import in_long_form
from kiprah.authoring.sveltia.sveltia_site import sveltia_problems
from kiprah.content.folder import list_folder
from kiprah.content.json_schema import FILE_DECLARATIONS
from kiprah.fields.duration import read_minutes
from kiprah.model.settings import Settings
from kiprah.problem import Place
from support.command import run

NUMBERS = ("0", "3", "90", "123456", "1234567")
HOURS = (
    *NUMBERS,
    *(f"{one}{mark}{two}" for one in NUMBERS for mark in (".", ",", ":") for two in ("0", "05", "30", "75", "123456")),
    *(f"{one}{unit}" for one in NUMBERS for unit in ("h", " h", "m", " m", "min", " min", "  h", "mins", " jam", "j")),
    *(
        f"{h}{unit}{m}{end}"
        for h in NUMBERS
        for unit in ("h", " h", "h ", " h ", "j ")
        for m in NUMBERS
        for end in ("m", " m", "min", " min", "h")
    ),
    "~3",
    "3+",
    ".5",
    "2.",
    "-1",
    "2:60",
    "1:2:3",
    "half an hour",
)
"""Hours as people write them: of those that kiprah reads the form refuses none, and takes none that it does not."""
SCHEMA = Path(__file__).parents[1] / "data" / f"sveltia-cms-{SVELTIA_VERSION}.json.xz"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return dict(json.loads(lzma.decompress(SCHEMA.read_bytes())))


def fields_of(config: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every field with the kind of file it stands in, those within others too."""
    waiting = [("activity", f) for f in config["collections"][0]["fields"]]
    names = ("activity", "reflection", "testimonial", "page", "selection")
    waiting += [(kind, f) for kind, c in zip(names, config["collections"], strict=False) for f in c["fields"]]
    waiting += [(file["name"], f) for file in config["collections"][-1]["files"] for f in file["fields"]]
    while waiting:
        kind, field = waiting.pop()
        yield kind, field
        waiting += [(kind, inner) for inner in field.get("fields", ())]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "id"])
def test_sveltia_itself_accepts_the_configuration(schema: dict[str, Any], language: str) -> None:
    config = sveltia_config(language)
    jsonschema.Draft7Validator(schema).validate(config)
    # The schema does see what is wrong.
    config["slug"]["timezone"] = "Asia/Jakarta"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate(config)


def test_photos_are_always_made_anew(schema: dict[str, Any]) -> None:
    config = sveltia_config("en")
    assert config["media_libraries"]["all"]["transformations"]["raster_image"]["format"] == "webp"
    assert all(c.get("media_folder") == "" for c in config["collections"][:-1])
    assert config["backend"]["auth_methods"] == ["token"]


def test_no_field_has_a_default_and_none_is_narrower_than_what_may_stand_there() -> None:
    found = [*fields_of(sveltia_config("en"))]
    assert len(found) > 60
    for kind, field in found:
        assert "default" not in field, field
        assert field["widget"] not in ("number", "markdown", "richtext"), field
        assert field["name"] not in ("hide", "focus", "extra", "theme_options"), field
        if field["name"] == "hours" and kind != "site":
            texts = set(HOURS)
            legal = {text for text in texts if read_minutes(text) is not None}
            assert {"3", "3.30", "3:30", "3h 90m", "3h90min", "90 min", "0:05"} <= legal < texts
            assert not legal & {"3 jam", "3,30", "2:60", "~3"}
            assert {text for text in texts if re.match(field["pattern"][0], text)} == legal
        if field["widget"] == "select":
            assert len(field["options"]) > 1


def test_every_key_that_a_form_can_hold_is_there() -> None:
    config = sveltia_config("en")
    found = {field["name"] for field in config["collections"][0]["fields"]}
    left_out = {field.name for field in FILE_DECLARATIONS["activity"].fields} - found
    assert left_out <= {"extra"}, left_out


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_new_site_has_the_page_the_workflows_and_no_copy_of_the_program(tmp_path: Path, language: str) -> None:
    request = SiteRequest(
        tmp_path / "s", language, "Asia/Jakarta", date(2026, 5, 20), Origin("kiprah==1.0"), editor="sveltia"
    )
    assert isinstance(write_site(request), NewSite)
    root = tmp_path / "s"
    assert yaml.safe_load((root / "admin/config.yml").read_text("utf-8")) == sveltia_config(language)
    page = (root / "admin/index.html").read_text("utf-8")
    assert "default-src 'none'" in page and "unpkg" not in page and "jsdelivr" not in page
    pages = yaml.safe_load((root / ".github/workflows/pages.yml").read_text("utf-8"))
    script = "\n".join(step.get("run", "") for step in pages["jobs"]["publish"]["steps"])
    assert (
        SVELTIA_VERSION in script
        and "sha512-" in script
        and "$GITHUB_REPOSITORY" in script
        and "kiprah build" in script
    )
    check = yaml.safe_load((root / ".github/workflows/check.yml").read_text("utf-8"))
    script = "\n".join(step.get("run", "") for step in check["jobs"]["check"]["steps"])
    assert "kiprah check content" in script and "GITHUB_STEP_SUMMARY" in script


SHORT = {
    "activity": ("activities/2026-05-01-hari/index.md", "title: Hari"),
    "reflection": ("reflections/2026-05-01-hari/index.md", "title: Hari"),
    "testimonial": ("testimonials/bu-sari.md", "from: Bu Sari"),
    "page": ("pages/tentang.md", "title: Tentang"),
    "selection": ("selections/beasiswa.md", "title: Beasiswa"),
    "profile": ("profile.md", "name: Alya"),
    "site": ("site.yml", "title: Jejak"),
}


def short_groups(kind: str) -> dict[str, tuple[str, bool]]:
    """Return the keys that a text may stand for: the inner key, and whether they are items of a list."""
    found = {}
    for declared in FILE_DECLARATIONS[kind].fields:
        schema = declared.type.json_schema()
        listed = schema.get("type") == "array" or any(way.get("type") == "array" for way in schema.get("anyOf", ()))
        ways = [schema, *schema.get("anyOf", ())]
        inner = [way for one in ways for way in one.get("items", one).get("anyOf", ())]
        if keys := next((way["properties"] for way in inner if way.get("type") == "object"), None):
            found[declared.name] = (next(iter(keys)), listed)
    return found


def test_the_keys_that_have_a_short_form_are_known() -> None:
    assert short_groups("activity") == {
        "organization": ("name", False),
        "photos": ("file", True),
        "videos": ("file", True),
    }
    profile = {"photo": ("file", False), "photos": ("file", True), "languages": ("language", True)}
    assert short_groups("profile") == profile


@pytest.mark.parametrize("kind", SHORT)
def test_every_short_form_is_named_and_its_long_form_is_not(tmp_path: Path, kind: str) -> None:
    path, title = SHORT[kind]
    short, long = title + "\n", title + "\n"
    places = []
    for key, (inner, listed) in short_groups(kind).items():
        short += f"{key}: [satu, {{{inner}: dua}}]\n" if listed else f"{key}: satu\n"
        long += f"{key}: [{{{inner}: satu}}, {{{inner}: dua}}]\n" if listed else f"{key}: {{{inner}: satu}}\n"
        code = "sveltia-refuses" if listed else "sveltia-loses"
        line = short.count("\n") + (kind != "site")
        places.append((code, Place(path, line, len(key) + (4 if listed else 3)), f"{{{inner}: satu}}"))
    fence = "" if kind == "site" else "---\n"
    for text, expected in ((short, places), (long, [])):
        file = tmp_path / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / file.name).write_text(f"{fence}{text}{fence}", "utf-8")
        assert sveltia_problems(list_folder(tmp_path / "content")[0], Settings()) == ()
        (tmp_path / "admin").mkdir(exist_ok=True)
        (tmp_path / "admin/config.yml").write_text("collections: []\n", "utf-8")
        found = sveltia_problems(list_folder(tmp_path / "content")[0], Settings())
        assert [(one.code, one.place, one.values["nearest"]) for one in found] == places == expected or not expected
        assert len(found) == len(expected)
        (tmp_path / "admin/config.yml").unlink()
    assert in_long_form(f"---\n{short}---\nIsi.\n", path) == f"---\n{long}---\nIsi.\n" or kind == "site"


def test_a_text_alone_in_place_of_a_list_of_keys_is_lost_too() -> None:
    text = "---\nname: Alya\nlanguages: Indonesia, Jawa\nphoto: >-\n  me.jpg\nskills: membaca\nplace:\n---\n"
    assert in_long_form(text, "profile.md") == (
        '---\nname: Alya\nlanguages: [{language: "Indonesia, Jawa"}]\nphoto: {file: me.jpg}\nskills: membaca\nplace:\n---\n'
    )
    empty = "---\ntitle: Hari\norganization:\nphotos: []\nvideos: ~\n---\n"
    assert in_long_form(empty, "activities/2026-05-01-hari/index.md") == empty


def test_only_files_that_sveltia_shows_are_asked() -> None:
    config = sveltia_config("id")
    assert {c["name"]: c["path"] for c in config["collections"][:-1]}["activities"].endswith("/index")
    shown = {
        "activity": ("activities/2026-05-01-hari/index.md", "activities/2026-05-01-hari.md"),
        "page": ("pages/tentang.md", "pages/tentang/index.md"),
    }
    for kind, (path, other) in shown.items():
        assert re.fullmatch(entry_pattern(kind), path) and not re.fullmatch(entry_pattern(kind), other)
    assert not re.fullmatch(entry_pattern("activity"), "activities/2026-05-01-hari/index.en.md")


@pytest.mark.slow
def test_what_kiprah_writes_for_sveltia_has_no_short_form(tmp_path: Path) -> None:
    assert run(tmp_path, "new", "site", "jejak", "--editor", "sveltia").returncode == 0
    site = tmp_path / "jejak"
    assert run(site, "new", "activity", "Baca bersama", "--yes", "--organization", "Taman Baca").returncode == 0
    (entry,) = (site / "content/activities").glob("*baca-bersama/index.md")
    assert "organization: {name: Taman Baca}\n" in entry.read_text("utf-8")
    assert run(site, "new", "reflection", "Yang kupelajari", "--yes").returncode == 0
    texts = [path.relative_to(site / "content").as_posix() for path in (site / "content").glob("*/**/*.md")]
    patterns = [entry_pattern("activity"), entry_pattern("reflection")]
    assert len(texts) == 5 and all(any(re.fullmatch(one, path) for one in patterns) for path in texts), texts
    checked = run(site, "check")
    assert "[sveltia-" not in checked.stdout + checked.stderr
    entry.write_text(entry.read_text("utf-8").replace("{name: Taman Baca}", "Taman Baca"), "utf-8")
    checked = run(site, "check")
    assert checked.stderr.count("[sveltia-loses]") == 1
    for _ in range(2):  # built, and found as it was left
        assert run(site, "build", "--url", "http://localhost/").stderr.count("[sveltia-loses]") == 1
    (site / "admin/config.yml").unlink()
    assert "[sveltia-" not in run(site, "check").stderr
    assert "[sveltia-" not in run(site, "build", "--url", "http://localhost/").stderr


def test_what_comes_in_and_a_new_profile_are_in_long_form(tmp_path: Path) -> None:
    assert run(tmp_path, "new", "site", "jejak", "--editor", "sveltia", "--language", "id").returncode == 0
    site = tmp_path / "jejak"
    (tmp_path / "log.csv").write_text("Tanggal;Kegiatan;Lembaga\n14/03/2026;Mengajar;Taman Baca\n", "utf-8")
    assert run(site, "import", "csv", str(tmp_path / "log.csv")).returncode == 0
    (entry,) = (site / "content/activities").glob("*mengajar*/index.md")
    assert "organization: {name: Taman Baca}\n" in entry.read_text("utf-8")
    new = run(site, "new", "profile", "Alya", "--yes", "--languages", "Indonesia, Jawa")
    assert new.returncode == 0, new.stderr
    profile = (site / "content/profile.md").read_text("utf-8")
    assert "languages: [{language: Indonesia}, {language: Jawa}]\n" in profile
