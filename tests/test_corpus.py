"""The corpus the measurements run on: the same twice, read by kiprah without a complaint, its photos as telephones make them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from support.command import TODAY, run

CORPUS = Path(__file__).parents[1] / "bench" / "corpus.py"
SMALL = ("--photos-per", "1", "--megapixels", "0.2", "--distinct", "3", "--jobs", "1")


def corpus(out: Path, *arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, str(CORPUS), str(out), *arguments], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


@pytest.mark.slow
def test_the_same_arguments_give_the_same_bytes_and_photos_lie_as_telephones_store_them(tmp_path: Path) -> None:
    first = corpus(tmp_path / "a", "--activities", "3", *SMALL)
    assert first == corpus(tmp_path / "b", "--activities", "3", *SMALL)
    assert first != corpus(tmp_path / "c", "--activities", "3", *SMALL, "--seed", "2")
    photos = [Image.open(path) for path in sorted((tmp_path / "a" / "photos").iterdir())]
    assert [photo.getexif()[0x0112] for photo in photos] == [1, 1, 6]
    assert all(photo.getexif().get_ifd(0x8825) for photo in photos)
    for photo in photos:
        photo.close()


@pytest.mark.parametrize("arguments", [("--activities", "12"), ("--activities", "2", *SMALL)])
@pytest.mark.slow
def test_kiprah_reads_it_without_a_complaint(arguments: tuple[str, ...], tmp_path: Path) -> None:
    corpus(tmp_path / "c", *arguments)
    checked = run(tmp_path / "c", "check", "--strict", *TODAY)
    assert checked.returncode == 0 and "error" not in checked.stderr and "warning" not in checked.stderr


@pytest.mark.slow
def test_the_bench_of_cards_can_plan_and_draw(tmp_path: Path) -> None:
    corpus(tmp_path / "corpus", "--activities", "2", *SMALL)
    code = (
        "import sys; from pathlib import Path; import cards; work = Path(sys.argv[1]);"
        "plan, count = cards.plan_of(work / 'corpus', work); assert count == 2; print(plan)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=CORPUS.parent, capture_output=True, text=True, check=True
    )
    store = tmp_path / "store"
    drawn = [sys.executable, str(CORPUS.parent / "draw_cards.py"), done.stdout.strip(), "both", str(store)]
    subprocess.run(drawn, check=True, capture_output=True)
    assert len([path for path in store.rglob("*") if path.is_file()]) >= 2 + 2
