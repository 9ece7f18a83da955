"""Decoders that end their process while something is taken in or shown: that file is refused, and all goes on."""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiprah.imaging.decode_worker import DecodeWorker
from kiprah.imaging.photo_fault import lost_photo
from kiprah.task_runner import LostTask
from support.command import Run, run, run_process
from support.communities import make_community
from support.dying_decoder import deadly_photo, python_path_to_dying
from support.sites import draw_photo, files_of, make_site

pytestmark = pytest.mark.usefixtures("apart")

PHOTO = (
    "---\ntitle: A day\nphotos:\n  - {file: a.jpg, alt: A room, people: none, hide: [[0.1, 0.1, 0.2, 0.2]]}\n---\nWe.\n"
)


def decoded(data: bytes, tries: str) -> tuple[bytes, int]:
    with Path(tries).open("a") as file:
        file.write("x")
    if data == b"dies":
        os._exit(9)
    if data == b"is wrong":
        raise ValueError("as any decoder may")
    return data[::-1], os.getpid()


@pytest.fixture
def process() -> Iterator[DecodeWorker]:
    one = DecodeWorker()
    yield one
    one.end()


def test_what_ends_it_is_lost_and_what_comes_next_is_decoded(process: DecodeWorker, tmp_path: Path) -> None:
    tries = tmp_path / "tries"
    first, second = (process.call(decoded, data, str(tries)) for data in (b"ab", b"cd"))
    assert not isinstance(first, LostTask) and not isinstance(second, LostTask)
    assert (first[0], second[0]) == (b"ba", b"dc")
    assert first[1] == second[1] != os.getpid(), "one child for all"
    lost = process.call(decoded, b"dies", str(tries))
    assert isinstance(lost, LostTask) and lost_photo(lost).code == "photo-worker-died"
    assert tries.read_text() == "xxxx", "once more by itself, and no more"
    assert isinstance(process.call(decoded, b"dies", str(tries)), LostTask)
    assert tries.read_text() == "xxxx", "a page asks again and again for a picture that does not come"
    third = process.call(decoded, b"ef", str(tries))
    assert not isinstance(third, LostTask) and third[0] == b"fe"
    with pytest.raises(ValueError, match="as any decoder may"):
        process.call(decoded, b"is wrong", str(tries))


@pytest.mark.slow
def test_who_asks_meanwhile_from_another_thread_is_answered(process: DecodeWorker, tmp_path: Path) -> None:
    asked = [b"dies" if number == 5 else b"n%d" % number for number in range(16)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda data: process.call(decoded, data, str(tmp_path / "tries")), asked))
    assert [isinstance(answer, LostTask) for answer in answers] == [data == b"dies" for data in asked]
    assert [answer[0] for answer in answers if not isinstance(answer, LostTask)] == [
        data[::-1] for data in asked if data != b"dies"
    ]


def test_nobody_is_left_behind(process: DecodeWorker, tmp_path: Path) -> None:
    answer = process.call(decoded, b"ab", str(tmp_path / "tries"))
    assert not isinstance(answer, LostTask)
    process.end()
    end = time.monotonic() + 10
    while Path(f"/proc/{answer[1]}").exists():
        assert time.monotonic() < end
        time.sleep(0.02)


def with_dying_decoder(root: Path, *args: str, **more: str) -> Run:
    return run_process(root, *args, PYTHONPATH=python_path_to_dying(root), **more)


def test_new_refuses_the_photo_in_one_line(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {})
    photo, before = deadly_photo(tmp_path / "camera.jpg"), files_of(root)
    done = with_dying_decoder(
        tmp_path,
        "new",
        "activity",
        "A day",
        "--date",
        "2026-05-01",
        "--photos",
        str(photo),
        "--site",
        str(root / "content"),
    )
    assert (done.returncode, files_of(root)) == (1, before), done.stderr
    assert "camera.jpg ended its process" in done.stderr and "Traceback" not in done.stderr


def test_a_member_is_taken_in_without_it(tmp_path: Path) -> None:
    root = make_community(tmp_path / "site", {})
    with zipfile.ZipFile(tmp_path / "alya.zip", "w") as archive:
        archive.writestr("profile.md", "---\nname: Alya\n---\nHello.\n")
        archive.writestr("activities/2026-05-01-hari/index.md", "---\ntitle: A day\n---\nWe.\n")
        archive.write(deadly_photo(tmp_path / "a.jpg"), "activities/2026-05-01-hari/a.jpg")
        archive.write(draw_photo(tmp_path / "b.jpg", 3), "activities/2026-05-01-hari/b.jpg")
    done = with_dying_decoder(tmp_path, "member", "add", "alya", "alya.zip", "--site", str(root / "content"))
    assert done.returncode == 0, done.stderr
    folder = root / "content/members/alya/activities/2026-05-01-hari"
    assert sorted(path.name for path in folder.iterdir()) == ["b.jpg", "index.md"]
    assert "a.jpg" in done.stdout + done.stderr and "Traceback" not in done.stderr


def test_hide_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"content/activities/2026-05-01-hari/index.md": PHOTO})
    photo = deadly_photo(root / "content/activities/2026-05-01-hari/a.jpg")
    before = photo.read_bytes()
    assert run(root, "check").returncode == 0
    done = with_dying_decoder(tmp_path, "hide", str(photo), "--site", str(root / "content"))
    assert done.returncode == 1 and photo.read_bytes() == before, done.stderr
    assert "a.jpg ended its process" in done.stderr and "Traceback" not in done.stderr
