"""What was public and is hidden now is in no blob of the store any more; what a preview shows stays where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import TODAY, run
from support.sites import files_of, make_site

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


@pytest.mark.parametrize("how", HIDDEN)
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
