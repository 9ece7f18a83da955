"""What was public and is hidden now is in no blob of the store any more; what a preview shows stays where it is."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from support.command import TODAY, run
from support.sites import SETTINGS, files_of, make_site
from support.variants import variants

HARI = "content/activities/2026-05-01-hari.md"
SECRET = "Ibunya datang terlambat karena jalan ke sana banjir"
OPEN = f"---\ntitle: Hari\n---\nKami membaca bersama. {SECRET}. Sore kami pulang.\n"
HIDDEN = {
    "a section": f"---\ntitle: Hari\n---\nKami membaca.\n\n## Catatan {{visibility=private}}\n\n{SECRET}.\n",
    "an entry": OPEN.replace("title: Hari\n", "title: Hari\nvisibility: private\n"),
    "a draft": OPEN.replace("title: Hari\n", "title: Hari\ndraft: true\n"),
}


def blobs_with(root: Path, text: str) -> list[str]:
    files = files_of(root / ".kiprah").items()
    return [path for path, content in files if text.encode() in content]


@pytest.mark.parametrize("how", variants(HIDDEN, 1))
def test_hidden_text_leaves_the_store_with_the_next_build(tmp_path: Path, how: str) -> None:
    root = make_site(tmp_path, {HARI: OPEN, "content/activities/2026-06-01-lain.md": "---\ntitle: Lain\n---\nIsi.\n"})
    assert run(root, "build", *TODAY).returncode == 0
    # An earlier version of the page tells it too, and no result names that any more.
    (root / HARI).write_text(OPEN.replace("bersama", "berdua"), "utf-8")
    assert run(root, "build", *TODAY).returncode == 0
    assert len(blobs_with(root, SECRET)) > 2
    (root / HARI).write_text(HIDDEN[how], "utf-8")
    assert run(root, "build", *TODAY).returncode == 0
    assert blobs_with(root, SECRET) == []
    again = run(root, "build", *TODAY)
    assert again.returncode == 0 and blobs_with(root, SECRET) == []
    clean = make_site(
        tmp_path / "clean", {p: (root / p).read_text("utf-8") for p in (HARI, "content/activities/2026-06-01-lain.md")}
    )
    (clean / "content/addresses.yml").write_bytes((root / "content/addresses.yml").read_bytes())
    assert run(clean, "build", *TODAY).returncode == 0
    assert files_of(root / "public") == files_of(clean / "public")


def test_it_leaves_too_with_a_build_that_leaves_out_what_failed(tmp_path: Path) -> None:
    letter = "content/activities/2026-06-01-lain/letter.pdf"
    entry = "---\ntitle: Lain\nevidence: [{kind: letter, file: letter.pdf, label: Surat}]\n---\nIsi.\n"
    files = {HARI: OPEN, letter.replace("letter.pdf", "index.md"): entry, letter: pdf()}
    root = make_site(tmp_path, files, SETTINGS + "on_error: skip\n")
    assert run(root, "build", *TODAY).returncode == 0 and "activities/lain/index.html" in files_of(root / "public")
    (root / HARI).write_text(HIDDEN["a section"], "utf-8")
    (root / letter).write_bytes(pdf(password="rahasia"))
    for _ in range(2):
        done = run(root, "build", *TODAY)
        assert done.returncode == 0 and "error[document-locked]" in done.stderr, done.stderr
        assert "activities/lain/index.html" not in files_of(root / "public")
        assert blobs_with(root, SECRET) == []
    # What failed is said again, and nothing else is made again for it.
    assert done.stdout.splitlines()[0].endswith(" 0 made anew"), done.stdout
    (root / letter).write_bytes(pdf())
    done = run(root, "build", *TODAY)
    assert done.returncode == 0 and "error" not in done.stderr
    assert "activities/lain/index.html" in files_of(root / "public")


def pdf(password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_what_a_preview_shows_is_not_made_again_for_it(tmp_path: Path) -> None:
    root = make_site(
        tmp_path, {HARI: OPEN, "content/activities/2026-06-01-draf.md": "---\ntitle: Draf\ndraft: true\n---\nIsi.\n"}
    )
    (root / HARI).write_text(HIDDEN["a section"], "utf-8")
    preview = ("build", "--drafts", "-o", "draf", *TODAY)
    assert run(root, "build", *TODAY).returncode == run(root, *preview).returncode == 0
    (root / HARI).write_text(HIDDEN["a section"].replace("terlambat", "pagi sekali"), "utf-8")
    for command in (("build", *TODAY), preview, ("build", "--force", *TODAY), preview):
        done = run(root, *command)
        assert done.returncode == 0
        assert "--force" in command or done.stdout.splitlines()[0].endswith(" 0 made anew"), done.stdout
