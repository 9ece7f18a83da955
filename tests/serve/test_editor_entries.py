"""Whole entries in the editor: another name, removal, what is brought back, and what can be begun."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from editor_server import EditorServer

from kiprah.authoring.editing import remove_entry
from kiprah.authoring.editing.undo import UndoStore
from kiprah.authoring.form_fields import FormField, form_fields
from kiprah.build.pipeline import build
from kiprah.catalog import words
from kiprah.content.address_register import parse_register
from kiprah.content.json_schema import FILE_DECLARATIONS
from support.building import request_in
from support.sites import draw_photo, files_of, make_site

HARI = "activities/2026-05-01-hari/index.md"
KITA = "---\ntitle: Kita # mine\nactivity: hari\n---\n[Hari itu](../activities/2026-05-01-hari/index.md), ya.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(
        tmp_path,
        {
            f"content/{HARI}": "---\ntitle: Hari\nhours: 3\ncover: a.jpg\nphotos: [{file: a.jpg, alt: A, people: none}]\n---\nIsi.\n",
            "content/activities/2026-05-01-hari/notes.txt": "mine alone",
            "content/reflections/2026-05-02-kita.md": KITA,
            "content/selections/beasiswa.md": "---\ntitle: Beasiswa\nactivities: [lain, hari]\n---\n",
            "content/activities/2026-05-03-lain.md": "---\ntitle: Lain\nphotos: [{file: b.jpg, alt: B, people: none}]\n---\n",
            "content/activities/2026-05-04-sama.md": "---\ntitle: Sama\nphotos: [{file: c.jpg, alt: C, people: none}]\n---\n",
        },
    )
    for name in ("2026-05-01-hari/a.jpg", "b.jpg", "c.jpg"):
        draw_photo(root / "content/activities" / name, ord(name[-5]))
    return root / "content"


def digest_of(server: EditorServer, file: str) -> str:
    return str(server.json("GET", f"file?file={file}")[1]["digest"])


def test_whoever_names_an_entry_follows_its_new_name(server: EditorServer, site: Path) -> None:
    server.json("PUT", f"file?file={HARI}", {"digest": digest_of(server, HARI), "values": {"hours": "4"}})
    status, plan = server.json("GET", f"entry?file={HARI}")
    assert status == 200
    assert plan == {"slug": "hari", "files": 3, "namedBy": ["Kita", "Beasiswa"], "published": False}
    status, told = server.json("POST", f"entry?file={HARI}", {"name": "Pagi di Pantai"})
    new = "activities/2026-05-01-pagi-di-pantai/index.md"
    assert status == 200 and told == {"file": new, "left": []}
    assert (site / new).with_name("notes.txt").read_text("utf-8") == "mine alone" and not (site / HARI).exists()
    after = KITA.replace("activity: hari", "activity: pagi-di-pantai").replace("-01-hari/", "-01-pagi-di-pantai/")
    assert (site / "reflections/2026-05-02-kita.md").read_text("utf-8") == after
    assert "activities: [lain, pagi-di-pantai]" in (site / "selections/beasiswa.md").read_text("utf-8")
    assert server.json("GET", f"undo?file={new}")[1]["versions"], "what was kept of it follows"
    status, told = server.json("POST", f"entry?file={new}", {"name": "lain"})
    assert status == 422 and "lain" in told["refused"] and (site / new).is_file()
    for name in ("", "...", "con", "2026"):
        assert server.json("POST", f"entry?file={new}", {"name": name})[0] == 422
    assert server.json("POST", "entry?file=profile.md", {"name": "x"})[0] == 422


@pytest.mark.slow
def test_a_published_address_leads_on_even_where_the_title_changed_too(server: EditorServer, site: Path) -> None:
    today = date(2026, 6, 1)
    request = request_in(site.parent, cache="cache", today=today)
    assert build(request).exit_code == 0
    assert server.json("GET", f"entry?file={HARI}")[1]["published"]
    server.json("PUT", f"file?file={HARI}", {"digest": digest_of(server, HARI), "values": {"title": "Pagi"}})
    assert server.json("POST", f"entry?file={HARI}", {"name": "pagi"})[0] == 200
    report = build(request)
    assert report.exit_code == 0 and not [p for p in report.problems if p.code.endswith("address-gone")]
    old = (site.parent / "public/activities/hari/index.html").read_text("utf-8")
    assert "../pagi/" in old or "activities/pagi/" in old
    register, _ = parse_register("addresses.yml", (site / "addresses.yml").read_bytes())
    assert register.addresses["activities/hari/"].entry == "activities/2026-05-01-pagi/index.md"


def test_a_removed_entry_can_be_brought_back_whole(server: EditorServer, site: Path) -> None:
    before = files_of(site / "activities")
    assert server.json("POST", f"entry?file={HARI}", {"digest": "0" * 64})[0] == 422
    assert files_of(site / "activities") == before
    status, told = server.json("POST", f"entry?file={HARI}", {"digest": digest_of(server, HARI)})
    assert status == 200 and not (site / HARI).parent.exists()
    assert "activity:" not in (site / "reflections/2026-05-02-kita.md").read_text("utf-8")
    assert "activities: [lain]" in (site / "selections/beasiswa.md").read_text("utf-8")
    kept = [path for path, _ in UndoStore(site.parent / ".kiprah").kept_files()]
    assert {HARI, "activities/2026-05-01-hari/a.jpg"} <= set(kept), "erasing finds what was removed"
    listed = server.json("GET", "removed")[1]["removed"]
    assert [one["path"] for one in listed] == [HARI] and listed[0]["files"] == 3
    assert server.json("POST", "removed", {"number": "../../content"})[0] == 422
    assert server.json("POST", "removed", {"number": told["number"]}) == (200, {"file": HARI})
    assert files_of(site / "activities") == before and server.json("GET", "removed")[1]["removed"] == []


def test_a_flat_entry_takes_only_the_files_that_it_alone_names(server: EditorServer, site: Path) -> None:
    flat = "activities/2026-05-03-lain.md"
    (site / flat).write_text("---\ntitle: Lain\ncover: b.jpg\n---\n![B](b.jpg) ![C](c.jpg)\n", "utf-8")
    assert server.json("POST", f"entry?file={flat}", {"digest": digest_of(server, flat)})[0] == 200
    assert not (site / flat).exists() and not (site / "activities/b.jpg").exists()
    assert (site / "activities/c.jpg").exists(), "another entry shows it"
    (site / flat).write_text("somebody's", "utf-8")
    number = server.json("GET", "removed")[1]["removed"][0]["number"]
    assert server.json("POST", "removed", {"number": number})[0] == 422
    assert (site / flat).read_text("utf-8") == "somebody's" and not (site / "activities/b.jpg").exists()
    assert server.json("POST", "removed", {"number": number, "forget": True})[0] == 200
    assert server.json("GET", "removed")[1]["removed"] == []


def test_of_what_was_removed_the_last_are_kept(
    server: EditorServer, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remove_entry, "_MOST", 3)
    for number in range(5):
        path = f"pages/halaman-{number}.md"
        (site / "pages").mkdir(exist_ok=True)
        (site / path).write_text("---\ntitle: H\n---\n", "utf-8")
        assert server.json("POST", f"entry?file={path}", {"digest": digest_of(server, path)})[0] == 200
    kept = server.json("GET", "removed")[1]["removed"]
    assert [one["path"] for one in kept] == [f"pages/halaman-{n}.md" for n in (4, 3, 2)]


def test_pages_selections_and_translations_can_be_begun(server: EditorServer, site: Path) -> None:
    with (site / "site.yml").open("a", encoding="utf-8") as settings:
        settings.write("languages: [id, en]\n")
    made = [server.json("POST", "new", {"kind": kind, "title": "Kabar"})[1]["file"] for kind in ("page", "selection")]
    assert made == ["pages/kabar.md", "selections/kabar.md"]
    assert (site / made[0]).read_text("utf-8") == "---\ntitle: Kabar\ndraft: true\n---\n"
    assert server.json("POST", "new", {"kind": "page", "title": "Kabar"})[0] == 422
    for file, other in ((HARI, HARI.replace(".md", ".en.md")), ("profile.md", "profile.en.md")):
        asked = {"kind": "translation", "file": file, "language": "en"}
        assert server.json("POST", "new", asked) == (201, {"file": other})
        form = server.json("GET", f"file?file={other}")[1]
        assert form["language"] == "en" and form["problems"] == [] and not form["moves"]
        assert server.json("POST", "new", asked)[0] == 422
    assert server.json("POST", "new", {"kind": "translation", "file": HARI, "language": "de"})[0] == 400
    assert server.json("POST", "new", {"kind": "event", "title": "Kabar"})[0] == 400


def test_a_community_says_its_word_in_a_form(tmp_path: Path) -> None:
    files = {f"content/members/{who}/profile.md": f"---\nname: {who.title()}\n---\n" for who in ("alya", "bima")}
    files["content/members/alya.yml"] = "# ours\nsince: 2024-07\n"
    files["content/about.md"] = "---\ntitle: Tentang\n---\n"
    site = make_site(tmp_path, files, "title: K\nkind: community\n") / "content"
    (site / "profile.md").unlink()
    server = EditorServer(site)
    try:
        state = server.json("GET", "state")[1]
        assert state["wordless"] == ["bima"] and state["begins"] == ["event", "member", "page"]
        listed = {one["path"]: one for one in state["files"]}
        assert listed["members/alya.yml"]["title"] == "Alya" and "about.md" in listed
        form = server.json("GET", "file?file=members/alya.yml")[1]
        changes = {"digest": form["digest"], "values": {"status": "paused", "role": "Coordinator"}}
        assert server.json("PUT", "file?file=members/alya.yml", changes)[0] == 200
        text = (site / "members/alya.yml").read_text("utf-8")
        assert text == "# ours\nsince: 2024-07\nrole: Coordinator\nstatus: paused\n"
        assert {one["path"]: one for one in server.json("GET", "state")[1]["files"]}["members/alya.yml"][
            "state"
        ] == "paused"
        assert server.json("POST", "new", {"kind": "record", "title": "bima"}) == (201, {"file": "members/bima.yml"})
        assert server.json("POST", "new", {"kind": "record", "title": "../x"})[0] == 400
        made = server.json("POST", "new", {"kind": "member", "title": "Citra Dewi"})[1]["file"]
        assert made == "members/citra-dewi.yml" and (site / "members/citra-dewi/profile.md").is_file()
        made = server.json("POST", "new", {"kind": "event", "title": "Bersih pantai"})[1]["file"]
        assert made.startswith("events/") and (site / made).is_file()
    finally:
        server.close()


CONTROLS = {
    "flag", "choice", "choices", "day", "hours", "number", "numbers", "terms", "text", "long", "url", "email", "color",
    "file", "group", "rows", "photos", "portrait", "focus", "hide", "free", "language",
}  # fmt: skip


def every_field(fields: tuple[FormField, ...], kind: str) -> Iterator[tuple[str, FormField]]:
    for field in fields:
        yield kind, field
        yield from every_field(field.fields, field.name)


def controls_of_the_page() -> set[str]:
    """Read from the page's own table which controls it draws; what it does not name there is one line of text."""
    browser = Path(__file__).parents[2] / "generator/kiprah/serve/editor/browser"
    table = (browser / "fields.js").read_text("utf-8").partition("const CONTROLS = {")[2].partition("}")[0]
    named = {line.partition(":")[0].strip() for line in table.splitlines() if ":" in line}
    photos = (browser / "photos.js").read_text("utf-8")
    return named | {name for name in ("focus", "hide") if f'"{name}"' in photos}


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_declared_key_has_a_control_and_a_name(language: str) -> None:
    own = words(language, "editor")
    drawn = controls_of_the_page() | {"text", "long", "url", "email", "number"}
    missing: list[Any] = []
    for kind, declared in FILE_DECLARATIONS.items():
        fields = form_fields(kind, declared.fields, language)
        assert {field.name for field in fields} == {field.name for field in declared.fields}
        for place, field in every_field(fields, kind):
            named = own.has(f"label.{place}.{field.name}") or own.has(f"label.{field.name}")
            if field.control not in drawn or field.control not in CONTROLS or not named:
                missing.append((kind, place, field.name, field.control))
            # A word of the file's own language is no answer to somebody who does not read it.
            missing += [
                (kind, field.name, one.value) for one in field.choices if not has_choice(own, place, field, one.value)
            ]
    assert missing == []


def has_choice(own: Any, place: str, field: FormField, word: str) -> bool:
    return bool(own.has(f"choice.{place}.{field.name}.{word}") or own.has(f"choice.{field.name}.{word}"))


def test_nested_data_of_ones_own_is_changed_value_by_value(server: EditorServer, site: Path) -> None:
    text = "---\ntitle: Hari\nextra:\n  kota: Sleman   # mine\n  tim: {ketua: Sari, anggota: [A, B]}\n  angka: '007'\n---\n"
    (site / HARI).write_text(text, "utf-8")
    extra = {"kota": "Sleman", "tim": {"ketua": "Tari", "anggota": ["A", "B", "C"]}, "angka": "007", "baru": {"x": "1"}}
    changes = {"digest": digest_of(server, HARI), "values": {"extra": extra}}
    assert server.json("PUT", f"file?file={HARI}", changes)[0] == 200
    after = text.replace("Sari", "Tari").replace("[A, B]", "[A, B, C]").replace("'007'\n", "'007'\n  baru:\n    x: 1\n")
    assert (site / HARI).read_text("utf-8") == after


def test_the_options_of_the_theme_are_asked_one_by_one(server: EditorServer) -> None:
    options = next(
        field for field in server.json("GET", "state")[1]["forms"]["site"] if field["name"] == "theme_options"
    )
    asked = {field["name"]: (field["control"], field["usual"]) for field in options["fields"]}
    assert asked["strip"] == ("choice", "true") and options["control"] == "options"
