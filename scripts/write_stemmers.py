"""Writes the browser's stemmers, themes/pelita/assets/community/stem-*.js, from Snowball's own compiler.

    python scripts/write_stemmers.py SNOWBALL

SNOWBALL is the source of Snowball at the tag of the version of ``snowballstemmer`` in constraints.txt, its compiler
built (``make`` makes ``./snowball``). tests/look/test_search.py holds both halves to the same stems.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ASSETS = Path(__file__).parents[1] / "themes" / "pelita" / "assets" / "community"
LANGUAGES = {"id": "indonesian", "en": "english"}
HEAD = """// The {name} stemmer of Snowball {version}, https://snowballstem.org/; made by scripts/write_stemmers.py.
{licence}
"use strict";

(() => {{
"""
TAIL = """
const stemmer = new Stemmer();
globalThis.kiprahStem = (word) => stemmer.stem(word);
})();
"""


def main() -> None:
    """Write a script for each language."""
    snowball = Path(sys.argv[1])
    base = bare((snowball / "javascript" / "base-stemmer.js").read_text("utf-8"))
    licence = "\n".join(f"// {line}".rstrip() for line in (snowball / "COPYING").read_text("utf-8").splitlines())
    for code, name in LANGUAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / name
            source = snowball / "algorithms" / f"{name}.sbl"
            subprocess.run([snowball / "snowball", source, "-js", "-o", out], check=True)
            made = out.with_suffix(".js").read_text("utf-8")
        version = re.search(r"by Snowball ([\d.]+)", made)
        assert version is not None
        text = HEAD.format(name=name, version=version[1], licence=licence) + base + bare(made) + TAIL
        (ASSETS / f"stem-{code}.js").write_text(text, "utf-8")


def bare(text: str) -> str:
    """Take comments out, and what only modules may say."""
    text = re.sub(r"/\*.*?\*/ ?", "", text, flags=re.DOTALL)
    text = re.sub(r"^import .*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
    text = text.replace("export default class BaseStemmer", "class B")
    text = text.replace("export default class extends B", "class Stemmer extends B")
    lines = (re.sub(r"^( +)", lambda found: " " * (len(found[1]) // 4), line.rstrip()) for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


if __name__ == "__main__":
    main()
