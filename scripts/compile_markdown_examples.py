"""Compile the examples of CommonMark and GitHub Flavored Markdown from their specifications to what the tests read.

    python scripts/compile_markdown_examples.py commonmark/spec.txt gfm/spec.txt

Of GitHub's, only the sections on its extensions are taken: the others are CommonMark's.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "tests" / "data" / "markdown-examples.json.xz"
_EXAMPLE = re.compile(
    r"^`{32} example(?: [\w-]+)*\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} *([^\n]*)$", re.MULTILINE | re.DOTALL
)


def examples(path: Path, name: str) -> list[dict[str, str | int]]:
    """Read the examples of one specification, numbered as it numbers them."""
    text = path.read_text("utf-8").partition("<!-- END TESTS -->")[0]
    found: list[dict[str, str | int]] = []
    section = ""
    for match in _EXAMPLE.finditer(text):
        if match[3] is not None:
            section = match[3]
            continue
        written = {"markdown": match[1].replace("\u2192", "\t"), "html": match[2].replace("\u2192", "\t")}
        found.append({"spec": name, "section": section, "number": len(found) + 1, **written})
    return found


def main() -> int:
    """Write them, compressed; same input, same bytes."""
    commonmark, gfm = (Path(argument) for argument in sys.argv[1:3])
    extended = [example for example in examples(gfm, "GFM") if "(extension)" in str(example["section"])]
    kept = [*examples(commonmark, "CommonMark"), *extended]
    TARGET.write_bytes(lzma.compress(json.dumps(kept, ensure_ascii=False).encode(), preset=9))
    print(len(kept), TARGET.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
