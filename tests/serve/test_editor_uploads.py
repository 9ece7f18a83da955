"""What an upload becomes: once, even where its answer was lost; clean, whatever a phone calls it; and no face more."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from editor_server import EditorServer
from PIL import Image

from kiprah.imaging.decode_worker import DECODE_WORKER
from support.command import TODAY, environment
from support.dying_decoder import deadly_photo, python_path_to_dying
from support.heic import HEIC
from support.sites import draw_photo, files_of, make_site

HARI = "activities/2026-05-01-hari/index.md"
LAIN = "activities/2026-05-02-lain/index.md"
FLAT = "activities/2026-05-03-datar.md"
PORTRAIT = Path(__file__).parents[2] / "content" / "alya.jpg"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {f"content/{path}": f"---\ntitle: {path[22:25]}\n---\nIsi.\n" for path in (HARI, LAIN, FLAT)}
    return make_site(tmp_path, files) / "content"


@pytest.fixture
def picture(tmp_path: Path) -> bytes:
    return draw_photo(tmp_path / "camera.jpg", 3).read_bytes()


def sent(server: EditorServer, file: str, picture: bytes, into: str = "photos") -> dict[str, Any]:
    status, answer = server.upload(f"upload?file={file}&into={into}", "IMG_1.jpg", picture)
    assert status == 201, answer
    return dict(answer)


def named(answer: dict[str, Any], key: str = "photos") -> list[str]:
    return [one["file"] for one in answer["values"][key]]


def photos_beside(site: Path, file: str) -> list[str]:
    return sorted(path.name for path in (site / file).parent.glob("*.jpg"))


def test_an_upload_whose_answer_was_lost_is_not_added_twice(server: EditorServer, site: Path, picture: bytes) -> None:
    first = sent(server, HARI, picture)
    again = sent(server, HARI, picture)
    assert again == first, "whoever asks again goes on from the same place"
    assert photos_beside(site, HARI) == ["photo-1.jpg"] == named(again)
    # Another key, another entry and another photo are meant as they are said.
    assert named(sent(server, HARI, picture, "evidence"), "evidence") == ["evidence-2.jpg"]
    assert named(sent(server, LAIN, picture)) == ["photo-1.jpg"]
    assert len(named(sent(server, HARI, draw_photo(site.parent / "other.jpg", 4).read_bytes()))) == 2


def test_a_form_that_went_on_meanwhile_is_not_set_back(server: EditorServer, site: Path, picture: bytes) -> None:
    first = sent(server, HARI, picture)
    changes = {"digest": first["digest"], "values": {"title": "Lain"}}
    saved = server.json("PUT", f"file?file={HARI}", changes)[1]
    again = sent(server, HARI, picture)
    assert again["digestBefore"] == again["digest"] == saved["digest"] and again["values"]["title"] == "Lain"


def test_a_photo_that_was_taken_out_may_come_in_again(server: EditorServer, site: Path, picture: bytes) -> None:
    first = sent(server, HARI, picture)
    server.json("PUT", f"file?file={HARI}", {"digest": first["digest"], "values": {"photos": None}})
    assert named(sent(server, HARI, picture)) == ["photo-2.jpg"]
    # Another photo under its name is another photo.
    (site / HARI).with_name("photo-2.jpg").write_bytes(draw_photo(site.parent / "other.jpg", 9).read_bytes())
    assert named(sent(server, HARI, picture)) == ["photo-2.jpg", "photo-3.jpg"]


def test_an_entry_that_moved_into_a_folder_is_found_by_who_was_not_told(
    server: EditorServer, site: Path, picture: bytes
) -> None:
    first = sent(server, FLAT, picture)
    again = sent(server, FLAT, picture)
    assert again == first and again["file"] == FLAT.replace(".md", "/index.md")
    assert photos_beside(site, again["file"]) == ["photo-1.jpg"]
    other = draw_photo(site.parent / "other.jpg", 4).read_bytes()
    assert named(sent(server, FLAT, other)) == ["photo-1.jpg", "photo-2.jpg"]


def test_a_phones_own_kind_of_photo_arrives_clean_and_upright(server: EditorServer, site: Path) -> None:
    pytest.importorskip("pi_heif", reason="kiprah[heic] is not installed")
    assert b"2026:03:14" in HEIC
    status, added = server.upload(f"upload?file={HARI}&into=photos", "IMG_0042.HEIC", HEIC)
    assert status == 201, added
    (name,) = named(added)
    data = (site / HARI).with_name(name).read_bytes()
    with Image.open(BytesIO(data)) as image:
        assert image.format == "JPEG" and image.size == (48, 64) and not image.getexif()
    assert b"Exif" not in data and b"2026:03:14" not in data
    assert b"IMG_0042" not in b"".join(files_of(site).values())
    status, picture = server.get(f"api/picture?file={HARI}&name={name}&size=small")
    assert status == 200 and Image.open(BytesIO(picture)).size == (48, 64)


@pytest.mark.slow
def test_of_faces_that_are_only_suggested_nothing_is_kept(server: EditorServer, site: Path) -> None:
    pytest.importorskip("cv2", reason="kiprah[faces] is not installed")
    name = named(sent(server, HARI, PORTRAIT.read_bytes()))[0]
    before = files_of(site.parent)
    status, found = server.json("GET", f"faces?file={HARI}&name={name}")
    assert status == 200 and found["boxes"], found
    assert files_of(site.parent) == before
    numbers = {number.encode() for box in found["boxes"] for number in box if len(number) > 3}
    assert numbers and not [number for number in numbers if any(number in data for data in before.values())]


@pytest.mark.slow
def test_a_build_never_looks_for_faces(site: Path) -> None:
    """Of photos with people in them, and with every program for it within reach."""
    entry = site / HARI
    entry.with_name("a.jpg").write_bytes(PORTRAIT.read_bytes())
    said = "{file: a.jpg, alt: Kelas, people: adults, consent: yes}"
    entry.write_text(f"---\ntitle: Hari\nphotos: [{said}]\n---\nIsi.\n", "utf-8")
    before = files_of(site)
    script = (
        "import atexit, json, runpy, sys\n"
        "looked = ('cv2', 'kiprah.imaging.faces', 'kiprah.authoring.photos.face_boxes')\n"
        "atexit.register(lambda: print(json.dumps([name for name in looked if name in sys.modules])))\n"
        "runpy.run_module('kiprah', run_name='__main__', alter_sys=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "-j1", *TODAY],
        cwd=site.parent,
        env=environment({}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
    assert [path for path in files_of(site.parent) if path.startswith("public/") and path.endswith(".webp")], (
        "it has it"
    )
    assert {path: data for path, data in files_of(site).items() if path != "addresses.yml"} == before


def test_a_photo_that_ends_its_decoder_is_refused_and_the_editor_goes_on(
    site: Path,
    picture: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    apart: None,
    request: pytest.FixtureRequest,
) -> None:
    # Begun now: the decoder is a child of the server, and finds this when it begins.
    monkeypatch.setenv("PYTHONPATH", python_path_to_dying(tmp_path))
    server: EditorServer = request.getfixturevalue("server")
    deadly = deadly_photo(tmp_path / "deadly.jpg").read_bytes()
    before = files_of(site)
    status, answer = server.upload(f"upload?file={HARI}&into=photos", "IMG_9.jpg", deadly)
    assert status == 422 and "IMG_9.jpg" in answer["refused"], (status, answer)
    assert files_of(site) == before
    (site / HARI).with_name("x.jpg").write_bytes(deadly)
    (site / HARI).with_name("y.jpg").write_bytes(picture)
    shown = [server.raw("GET", f"api/picture?file={HARI}&name={name}.jpg")[0].split()[1] for name in "xyx"]
    assert shown == [b"404", b"200", b"404"]
    assert server.raw("GET", f"api/faces?file={HARI}&name=x.jpg")[0].split()[1] == b"422"
    assert named(sent(server, HARI, picture)) == ["photo-1.jpg"]
    DECODE_WORKER.end()
