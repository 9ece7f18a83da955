"""No byte of what was erased is left: drafts, translations, undo copies, the preview, the state, communities."""

from __future__ import annotations

import json
import sqlite3
from hashlib import blake2b
from pathlib import Path

import pytest

from kiprah.authoring.editing.undo import UndoStore
from support.building import build_in
from support.command import Run, run
from support.communities import COMMUNITY, make_community
from support.repositories import commit_all
from support.sites import draw_photo, files_of, make_project, make_site, write_files

NAME = "Zamrudin Kartosuwiryo"
CLASS = "content/activities/2026-03-01-kelas"


def erased(root: Path, *args: str) -> Run:
    return run(root, "erase", *args, "--yes")


def holding(root: Path, *words: str) -> list[str]:
    """Name every file of a project that holds one of these, in its bytes or its path; Git's own aside."""
    needles = [word.encode() for word in words]
    return [
        name
        for name, data in files_of(root).items()
        if not name.startswith(".git/") and any(one in data or one in name.encode() for one in needles)
    ]


def previewed(root: Path) -> None:
    """Build what ``kiprah serve --drafts`` shows."""
    report = build_in(root, ".kiprah/preview", today=None, drafts=True, preview=True)
    assert report.outputs, report.problems


class TestOfWhatKiprahKeeps:
    """The cache folder, undo copies and the state."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        site = make_site(
            tmp_path,
            {
                f"{CLASS}/index.md": (
                    f"---\r\ntitle: Kelas\r\nphotos:\r\n- file: a.jpg\r\n  people: none\r\n---\r\nBersama {NAME}.\r\n"
                ),
                "content/activities/2026-03-02-draf.md": f"---\ntitle: Draf\ndraft: true\n---\n{NAME}\n",
                "content/testimonials/z.md": f"---\nfrom: {NAME}\nconsent: yes\n---\nHalo.\n",
            },
        )
        draw_photo(site / CLASS / "a.jpg", 1)
        return site

    @pytest.mark.slow
    def test_nothing_of_a_person_is_left(self, root: Path) -> None:
        undo = UndoStore(root / ".kiprah")
        undo.keep("activities/2026-03-01-kelas/index.md", b"dulu " + NAME.encode() + b" " * 300, b"kini")
        undo.keep("pages/lain.md", b"dulu " + NAME.upper().encode(), b"kini")
        undo.keep("pages/tanpa.md", b"dulu saja", b"kini")
        write_files(root, {".kiprah/ready.md": f"## x {{#whom}}\n\n{NAME}\n"})
        assert run(root, "build").returncode == 0
        previewed(root)
        shown = run(root, "erase", "person", NAME, "--dry-run")
        assert ".kiprah/ready.md:3" in shown.stdout and "2026-03-02-draf.md:5" in shown.stdout
        done = erased(root, "person", NAME, "--rewrite", "seorang teman")
        assert done.returncode == 0, done.stderr
        assert holding(root, NAME, NAME.upper()) == [".kiprah/ready.md"]
        text = (root / CLASS / "index.md").read_bytes()
        assert (
            text
            == b"---\r\ntitle: Kelas\r\nphotos:\r\n- file: a.jpg\r\n  people: none\r\n---\r\nBersama seorang teman.\r\n"
        )
        kept = {path for path, _ in undo.kept_files()}
        assert kept == {"pages/tanpa.md"}
        assert not (root / ".kiprah/preview").exists()

    @pytest.mark.slow
    def test_rows_of_the_state_are_gone_and_not_only_unlisted(self, root: Path) -> None:
        (root / CLASS / "index.md").write_text(f"---\ntitle: Kelas {NAME}\n---\n", "utf-8")
        assert run(root, "build").returncode == 0
        previewed(root)
        with sqlite3.connect(root / ".kiprah/state.db") as state:
            assert state.execute("SELECT count(*) FROM row WHERE tab = 'entry'").fetchone()[0] > 0
        done = erased(root, "entry", "activities/2026-03-01-kelas")
        assert done.returncode == 0, done.stderr
        for file in (root / ".kiprah").glob("state.db*"):
            assert f"Kelas {NAME}".encode() not in file.read_bytes()
        assert holding(root, f"Kelas {NAME}") == []

    @pytest.mark.slow
    def test_what_is_published_stands_as_a_clean_build_would_leave_it(self, root: Path) -> None:
        assert run(root, "build").returncode == 0
        assert erased(root, "person", NAME, "--rewrite", "teman").returncode == 0
        left = files_of(root / "public")
        assert run(root, "build", "--force", "-o", "bersih", "--cache", "lain").returncode == 0
        assert left == files_of(root / "bersih")
        done = run(root, "build")
        assert done.returncode == 0 and files_of(root / "public") == left

    def test_a_site_that_cannot_be_built_keeps_nothing_published(self, root: Path) -> None:
        assert run(root, "build").returncode == 0
        make_project(root, "title: [\n")
        done = erased(root, "person", NAME)
        assert done.returncode == 2  # settings that cannot be read are said before anything is looked for
        make_project(root, "title: Jejak\ntheme: tak-ada\n")
        done = erased(root, "person", NAME, "--rewrite", "teman")
        assert done.returncode == 1 and not (root / "public").exists()
        assert holding(root, NAME) == []

    @pytest.mark.slow
    def test_other_folders_that_were_built_are_emptied(self, root: Path) -> None:
        assert run(root, "build").returncode == 0
        assert run(root, "build", "-o", "dua").returncode == 0
        write_files(root, {"dua/punya-saya.txt": "x"})
        done = erased(root, "person", NAME, "--rewrite", "teman")
        assert done.returncode == 0 and files_of(root / "dua") == {"punya-saya.txt": b"x"}

    def test_where_nothing_was_built_nothing_is(self, root: Path) -> None:
        done = erased(root, "person", NAME, "--rewrite", "teman")
        assert done.returncode == 0 and not (root / "public").exists() and holding(root, NAME) == []

    def test_what_lies_in_the_published_folder_unknown_is_said(self, root: Path) -> None:
        write_files(root, {"public/lama.html": NAME})
        done = erased(root, "person", NAME, "--rewrite", "teman")
        assert "public" in done.stdout and (root / "public/lama.html").is_file()


class TestOfPhotosOfAPerson:
    """``--photos``."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        site = make_site(
            tmp_path,
            {
                f"{CLASS}/index.md": (
                    "---\ntitle: Kelas\nphotos:\n  - a.jpg\n"
                    f"  - file: b.jpg  # bagus\n    alt: {NAME} mengajar\n    people: adults\n    consent: yes\n---\n"
                    f"![{NAME}](c.jpg)\n"
                ),
            },
        )
        for number, name in enumerate("abc"):
            draw_photo(site / CLASS / f"{name}.jpg", number)
        draw_photo(site / CLASS / "zamrudin-kartosuwiryo.jpg", 9)
        return site

    def test_nobody_decides_but_a_person(self, root: Path) -> None:
        before = files_of(root / "content")
        done = erased(root, "person", NAME)
        assert done.returncode == 2 and "--photos" in done.stderr and files_of(root / "content") == before

    def test_removed(self, root: Path) -> None:
        done = erased(root, "person", NAME, "--photos", "remove")
        assert done.returncode == 0, done.stderr
        assert sorted(path.name for path in (root / CLASS).iterdir()) == ["a.jpg", "index.md"]
        assert (root / CLASS / "index.md").read_text("utf-8") == "---\ntitle: Kelas\nphotos:\n  - a.jpg\n---\n"

    def test_withheld(self, root: Path) -> None:
        done = erased(root, "person", NAME, "--photos", "withhold", "--rewrite", "guru")
        assert done.returncode == 0, done.stderr
        text = (root / CLASS / "index.md").read_text("utf-8")
        assert "  - file: b.jpg  # bagus\n    alt: Guru mengajar\n    people: adults\n    consent: withdrawn\n" in text
        assert "c.jpg" in text.partition("---\n![")[0] and text.count("consent: withdrawn") == 2
        assert run(root, "build").returncode == 0
        assert not [name for name in files_of(root / "public") if name.startswith("media/kelas-2")]

    def test_kept(self, root: Path) -> None:
        before = files_of(root / "content")
        done = erased(root, "person", NAME, "--photos", "keep")
        assert done.returncode == 0 and files_of(root / "content") == before
        assert "index.md:6" in done.stdout and "zamrudin-kartosuwiryo.jpg" in done.stdout


class TestOfTexts:
    """What is changed in texts, and what is not."""

    def rewritten(self, root: Path, text: str, *args: str) -> str:
        write_files(root, {"content/pages/x.md": text})
        done = erased(root, "person", "Bu Sri", "--rewrite", "seorang guru", *args)
        assert done.returncode == 0, done.stderr
        return (root / "content/pages/x.md").read_text("utf-8")

    def test_addresses_and_names_of_files_stay_and_are_named(self, tmp_path: Path) -> None:
        root = make_site(tmp_path)
        text = (
            "---\ntitle: 'Bu Sri: guru'  # kata Bu Sri\naliases: [bu-sri]\ntags: [Bu  Sri]\n---\n"
            "Kata Bu\nSri. BU SRI pulang; buku bu sri.\n\n[Bu Sri](https://x.example/Bu%20Sri) dan [b](<Bu Sri.html>).\n"
        )
        changed = self.rewritten(root, text)
        assert changed == (
            "---\ntitle: 'Seorang guru: guru'  # kata seorang guru\naliases: [bu-sri]\ntags: [Seorang guru]\n---\n"
            "Kata seorang guru. Seorang guru pulang; buku seorang guru.\n\n"
            "[Seorang guru](https://x.example/Bu%20Sri) dan [b](<Bu Sri.html>).\n"
        )

    def test_keys_that_cannot_be_read_are_left_to_a_person(self, tmp_path: Path) -> None:
        root = make_site(tmp_path)
        text = "---\ntitle: &a Bu Sri\nx: *a\n---\nBu Sri\n"
        write_files(root, {"content/pages/x.md": text})
        done = erased(root, "person", "Bu Sri", "--rewrite", "guru")
        assert (root / "content/pages/x.md").read_text("utf-8") == text and "content/pages/x.md:2" in done.stdout

    def test_two_names_in_two_scripts(self, tmp_path: Path) -> None:
        root = make_site(tmp_path, {"content/pages/y.md": "---\ntitle: 'قال مُحَمَّد علي'\n---\nJose\u0301 dan ꦱꦿꦶꦮꦲꦾꦸꦤꦶ.\n"})
        done = erased(root, "person", "محمد علي", "--also", "José", "--also", "ꦱꦿꦶꦮꦲꦾꦸꦤꦶ", "--rewrite", "teman")
        assert done.returncode == 0, done.stderr
        assert (root / "content/pages/y.md").read_text("utf-8") == "---\ntitle: 'قال teman'\n---\nTeman dan teman.\n"

    def test_signed_hours_that_name_them_go_whole(self, tmp_path: Path) -> None:
        credential = json.dumps({"name": "Jam José"})
        assert "\\u00e9" in credential
        root = make_site(
            tmp_path,
            {
                f"{CLASS}/index.md": (
                    "---\ntitle: K\nevidence:\n  - {kind: credential, file: jam.json}\n  - {kind: link, url: https://x.example/}\n---\n"
                ),
                f"{CLASS}/jam.json": credential,
            },
        )
        done = erased(root, "person", "José")
        assert done.returncode in (0, 1) and not (root / CLASS / "jam.json").exists(), done.stderr
        assert "credential" not in (root / CLASS / "index.md").read_text("utf-8")

    @pytest.mark.parametrize(
        "args", [("", "--rewrite", "x"), ("A",), ("Bu Sri", "--rewrite", " "), ("Bu Sri", "--rewrite", "ibu bu sri")]
    )
    def test_what_makes_no_sense_is_refused(self, tmp_path: Path, args: tuple[str, ...]) -> None:
        root = make_site(tmp_path, {"content/pages/x.md": "---\ntitle: Bu Sri\n---\n"})
        before = files_of(root)
        done = erased(root, "person", *args)
        assert (
            done.returncode == 2
            and "Traceback" not in done.stderr
            and files_of(root / "content") == {name.removeprefix("content/"): data for name, data in before.items()}
        )


class TestOfCommunities:
    """A community's members, events and photos."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        return make_community(
            tmp_path,
            {
                "content/members/alya/activities/2026-05-02-pantai.md": "---\nevent: pantai\n---\nSaya.\n",
                "content/members/alya/activities/2026-05-03-hari-lain.md": f"---\ntitle: Lain {NAME}\n---\nIsi.\n",
                "content/members/bima/activities/2026-05-03-lain.md": "---\ntitle: Milik Bima\n---\nBersama.\n",
                "content/members/bima/selections/kampus.md": "---\ntitle: Kampus\nactivities: [lain]\n---\n",
            },
            settings=COMMUNITY + "featured: [alya/hari-lain, bima]\n",
        )

    @pytest.mark.slow
    def test_a_member_is_nowhere(self, root: Path) -> None:
        commit_all(root)
        assert run(root, "build").returncode == 0
        done = erased(root, "member", "alya", "--request", "surat 9")
        assert done.returncode == 0, done.stderr
        assert holding(root, "Alya", "alya", NAME) == []
        assert "filter-repo --invert-paths --path content/members/alya/ " in done.stdout
        assert "--path content/members/alya.yml" in done.stdout and "--path content/addresses/alya.yml" in done.stdout
        record = (root / "content/erasures.yml").read_text("utf-8")
        assert "what: member" in record and "surat 9" in record and "alya" not in record.casefold()
        assert erased(root, "member", "alya").returncode == 2

    def test_what_others_wrote_of_a_member_is_named(self, root: Path) -> None:
        write_files(
            root, {"content/members/bima/activities/2026-05-03-lain.md": "---\ntitle: X\n---\nKata Alya Putri.\n"}
        )
        shown = run(root, "erase", "member", "alya", "--dry-run")
        assert shown.returncode == 0 and "bima/activities/2026-05-03-lain.md:4" in shown.stdout

    @pytest.mark.slow
    def test_what_the_next_build_writes_anew_is_not_among_what_stays(self, root: Path) -> None:
        assert run(root, "build").returncode == 0
        report = root / ".kiprah/report.json"
        assert '"alya"' in report.read_text("utf-8")
        write_files(root, {"catatan.txt": "Untuk alya\n", ".kiprah/ready.md": "alya\n"})
        shown = run(root, "erase", "member", "alya", "--dry-run")
        assert "catatan.txt:1" in shown.stdout and "ready.md:1" in shown.stdout
        assert "report.json" not in shown.stdout
        assert erased(root, "member", "alya").returncode == 0
        assert "alya" not in report.read_text("utf-8")

    def test_an_entry_of_one_member(self, root: Path) -> None:
        assert run(root, "build").returncode == 0
        assert erased(root, "entry", "hari-lain", "--member", "bima").returncode == 2
        done = erased(root, "entry", "hari-lain", "--member", "alya")
        assert done.returncode == 0, done.stderr
        assert holding(root, NAME, "hari-lain") == []
        assert "featured: [bima]" in (root / "content/site.yml").read_text("utf-8")

    def test_an_event_and_who_took_part(self, root: Path) -> None:
        shown = run(root, "erase", "entry", "pantai", "--dry-run")
        assert shown.returncode == 2 and "members/alya/activities/2026-05-02-pantai.md" in shown.stderr
        shown = run(root, "erase", "entry", "events/2026-05-01-pantai", "--dry-run")
        assert shown.returncode == 0 and "members/alya/activities/2026-05-02-pantai.md:2" in shown.stdout

    def test_a_selection_leads_nowhere_else(self, root: Path) -> None:
        done = erased(root, "entry", "lain", "--member", "bima")
        assert done.returncode == 0, done.stderr
        assert (root / "content/members/bima/selections/kampus.md").read_text("utf-8") == "---\ntitle: Kampus\n---\n"
        assert not (root / "content/members/bima/activities/2026-05-03-lain.md").exists()

    def test_the_name_of_a_member_is_said(self, root: Path) -> None:
        shown = run(root, "erase", "person", "Alya Putri", "--dry-run")
        assert shown.returncode == 0 and "kiprah erase member alya" in shown.stdout


def test_a_portfolio_has_no_members(tmp_path: Path) -> None:
    root = make_site(tmp_path)
    assert erased(root, "member", "alya").returncode == 2


@pytest.mark.slow
def test_cards_of_what_was_erased_are_gone(tmp_path: Path) -> None:
    root = make_site(
        tmp_path,
        {
            "content/activities/2026-04-01-rapat/index.md": "---\ntitle: Rapat\nphotos: [{file: a.jpg, people: none}]\n---\nx\n"
        },
        settings="title: Jejak\nurl: https://a.example/\ncards: {formats: [link, square]}\n",
    )
    draw_photo(root / "content/activities/2026-04-01-rapat/a.jpg", 1, (1200, 800))
    assert run(root, "build").returncode == 0
    assert run(root, "cards").returncode == 0
    public = root / "public"
    card = (public / "cards/rapat/link.jpg").read_bytes()
    pictures = {data for name, data in files_of(public).items() if name.startswith("media/")}
    done = erased(root, "photo", "content/activities/2026-04-01-rapat/a.jpg")
    assert done.returncode == 0, done.stderr
    after = files_of(root)
    assert (public / "cards/rapat/link.jpg").is_file() and len(pictures) > 1 and len(after) > 10
    for name, data in after.items():
        assert card not in data and not any(one in data for one in pictures), name
    assert erased(root, "entry", "rapat").returncode == 0
    assert not [name for name in files_of(root) if "rapat" in name]


def test_the_register_of_addresses_forgets_what_is_erased(tmp_path: Path) -> None:
    register = (
        "# Catatan.\naddresses:\n"
        "  /: {first: 2026-01-02}\n"
        '  /activities/rapat/: {first: 2026-01-02, entry: activities/2026-04-01-rapat.md, mark: "00ff", printed: true}\n'
        "  /activities/rapat-lama/: {first: 2026-01-01, entry: activities/2026-04-01-rapat.md}\n"
        '  "/en/activities/rapat/": {first: 2026-01-02}\n'
        "  /activities/rapat-2/: {first: 2026-01-02, entry: activities/2026-04-01-rapat-2.md}\n"
        f'waiting:\n  "{blake2b(b"activities/2026-04-01-rapat.md", digest_size=8).hexdigest()}": 2026-02-02\n'
    )
    root = make_site(
        tmp_path,
        {
            "content/addresses.yml": register,
            "content/activities/2026-04-01-rapat.md": "---\ntitle: Rapat\n---\n",
            "content/activities/2026-04-01-rapat-2.md": "---\ntitle: Rapat dua\n---\n",
        },
    )
    assert erased(root, "entry", "rapat").returncode == 0
    assert (root / "content/addresses.yml").read_text("utf-8") == (
        "# Catatan.\naddresses:\n  /: {first: 2026-01-02}\n"
        "  /activities/rapat-2/: {first: 2026-01-02, entry: activities/2026-04-01-rapat-2.md}\nwaiting:\n"
    )
