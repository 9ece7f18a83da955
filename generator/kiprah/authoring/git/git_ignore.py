"""Ignore files of a site's folder: nothing of it goes into Git before it is published. `kiprah build` keeps them.

Git ignores every entry, and what stands in the list after it not: a draft, a private text or a photo that waits is kept
out before anything of kiprah has looked at it. Only names of what is published stand in the list, since it is published
itself. Where the file is not kiprah's, or was deleted, nothing is written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from kiprah.authoring.templates import template_text
from kiprah.cache.atomic_write import write_atomically
from kiprah.model.photo import PHOTO_ENDINGS

IGNORE_FILE = ".gitignore"
_MARK = "# kiprah: "
"""Beginning of the file for as long as it is kiprah's to keep."""
GUARDED_FOLDERS = ("activities", "reflections", "testimonials", "selections", "pages")
"""Folders of a member of which nothing goes into Git before it is published."""
_SPECIAL = frozenset("\\*?[]!# ")


def member_list(published: Iterable[str], language: str) -> str:
    """Write the file of a portfolio, or of a member's folder; ``published`` are paths from it."""
    return _list(template_text(language, "git-list.txt"), [f"/{kind}/*" for kind in GUARDED_FOLDERS], published)


def community_list(published: Iterable[str], language: str) -> str:
    """Write the file of a community's folder; what a member published stands in a file of the member's folder."""
    rules = ["/events/*", "/pages/*", *(f"/members/*/{kind}/*" for kind in GUARDED_FOLDERS)]
    return _list(template_text(language, "git-list.txt"), [*rules, *_photo_rules("/members/*/")], published)


def is_kept(folder: Path) -> bool:
    """Say whether a folder's list is kiprah's to keep. Raises ``OSError``."""
    path = folder / IGNORE_FILE
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_MARK)) == _MARK.encode()


def save_list(folder: Path, text: str) -> bool:
    """Write a folder's list where it differs; say whether it did. Raises ``OSError``."""
    path = folder / IGNORE_FILE
    data = text.encode()
    if path.is_file() and path.read_bytes().replace(b"\r\n", b"\n") == data:
        return False
    write_atomically(path, data)
    return True


def _list(head: str, rules: Iterable[str], published: Iterable[str]) -> str:
    lines = [*rules, *_photo_rules("/"), *_exceptions(published)]
    return head.rstrip("\n") + "\n" + "".join(f"{line}\n" for line in lines)


def _photo_rules(folder: str) -> list[str]:
    """Ignore photos directly in a folder, in either case: a portrait is one that is published."""
    return [folder + "*." + "".join(f"[{c}{c.upper()}]" if c.isalpha() else c for c in e[1:]) for e in PHOTO_ENDINGS]


def _exceptions(published: Iterable[str]) -> Iterable[str]:
    """Name what is published, and the folders on the way to it, each of which is closed again behind."""
    opened: set[str] = set()
    for path in sorted(published):
        if any(unicodedata.category(c) == "Cc" for c in path):
            # No line of the file could name it: it stays out.
            continue
        parts = path.split("/")
        if len(parts) == 1 and not path.casefold().endswith(PHOTO_ENDINGS):
            continue
        for depth in range(2, len(parts)):
            folder = "/".join(parts[:depth])
            if folder not in opened:
                opened.add(folder)
                yield f"!/{_escaped(folder)}/"
                yield f"/{_escaped(folder)}/*"
        yield f"!/{_escaped(path)}"


def _escaped(path: str) -> str:
    return "".join(f"\\{c}" if c in _SPECIAL else c for c in path)
