"""A circle as a whole: what it shows, what it hides, how it is written."""

from __future__ import annotations

import base64
import json
import random
import shutil
import tracemalloc
from html import unescape
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from kiprah.publish.circle.seal import PART_FILE, CircleFacts, seal_site
from support.circle_reader import Circle, public_facts
from support.circles import PASSPHRASE, TODAY, circle_site, seal
from support.command import begin_process, run
from support.sites import draw_photo, files_of, make_project, write_files
from support.terminal import Terminal

pytestmark = pytest.mark.slow
CANARIES = (
    "kenanga", "melati", "seroja", "flamboyan", "kamboja", "bougenvil", "anyelir", "gladiol", "cempaka", "dahlia",
    "ember", "wajah", "alya", "tetangga", "portfolio", "activities",
)  # fmt: skip


@pytest.fixture(scope="session")
def opened(sealed_site: Path) -> Circle:
    return Circle(sealed_site / "circle", PASSPHRASE)


@pytest.fixture
def copied(sealed_site: Path, tmp_path: Path) -> Path:
    shutil.copytree(sealed_site, tmp_path / "site")
    return tmp_path / "site"


def test_it_holds_the_public_pages_as_they_would_be(opened: Circle, sealed_site: Path) -> None:
    assert {"index.html", "activities/melati/index.html", "kontak/index.html"} <= opened.paths
    public = sealed_site / "public"
    pictures = [path for path in opened.paths if path.endswith(".webp")]
    assert pictures
    for path in pictures:
        assert opened.read(path) == (public / path).read_bytes()
    for path in opened.paths:
        content = opened.read(path)
        if path.endswith(".html"):
            assert content.startswith(b"<!doctype html>") and b'name="robots" content="noindex"' in content


def test_it_shows_ready_drafts_and_what_waits_and_nothing_else(opened: Circle) -> None:
    text = b"\n".join(opened.read(path) for path in sorted(opened.paths)).decode("utf-8", "replace").casefold()
    assert "draf seroja" in text and "menunggu kamboja" in text
    for hidden in ("flamboyan", "bougenvil", "anyelir", "gladiol", "cempaka", "dahlia", "wajah"):
        assert hidden not in text
        assert not any(hidden in path for path in opened.paths)


def test_all_drafts_are_shown_where_that_is_asked(copied: Path) -> None:
    assert seal(copied, "--drafts").returncode == 0
    opened = Circle(copied / "circle", PASSPHRASE)
    assert "activities/draf-belum/index.html" in opened.paths
    assert not any("sendiri" in path for path in opened.paths)


def test_nothing_of_it_is_public(sealed_site: Path) -> None:
    published = b"".join(files_of(sealed_site / "public").values())
    assert b"seroja" not in published and b"kamboja" not in published
    assert not (sealed_site / "public" / "circle").exists()


def test_nothing_can_be_read_without_the_passphrase(sealed_site: Path) -> None:
    files = files_of(sealed_site / "circle")
    assert len(files) > 5
    for path, content in files.items():
        assert not any(canary in path.casefold() for canary in CANARIES)
        sealed = b""
        if path.startswith("parts/"):
            sealed = base64.b64decode(content.split(b'"')[3])
        elif path.endswith(".html"):
            sealed = base64.b64decode(public_facts(sealed_site / "circle")["root"])
        # What looks like noise spells short words by chance.
        for canary in CANARIES:
            assert len(canary) < 6 or canary.encode() not in sealed.lower(), (path, canary)
            assert (len(canary) < 9 and sealed) or canary.encode() not in content.lower(), (path, canary)
    parts = {path: content for path, content in files.items() if path.startswith("parts/")}
    assert len(parts) > 4
    assert {len(content) for content in parts.values()} == {PART_FILE}
    assert len(base64.b64decode(public_facts(sealed_site / "circle")["root"])) % 4096 == 12 + 16


def test_it_asks_not_to_be_found(sealed_site: Path) -> None:
    page = unescape((sealed_site / "circle/index.html").read_text("utf-8"))
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in page
    assert '<meta name="referrer" content="no-referrer">' in page
    assert "unsafe" not in page and "default-src 'none'" in page
    assert "Disallow: /" in (sealed_site / "circle/robots.txt").read_text()
    headers = (sealed_site / "circle/_headers").read_text()
    assert "X-Robots-Tag: noindex" in headers and "unsafe" not in headers and "Referrer-Policy: no-referrer" in headers


def test_another_passphrase_and_a_changed_byte_are_refused(copied: Path) -> None:
    folder = copied / "circle"
    with pytest.raises(InvalidTag):
        Circle(folder, PASSPHRASE + "s")
    opened = Circle(folder, PASSPHRASE)
    name = opened.index["parts"][opened.index["files"]["index.html"][0] // 65536]
    path = folder / "parts" / f"{name}.js"
    content = bytearray(path.read_bytes())
    content[5000] = ord("A") if content[5000] != ord("A") else ord("B")
    path.write_bytes(content)
    with pytest.raises(InvalidTag):
        opened.read("index.html")


def test_a_part_in_anothers_place_is_refused(copied: Path) -> None:
    opened = Circle(copied / "circle", PASSPHRASE)
    first, second = opened.index["parts"][:2]
    text = (copied / "circle/parts" / f"{second}.js").read_text()
    (copied / "circle/parts" / f"{first}.js").write_text(text.replace(second, first))
    with pytest.raises(InvalidTag):
        opened.part(first)


def test_the_same_again_writes_nothing_and_an_edit_little(copied: Path) -> None:
    before = files_of(copied / "circle")
    again = seal(copied, "--until", "2026-12-10")
    assert again.returncode == 0 and ", 0 written, 0 removed" in again.stdout
    assert files_of(copied / "circle") == before
    page = copied / "content/pages/kontak.md"
    page.write_text(page.read_text("utf-8") + "\nSatu kalimat lagi.\n", "utf-8")
    assert seal(copied, "--until", "2026-12-10").returncode == 0
    after = files_of(copied / "circle")
    same = {path for path in after if before.get(path) == after[path]}
    assert len(same) >= len(after) - 4
    assert "Satu kalimat lagi" in Circle(copied / "circle", PASSPHRASE).read("kontak/index.html").decode()


def test_a_new_passphrase_rewrites_everything(copied: Path) -> None:
    before = files_of(copied / "circle")
    assert seal(copied, passphrase="melon kopi sungai teduh lentera").returncode == 0
    after = files_of(copied / "circle")
    assert not {p for p in before if p.startswith("parts/")} & {p for p in after if p.startswith("parts/")}
    with pytest.raises(InvalidTag):
        Circle(copied / "circle", PASSPHRASE)


def test_another_folder_has_another_salt_and_shares_no_part(copied: Path) -> None:
    assert seal(copied, "-o", "other").returncode == 0
    here, there = files_of(copied / "circle"), files_of(copied / "other")
    assert public_facts(copied / "circle")["salt"] != public_facts(copied / "other")["salt"]
    assert not {p for p in here if p.startswith("parts/")} & {p for p in there if p.startswith("parts/")}


def test_a_lost_state_keeps_the_salt(copied: Path) -> None:
    before = public_facts(copied / "circle")["salt"]
    shutil.rmtree(copied / ".kiprah")
    assert ", 0 written" in seal(copied, "--until", "2026-12-10").stdout
    assert public_facts(copied / "circle")["salt"] == before


def test_the_passphrase_is_kept_nowhere(sealed_site: Path) -> None:
    files = files_of(sealed_site)
    assert len(files) > 20 and any(path.startswith(".kiprah/") for path in files)
    assert [path for path, content in files.items() if b"lentera" in content] == []


def test_the_last_day_and_the_contact_are_sealed_too(opened: Circle, copied: Path) -> None:
    assert opened.root["until"] == "2026-12-10" == public_facts(opened.folder)["until"]
    assert opened.root["to"] == "mailto:alya@kenanga.example"
    done = seal(copied, "--reply-to", "+62 812 3456 7890")
    assert done.returncode == 0
    again = Circle(copied / "circle", PASSPHRASE)
    assert again.root["to"] == "https://wa.me/6281234567890" and again.root["until"] is None
    assert b"6281234567890" not in b"".join(files_of(copied / "circle").values())


def test_an_ordinary_build_says_which_circle_has_ended(copied: Path) -> None:
    day = ("--today", "2026-12-11")
    told = run(copied, "build", *day)
    assert "was open until 2026-12-10" in told.stderr and "circle" in told.stderr
    assert "was open until" not in run(copied, "build", "--today", "2026-12-10").stderr
    (copied / ".kiprah/circles.json").write_text("{broken")
    assert run(copied, "build", *day).returncode == 0
    assert seal(copied, "--until", "2026-12-10").returncode == 0
    assert "was open until" in run(copied, "build", *day).stderr
    shutil.rmtree(copied / "circle")
    assert "was open until" not in run(copied, "build", *day).stderr


def test_one_folder_holds_one_kind_of_site(copied: Path) -> None:
    for options in (("-o", "public"), ("-o", "public/circle")):
        before = files_of(copied / "public")
        done = seal(copied, *options)
        assert done.returncode == 2 and "published site" in done.stderr
        assert files_of(copied / "public") == before
    before = files_of(copied / "circle")
    done = run(copied, "build", "-o", "circle", *TODAY)
    assert done.returncode == 2 and "output-foreign" in done.stderr
    assert files_of(copied / "circle") == before


def test_what_others_put_there_is_left_alone(copied: Path) -> None:
    write_files(copied, {"mine/notes.txt": "x", "circle/CNAME": "a.example", "circle/extra.txt": "y", "linked/x": ""})
    done = seal(copied, "-o", "mine")
    assert done.returncode == 2 and "notes.txt" in done.stderr
    assert [*files_of(copied / "mine")] == ["notes.txt"]
    assert seal(copied).returncode == 0
    assert (copied / "circle/CNAME").exists() and (copied / "circle/extra.txt").exists()
    (copied / "new").mkdir()
    (copied / "new/parts").symlink_to(copied / "linked")
    assert seal(copied, "-o", "new").returncode == 2
    assert [*files_of(copied / "linked")] == ["x"]


@pytest.mark.parametrize(
    ("options", "env", "words"),
    [
        (("--until", "2026-11-21"), {}, "has passed already"),
        (("--until", "besok"), {}, "--until"),
        (("--reply-to", "halo"), {}, "--reply-to"),
        ((), {"KIPRAH_PASSPHRASE": "pendek"}, "too easy to guess"),
        ((), {"KIPRAH_PASSPHRASE": ""}, "too easy to guess"),
        ((), {"KIPRAH_PASSPHRASE": "Jejak Kenanga 2026"}, "title of the site"),
        (("-o", "content/activities/circle"), {}, "output-in-content"),
    ],
)
def test_wrong_options_end_with_one_line(
    copied: Path, options: tuple[str, ...], env: dict[str, str], words: str
) -> None:
    before = files_of(copied / "circle")
    done = run(copied, "build", "--circle", *TODAY, *options, **{"KIPRAH_PASSPHRASE": PASSPHRASE, **env})
    assert done.returncode == 2 and words in done.stderr
    assert "Traceback" not in done.stderr
    assert files_of(copied / "circle") == before


def test_options_of_a_circle_alone_are_refused(copied: Path) -> None:
    for option in ("--until", "--reply-to"):
        done = run(copied, "build", option, "2026-12-01")
        assert done.returncode == 2 and f"{option} goes with --circle" in done.stderr


def test_without_a_terminal_the_passphrase_comes_from_the_environment(copied: Path) -> None:
    done = run(copied, "build", "--circle", *TODAY)
    assert done.returncode == 2 and "KIPRAH_PASSPHRASE" in done.stderr


def test_content_with_errors_leaves_the_circle_as_it_was(copied: Path) -> None:
    before = files_of(copied / "circle")
    write_files(copied, {"content/activities/2026-08-01-rusak.md": "---\ntitle: [\n---\n"})
    done = seal(copied)
    assert done.returncode == 1 and "nothing was published" in done.stderr
    assert files_of(copied / "circle") == before


def test_a_community_has_no_circle(tmp_path: Path) -> None:
    make_project(tmp_path, "title: Regu\nkind: community\n", {"content/about.md": "---\n---\nHalo\n"})
    done = seal(tmp_path)
    assert done.returncode == 2 and "community" in done.stderr and not (tmp_path / "circle").exists()


def test_an_english_site_asks_in_english_first(tmp_path: Path) -> None:
    circle_site(tmp_path)
    settings = tmp_path / "content/site.yml"
    settings.write_text(settings.read_text().replace("language: id", "language: en"))
    assert seal(tmp_path).returncode == 0
    page = (tmp_path / "circle/index.html").read_text("utf-8")
    assert '<html lang="en"' in page and page.index("A preview, for you") < page.index("Pratinjau, untukmu")
    words = json.loads(page.split('id="words">')[1].split("</script>")[0])
    assert set(words) == {"en", "id"} and set(words["en"]) == set(words["id"])


def test_a_killed_build_leaves_the_former_circle_whole(copied: Path) -> None:
    page = copied / "content/pages/kontak.md"
    page.write_text(page.read_text("utf-8") + "\nKalimat baru.\n", "utf-8")
    for number in range(6):
        draw_photo(copied / f"content/activities/2026-05-01-melati/lain-{number}.jpg", number, (1200, 900), 20000)
    entry = copied / "content/activities/2026-05-01-melati/index.md"
    added = "".join(f"  - {{file: lain-{number}.jpg, alt: Lain, people: none}}\n" for number in range(6))
    entry.write_text(entry.read_text("utf-8").replace("photos:\n", f"photos:\n{added}"), "utf-8")
    assert run(copied, "build", "-j1", *TODAY).returncode == 0
    before = (copied / "circle/index.html").read_bytes()
    parts = len([*(copied / "circle/parts").iterdir()])
    started = begin_process(copied, "build", "--circle", "-j1", *TODAY, KIPRAH_PASSPHRASE=PASSPHRASE)
    while len([*(copied / "circle/parts").iterdir()]) <= parts + 1:
        assert started.poll() is None, "it ended before it could be killed"
    started.kill()
    started.wait(20)
    if (copied / "circle/index.html").read_bytes() == before:
        former = Circle(copied / "circle", PASSPHRASE)
        assert all(former.read(path) for path in former.paths)
        assert b"Kalimat baru" not in former.read("kontak/index.html")
    assert seal(copied).returncode == 0
    again = Circle(copied / "circle", PASSPHRASE)
    assert b"Kalimat baru" in again.read("kontak/index.html")
    named = {f"{name}.js" for name in (*again.index["parts"], *again.root["index"])}
    assert {path.name for path in (copied / "circle/parts").iterdir()} == named


def test_a_large_site_is_sealed_file_by_file(tmp_path: Path) -> None:
    rng = random.Random(3)
    photos = {f"media/{number}.webp": rng.randbytes(300_000) for number in range(300)}
    pages = b"".join(f'<img src="{path}">'.encode() for path in photos)
    asked: list[str] = []

    def content_of(path: str) -> bytes:
        asked.append(path)
        return pages if path == "index.html" else photos[path]

    facts = CircleFacts("Jejak", "id", ("id",), "", "", None, None)
    tracemalloc.start()
    sealing = seal_site(tmp_path / "circle", PASSPHRASE, ["index.html", *photos], content_of, facts, lambda a, b: None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sealing.files == 301 and sealing.parts > 1300
    assert peak < 20_000_000
    assert max(asked.count(path) for path in photos) == 1
    opened = Circle(tmp_path / "circle", PASSPHRASE)
    assert all(opened.read(path) == content for path, content in photos.items())


def test_a_terminal_proposes_a_passphrase_and_asks_for_it_again(copied: Path) -> None:
    terminal = Terminal(copied, "build", "--circle", "-j1", *TODAY, NO_COLOR="1")
    try:
        terminal.asks("proposes one)", "", prompt=": ")
        shown = terminal.asks("Once more", "something else entirely", prompt=": ")
        proposal = shown.split("\n  ")[1].split("\n")[0].strip()
        assert len(proposal.split()) == 7
        # What is typed before the question stands there is thrown away, as with any passphrase.
        terminal.asks("not the same", proposal, prompt=": ")
        told = len(terminal.said)
        assert terminal.ends() == 0
    finally:
        terminal.close()
    assert "sealed in" in terminal.said[told:] and proposal not in terminal.said[told:]
    assert Circle(copied / "circle", proposal).paths
