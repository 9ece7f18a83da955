"""The editor's requests, on a real socket: what its own page may do, and what nobody else can."""

from __future__ import annotations

import json
import re
import socket
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from editor_server import EditorServer, multipart
from PIL import Image

from kiprah.authoring.editing.undo import MOST_VERSIONS
from kiprah.authoring.sveltia.configuration import entry_pattern
from kiprah.serve.editor.handler import MAX_JSON
from support.sites import draw_photo, make_site

HARI = "activities/2026-05-01-hari/index.md"
TEXT = "---\ntitle:  'Hari'   # mine\nhours: 3\nphotos:\n- file: a.jpg\n  alt: A\n---\nIsi.\r\n\n<!-- note -->\nLagi.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(
        tmp_path, {f"content/{HARI}": TEXT, "content/activities/2026-05-02-datar.md": "---\ntitle: Datar\n---\n"}
    )
    draw_photo(root / "content/activities/2026-05-01-hari/a.jpg", 1)
    return root / "content"


def read(server: EditorServer, file: str = HARI) -> dict[str, Any]:
    status, content = server.json("GET", f"file?file={file}")
    assert status == 200
    return content


def test_a_form_changes_one_value_and_no_other_byte(server: EditorServer, site: Path) -> None:
    form = read(server)
    assert form["values"]["title"] == "Hari" and form["beside"] == ["a.jpg"]
    status, saved = server.json("PUT", f"file?file={HARI}", {"digest": form["digest"], "values": {"title": "Hari ini"}})
    assert status == 200 and saved["changed"] and saved["values"]["title"] == "Hari ini"
    assert (site / HARI).read_bytes() == TEXT.replace("'Hari'", "'Hari ini'").encode()
    status, again = server.json(
        "PUT", f"file?file={HARI}", {"digest": saved["digest"], "values": {"title": "Hari ini"}}
    )
    assert status == 200 and not again["changed"]


def test_another_change_in_between_is_shown_and_never_overwritten(server: EditorServer, site: Path) -> None:
    form = read(server)
    other = TEXT.replace("hours: 3", "hours: 4")
    (site / HARI).write_bytes(other.encode())
    status, told = server.json(
        "PUT", f"file?file={HARI}", {"digest": form["digest"], "values": {"title": "B"}, "body": "x"}
    )
    assert status == 409 and told["conflict"]["values"]["hours"] == "4"
    assert (site / HARI).read_bytes() == other.encode()


def test_problems_stand_at_their_field_in_the_words_of_everywhere(server: EditorServer) -> None:
    form = read(server)
    values = {"hours": "banyak", "photos": [{"file": "a.jpg", "people": "kids"}]}
    _, saved = server.json("PUT", f"file?file={HARI}&language=id", {"digest": form["digest"], "values": values})
    found = {problem["field"]: problem for problem in saved["problems"]}
    assert found["hours"]["code"] == "bad-hours" and "jam" in found["hours"]["message"]
    assert found["photos.0.people"]["code"] == "bad-people"
    assert next(f for f in server.json("GET", "state?only=list")[1]["files"] if f["path"] == HARI)["state"] == "broken"


def test_a_file_that_cannot_be_read_as_keys_is_mended_as_text(server: EditorServer, site: Path) -> None:
    (site / HARI).write_text("---\ntitle: [\n---\n", "utf-8")
    form = read(server)
    assert form["values"] is None and form["text"].startswith("---") and form["problems"]
    assert server.json("PUT", f"file?file={HARI}", {"digest": form["digest"], "values": {"title": "x"}})[0] == 422
    status, saved = server.json("PUT", f"file?file={HARI}", {"digest": form["digest"], "text": "---\ntitle: x\n---\n"})
    assert status == 200 and saved["values"] == {"title": "x"}


@pytest.mark.slow
def test_the_last_versions_can_be_brought_back(server: EditorServer, site: Path) -> None:
    digest = read(server)["digest"]
    long = "word " * 100
    for number in range(2 * (MOST_VERSIONS + 4)):
        # Each loses much: however fast they follow each other, each is kept.
        body = f"{number}" if number % 2 else f"{number} {long}"
        status, saved = server.json("PUT", f"file?file={HARI}", {"digest": digest, "body": body})
        assert status == 200
        digest = saved["digest"]
    versions = server.json("GET", f"undo?file={HARI}")[1]["versions"]
    assert len(versions) == MOST_VERSIONS
    shown = server.json("GET", f"undo?file={HARI}&version={versions[-1]['number']}")[1]
    status, back = server.json("POST", f"undo?file={HARI}", {"version": versions[-1]["number"], "digest": digest})
    assert status == 200 and back["body"] == shown["body"]
    assert (site / HARI).read_text("utf-8").endswith(shown["body"])
    # What stood before is a version too.
    newest = server.json("GET", f"undo?file={HARI}")[1]["versions"][0]
    assert (
        server.json("GET", f"undo?file={HARI}&version={newest['number']}")[1]["body"]
        == f"{2 * (MOST_VERSIONS + 4) - 1}"
    )
    assert server.json("POST", f"undo?file={HARI}", {"version": "../../x", "digest": back["digest"]})[0] == 422


def test_saves_of_one_sitting_are_one_version(server: EditorServer, site: Path) -> None:
    digest = read(server)["digest"]
    for text in ("I", "Is", "Isi", "Isi b"):
        digest = server.json("PUT", f"file?file={HARI}", {"digest": digest, "values": {"title": text}})[1]["digest"]
    versions = server.json("GET", f"undo?file={HARI}")[1]["versions"]
    assert len(versions) == 1
    assert server.editor.undo.read(HARI, versions[0]["number"]) == TEXT.encode()


def test_a_new_entry_is_a_draft_without_a_comment_to_read(server: EditorServer, site: Path) -> None:
    status, made = server.json("POST", "new", {"kind": "activity", "title": "Membaca: hari kedua"})
    assert status == 201
    text = (site / made["file"]).read_text("utf-8")
    assert "draft: true" in text and "#" not in text
    assert server.json("POST", "new", {"kind": "activity", "title": "Membaca: hari kedua"})[0] == 422
    assert server.json("POST", "new", {"kind": "activity", "title": "  "})[0] == 422
    assert server.json("POST", "new", {"kind": "site", "title": "x"})[0] == 400
    _, words = server.json("POST", "new", {"kind": "testimonial", "title": "Bu Sri"})
    assert "consent: pending" in (site / words["file"]).read_text("utf-8")


def with_gps() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (7.0, 46.0, 12.0)
    target = BytesIO()
    Image.new("RGB", (64, 40), (200, 120, 40)).save(target, "JPEG", exif=exif)
    assert b"Exif" in target.getvalue()
    return target.getvalue()


def test_a_photo_is_clean_before_it_is_a_file_and_waits(server: EditorServer, site: Path) -> None:
    before = read(server)["digest"]
    status, added = server.upload(f"upload?file={HARI}&into=photos", "IMG_2026.JPG", with_gps())
    assert status == 201 and added["digestBefore"] == before
    assert added["values"]["photos"][-1] == {"file": "photo-1.jpg", "consent": "pending"}
    with Image.open(site / HARI.replace("index.md", "photo-1.jpg")) as image:
        assert not image.getexif().get_ifd(0x8825)
    head, picture = server.get(f"api/picture?file={HARI}&name=photo-1.jpg")
    assert head == 200 and Image.open(BytesIO(picture)).size == (40, 64)
    status, refused = server.upload(f"upload?file={HARI}&into=photos", "x.jpg", b"no photo")
    assert status == 422 and refused["refused"]
    assert not [path for path in site.rglob("*") if path.name.startswith(".")]


def test_a_flat_entry_gets_a_folder_for_its_first_photo(server: EditorServer, site: Path) -> None:
    flat = "activities/2026-05-02-datar.md"
    digest = read(server, flat)["digest"]
    server.json("PUT", f"file?file={flat}", {"digest": digest, "values": {"hours": "2"}})
    status, added = server.upload(f"upload?file={flat}&into=photos", "a.jpg", with_gps())
    assert status == 201 and added["file"] == "activities/2026-05-02-datar/index.md"
    assert not (site / flat).exists() and (site / "activities/2026-05-02-datar/photo-1.jpg").is_file()
    assert server.json("GET", f"undo?file={added['file']}")[1]["versions"]


def test_where_sveltia_edits_the_site_too_it_still_shows_what_got_a_photo(server: EditorServer, site: Path) -> None:
    page = "pages/tentang.md"
    (site / "pages").mkdir()
    (site / page).write_text("---\ntitle: Tentang\n---\n", "utf-8")
    assert server.json("GET", "state")[1]["longForm"] is False
    (site.parent / "admin").mkdir()
    (site.parent / "admin/config.yml").write_text("collections: []\n", "utf-8")
    assert server.json("GET", "state")[1]["longForm"] is True
    photo = draw_photo(site.parent / "camera.jpg", 3).read_bytes()
    assert server.upload(f"upload?file={page}", "x.jpg", photo)[0] == 201
    assert "file: photo-1.jpg" in (site / page).read_text("utf-8") and (site / "pages/photo-1.jpg").is_file()
    # An activity is shown in a folder of its own alone.
    assert server.upload("upload?file=activities/2026-05-02-datar.md", "x.jpg", photo)[0] == 201
    moved = [path.relative_to(site).as_posix() for path in site.glob("*/**/*.md")]
    assert all(re.fullmatch(entry_pattern({"pages": "page"}.get(path[:5], "activity")), path) for path in moved), moved


def test_a_hidden_box_is_seen_as_it_is_published(server: EditorServer, site: Path) -> None:
    image = Image.effect_noise((400, 400), 90).convert("RGB")
    image.save(site / HARI.replace("index.md", "a.jpg"), quality=95)
    plain = Image.open(BytesIO(server.get(f"api/picture?file={HARI}&name=a.jpg")[1]))
    box = json.dumps([["0.25", "0.25", "0.5", "0.5"]]).replace('"', "%22").replace(" ", "")
    hidden = Image.open(BytesIO(server.get(f"api/picture?file={HARI}&name=a.jpg&hide={box}")[1]))
    inner = (120, 120, 280, 280)
    spread = [len(set(one.convert("L").crop(inner).tobytes())) for one in (plain, hidden)]
    assert spread[0] > 100 > spread[1]
    for bad in ("[[2,0,1,1]]", "[[1,2]]", "x", "[[null,0,0,0]]", "[" * 99):
        assert server.get(f"api/picture?file={HARI}&name=a.jpg&hide={bad}")[0] == 404


@pytest.mark.parametrize("path", ["../secret.md", "/etc/passwd", "activities/../site.yml", "site.yml/", "activities/2026-05-01-hari/a.jpg", "static/x", "activities/link.md", "%00", "members/x/profile.md"])  # fmt: skip
def test_no_path_from_outside_is_followed(server: EditorServer, site: Path, path: str) -> None:
    (site.parent / "secret.md").write_text("---\ntitle: x\n---\n", "utf-8")
    (site / "activities/link.md").symlink_to(site.parent / "secret.md")
    assert server.json("GET", f"file?file={path}")[0] == 404
    assert server.json("PUT", f"file?file={path}", {"digest": "", "values": {}})[0] == 404
    assert server.get(f"api/picture?file={HARI}&name={path}")[0] == 404
    assert server.upload(f"upload?file={path}&into=photos", "a.jpg", with_gps())[0] == 404


def test_without_the_token_there_is_nothing(server: EditorServer) -> None:
    for target in ("", "api/state", f"api/file?file={HARI}", "own/app.js", "own/editor.css", "x"):
        assert server.get(target, cookie="")[0] == 403, target
        assert server.get(target, cookie="wrong")[0] == 403, target
    assert server.get("?token=wrong", cookie="")[0] == 403
    head, _ = server.raw("GET", f"?token={server.token}", cookie="")
    assert b" 200 " in head and b"HttpOnly" in head and b"SameSite=Strict" in head
    # The pages themselves are for this machine, as without the editor.
    assert server.raw("GET", "/", cookie="", root="")[0].split()[1] == b"200"


def test_other_machines_see_nothing_at_all_without_the_token(site: Path) -> None:
    server = EditorServer(site, open_to_others=True)
    try:
        for target in ("/", "/index.html", "/livereload.js", "/livereload.json", "/.waiting/"):
            assert server.raw("GET", target, cookie="", root="")[0].split()[1] == b"403", target
        assert server.raw("GET", "/", root="")[0].split()[1] == b"200"
        assert server.get("api/state")[0] == 200
    finally:
        server.close()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": None}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"host": "evil.example"}, 403),
        ({"cookie": ""}, 403),
        ({"kind": "text/plain"}, 415),
        ({"kind": "application/x-www-form-urlencoded"}, 415),
        ({"kind": "multipart/form-data; boundary=x"}, 415),
        ({"method": "POST"}, 405),
        ({"method": "DELETE"}, 405),
        ({"method": "PATCH"}, 405),
        ({"length": str(MAX_JSON + 1)}, 413),
        ({"length": "99999999999999999999"}, 413),
        ({"body": b"{"}, 400),
        ({"body": b"[]"}, 400),
        ({"body": b'{"digest": 1}'}, 400),
        ({"body": b'{"digest": "x", "values": {"title": 1}}'}, 400),
        ({"body": b'{"digest": "x", "values": []}'}, 400),
        ({"body": b'{"digest": "x", "body": []}'}, 400),
        ({"body": b'{"digest": "x", "values": {"a": ' + b"[" * 40 + b"]" * 40 + b"}}"}, 400),
        ({"body": b"[" * 200_000}, 400),
        ({"body": b"\xff\xfe"}, 400),
    ],
)  # fmt: skip
def test_what_is_not_the_pages_own_request_is_refused(
    server: EditorServer, site: Path, change: dict[str, Any], status: int
) -> None:
    body = json.dumps({"digest": read(server)["digest"], "values": {"title": "changed"}}).encode()
    given: dict[str, Any] = {"method": "PUT", "body": body, **change}
    head, _ = server.raw(given.pop("method"), f"api/file?file={HARI}", **given)
    assert int(head.split()[1]) == status
    assert (site / HARI).read_bytes() == TEXT.encode()


def test_unknown_keys_and_control_characters_are_refused(server: EditorServer, site: Path) -> None:
    digest = read(server)["digest"]
    for asked in (
        {"values": {"nope": "x"}},
        {"values": {"title": "a\x1bb"}},
        {"values": {"title": "\ud800"}},
        {"body": "\x00"},
    ):
        assert server.json("PUT", f"file?file={HARI}", {"digest": digest, **asked})[0] == 422, asked
    assert (site / HARI).read_bytes() == TEXT.encode()


def test_a_form_of_parts_that_is_none_is_refused(server: EditorServer) -> None:
    for body, kind in (
        (b"x", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        multipart("other", "a.jpg", b"x"),
    ):
        head, _ = server.raw("POST", f"api/upload?file={HARI}&into=photos", body=body, kind=kind)
        assert int(head.split()[1]) == 400
    assert server.upload(f"upload?file={HARI}&into=title", "a.jpg", with_gps())[0] == 400


def test_the_page_lets_nothing_in_from_elsewhere(server: EditorServer) -> None:
    head, body = server.raw("GET", "")
    assert b"default-src 'self'" in head and b"frame-ancestors 'none'" in head and b"nosniff" in head
    assert b"http" not in body and b"<style" not in body and b" style=" not in body
    page, _ = server.raw("GET", "/", root="")
    assert b"frame-ancestors 'none'" not in page


def test_a_slow_client_holds_nothing_up(server: EditorServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
        client.sendall(f"PUT /_kiprah/edit/api/file?file={HARI} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n".encode())
        assert server.get("api/state?only=list")[0] == 200


def test_a_full_disk_is_said_and_leaves_the_file(
    server: EditorServer, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiprah.authoring.editing import save_file as module

    def full(target: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    digest = read(server)["digest"]
    monkeypatch.setattr(module, "replace_file", full)
    status, told = server.json("PUT", f"file?file={HARI}", {"digest": digest, "values": {"title": "B"}})
    assert status == 500 and "No space left" in told["refused"]
    assert (site / HARI).read_bytes() == TEXT.encode()


def test_of_a_community_one_member_is_edited_and_nobody_else(tmp_path: Path) -> None:
    files = {f"content/members/{who}/profile.md": f"---\nname: {who}\n---\n" for who in ("alya", "bima")}
    files["content/members/bima/activities/2026-05-01-hari.md"] = "---\ntitle: Hari\n---\n"
    files["content/events/2026-05-01-pantai/index.md"] = "---\ntitle: Pantai\n---\n"
    site = make_site(tmp_path, files, "title: K\nkind: community\n") / "content"
    (site / "profile.md").unlink()
    server = EditorServer(site, member="alya")
    try:
        listed = {file["path"] for file in server.json("GET", "state?only=list")[1]["files"]}
        assert listed == {"members/alya/profile.md"}
        for other in ("members/bima/profile.md", "members/bima/activities/2026-05-01-hari.md", "site.yml"):
            assert server.json("GET", f"file?file={other}")[0] == 404
        made = server.json("POST", "new", {"kind": "activity", "title": "Hari"})[1]["file"]
        assert made.startswith("members/alya/activities/") and (site / made).is_file()
    finally:
        server.close()


def test_evidence_is_cleaned_and_listed(server: EditorServer, site: Path) -> None:
    status, added = server.upload(f"upload?file={HARI}&into=evidence", "scan.jpg", with_gps())
    assert status == 201
    assert added["values"]["evidence"] == [{"kind": "certificate", "file": "evidence-1.jpg"}]
    with Image.open(site / HARI.replace("index.md", "evidence-1.jpg")) as image:
        assert not image.getexif().get_ifd(0x8825)
