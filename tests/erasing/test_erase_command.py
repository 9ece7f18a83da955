"""What is erased is nowhere any more, whatever else stays byte for byte; shown first, asked, and recorded without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import Run, run
from support.sites import draw_photo, files_of, make_site, write_files

CANARY = "Zamrudin Kartosuwiryo"
TEXT = "kenari-rahasia-88"


def erased(root: Path, *args: str) -> Run:
    """Erase without being asked."""
    return run(root, "erase", *args, "--yes")


def built(root: Path) -> None:
    done = run(root, "build")
    assert done.returncode == 0, done.stderr


def holding(root: Path, *words: str) -> list[str]:
    """Name every file of a project that holds one of these, whatever kind of file it is."""
    needles = [word.encode() for word in words]
    return [
        name for name, data in files_of(root).items() if any(one in data or one in name.encode() for one in needles)
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    site = make_site(
        tmp_path,
        {
            "content/activities/2026-03-01-kelas/index.md": (
                "---\ntitle: Kelas  # malam\nhours: 3\nphotos:\n  - file: a.jpg\n    alt: Papan tulis\n    people: none\n"
                f"  - file: b.jpg\n    alt: {TEXT}\n    people: adults\n    consent: yes\ncover: b.jpg\n---\n\n"
                "Satu.\n\n![lagi](b.jpg)\n\nDua.\n"
            ),
            "content/activities/2026-04-01-rapat.md": f"---\ntitle: Rapat {TEXT}\nhours: 2\n---\nIsi {TEXT}.\n",
            "content/reflections/2026-04-02-sesudah.md": (
                "---\ntitle: Sesudah\nactivity: rapat\n---\nLihat [rapat](../activities/2026-04-01-rapat.md).\n"
            ),
            "content/testimonials/z.md": f"---\nfrom: {CANARY}\nconsent: yes\n---\nKata {TEXT}.\n",
        },
    )
    draw_photo(site / "content/activities/2026-03-01-kelas/a.jpg", 1)
    draw_photo(site / "content/activities/2026-03-01-kelas/b.jpg", 2)
    return site


class TestOfAPhoto:
    """``erase photo``."""

    PATH = "content/activities/2026-03-01-kelas/b.jpg"

    def test_the_file_its_copies_and_all_that_shows_it_go(self, root: Path) -> None:
        photo = (root / self.PATH).read_bytes()
        write_files(root, {"content/pages/tentang/index.md": "---\ntitle: T\nphotos: [lain.jpg]\n---\nx\n"})
        write_files(root, {"content/pages/tentang/lain.jpg": photo})
        built(root)
        before = files_of(root)
        pictures = {data for name, data in before.items() if name.startswith("public/media/kelas-2")}
        assert pictures
        done = erased(root, "photo", self.PATH, "--request", "surat 3")
        assert done.returncode == 0, done.stderr
        after = files_of(root)
        assert photo not in after.values() and not pictures & set(after.values())
        assert (root / "content/activities/2026-03-01-kelas/index.md").read_text("utf-8") == (
            "---\ntitle: Kelas  # malam\nhours: 3\nphotos:\n  - file: a.jpg\n    alt: Papan tulis\n    people: none\n"
            "---\n\nSatu.\n\nDua.\n"
        )
        assert after["content/pages/tentang/index.md"] == b"---\ntitle: T\n---\nx\n"
        kelas = "content/activities/2026-03-01-kelas"
        assert set(before) - set(after) >= {self.PATH, "content/pages/tentang/lain.jpg"}
        assert after[f"{kelas}/a.jpg"] == before[f"{kelas}/a.jpg"]
        digest = [n for n in after if n.startswith(".kiprah/photos/")]
        assert digest, "pictures of the photo that stays are still known"

    @pytest.mark.parametrize("path", ["../luar.jpg", "/etc/hostname", "content/activities/tautan.jpg", "tak-ada.jpg"])
    def test_what_is_no_file_of_the_site_is_refused(self, root: Path, path: str) -> None:
        draw_photo(root.parent / "luar.jpg", 3)
        (root / "content/activities/tautan.jpg").symlink_to(root.parent / "luar.jpg")
        before = files_of(root)
        done = erased(root, "photo", path)
        assert done.returncode == 2 and "Traceback" not in done.stderr
        assert files_of(root) == before and (root.parent / "luar.jpg").is_file()


class TestOfAnEntry:
    """``erase entry``."""

    def test_no_byte_of_it_is_left(self, root: Path) -> None:
        write_files(root, {"content/activities/2026-04-01-rapat.md~": f"lama {TEXT}"})
        built(root)
        (root / "content/testimonials/z.md").unlink()
        (root / "content/activities/2026-03-01-kelas/index.md").write_text("---\ntitle: Kelas\n---\n", "utf-8")
        done = erased(root, "entry", "rapat")
        # The link that leads nowhere now is an error of the content, and named as one.
        assert done.returncode == 1 and "dead-link" in done.stderr, done.stderr
        assert holding(root, TEXT) == [] and not any("rapat" in name for name in files_of(root))
        assert "reflections/2026-04-02-sesudah.md:4" in done.stdout
        assert b"activity:" not in (root / "content/reflections/2026-04-02-sesudah.md").read_bytes()
        record = (root / "content/erasures.yml").read_text("utf-8")
        assert "what: entry" in record and "files: 2" in record and TEXT not in record

    def test_a_dry_run_changes_no_byte(self, root: Path) -> None:
        built(root)
        before = files_of(root)
        done = run(root, "erase", "entry", "rapat", "--dry-run")
        assert done.returncode == 0 and "activities/2026-04-01-rapat.md" in done.stdout
        assert {n: d for n, d in files_of(root).items() if not n.startswith(".kiprah/")} == {
            n: d for n, d in before.items() if not n.startswith(".kiprah/")
        }

    def test_nobody_asked_nothing_erased(self, root: Path) -> None:
        before = files_of(root)
        assert run(root, "erase", "entry", "rapat").returncode == 2
        assert run(root, "erase", "entry", "rapat", stdin="n\n").returncode == 0
        assert {n for n in files_of(root) if n.startswith("content/")} == set(before)
        assert run(root, "erase", "entry", "rapat", stdin="y\n").returncode == 0
        assert run(root, "erase", "entry", "rapat", "--yes").returncode == 2


class TestOfAPerson:
    """``erase person``."""

    def test_their_words_go_and_the_rest_is_named(self, root: Path) -> None:
        write_files(
            root,
            {
                "content/activities/2026-05-01-x.md": (
                    f"---\ntitle: X\nwith:\n  - {CANARY}  # teman\n  - Bima\n---\nBersama {CANARY.upper()}\nlagi.\n"
                )
            },
        )
        built(root)
        done = erased(root, "person", CANARY, "--request", "surat 3")
        assert done.returncode == 0, done.stderr
        assert not (root / "content/testimonials/z.md").exists()
        text = (root / "content/activities/2026-05-01-x.md").read_text("utf-8")
        assert text == f"---\ntitle: X\nwith:\n  - Bima\n---\nBersama {CANARY.upper()}\nlagi.\n"
        assert "2026-05-01-x.md:6" in done.stdout
        done = erased(root, "person", CANARY, "--rewrite", "seorang teman")
        assert done.returncode == 0, done.stderr
        assert "Bersama seorang teman\nlagi" in (root / "content/activities/2026-05-01-x.md").read_text("utf-8")
        assert holding(root, CANARY, CANARY.upper()) == []
        assert "nothing goes" in erased(root, "person", CANARY).stdout

    def test_a_request_that_names_them_is_refused(self, root: Path) -> None:
        before = files_of(root)
        done = erased(root, "person", CANARY, "--request", "surat dari Zamrudin")
        assert done.returncode == 2
        assert {n: d for n, d in files_of(root).items() if n.startswith("content/")} == before
