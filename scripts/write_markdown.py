"""Write into docs/markdown.md and docs/tulisan.md which of the specifications' examples come out otherwise, and why."""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from kiprah.content.body_sections import split_sections
from kiprah.content.markdown.renderer import to_html
from kiprah.content.markdown.sanitizer import sanitize
from kiprah.content.private_marks import TASK_DONE, TASK_OPEN
from kiprah.fields.source import Source

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
PAGES = {"en": ROOT / "docs" / "markdown.md", "id": ROOT / "docs" / "tulisan.md"}
HEADS = {"en": ("Section", "as specified", "otherwise", "why"), "id": ("Bagian", "sesuai", "berbeda", "sebabnya")}
START, END = "<!-- examples -->", "<!-- /examples -->"
_BLOCK = "p|h[1-6]|ul|ol|li|blockquote|pre|hr|table|thead|tbody|tr|td|th|div|dl|dd|dt|br"
_TYPOGRAPHY = {
    ord(ours): plain
    for ours, plain in zip("“”‘’–—…«»", ('"', '"', "'", "'", "--", "---", "...", "<<", ">>"), strict=True)
}


def examples() -> list[dict[str, str]]:
    """Read all examples."""
    found: list[dict[str, str]] = json.loads(lzma.decompress((DATA / "markdown-examples.json.xz").read_bytes()))
    return found


def comparable(rendered: str) -> str:
    """Return HTML without what is ours alone: ids, typography, space between blocks."""
    safe = re.sub(r' id="[^"]*"', "", sanitize(rendered, "t")).translate(_TYPOGRAPHY)
    safe = re.sub(r"<img([^>]*)>", lambda m: "<img " + " ".join(sorted(re.findall(r'[a-z]+="[^"]*"', m[1]))), safe)
    safe = re.sub(r"\s+", " ", safe)
    return re.sub(rf"\s*(</?(?:{_BLOCK})\b[^>]*>)\s*", r"\1", safe).strip()


def expected(html: str) -> str:
    """Return what an example asks for, with tasks as ours."""
    box = r'<input (checked="" )?disabled="" type="checkbox"> '
    return comparable(re.sub(box, lambda m: f"{TASK_DONE if m[1] else TASK_OPEN} ", html))


def rendered(markdown: str) -> str:
    """Render an example as the body of an entry is."""
    sections, _ = split_sections(markdown, 1, Source("x.md", markdown), own_reflection=False)
    return comparable(to_html(sections.main))


def by_section() -> Iterator[tuple[str, int, list[int]]]:
    """Yield each section: its name, how many examples it has, and the numbers of those that come out otherwise."""
    counted: dict[tuple[str, str], tuple[int, list[int]]] = {}
    for example in examples():
        key = (example["spec"], example["section"])
        total, others = counted.get(key, (0, []))
        if rendered(example["markdown"]) != expected(example["html"]):
            others = [*others, int(example["number"])]
        counted[key] = (total + 1, others)
    for (_, section), (total, others) in counted.items():
        yield section, total, others


def reasons() -> dict[str, dict[str, str]]:
    """Read why a section differs."""
    found: dict[str, dict[str, str]] = yaml.safe_load((DATA / "markdown-differences.yml").read_text("utf-8"))
    return found


def written() -> dict[Path, str]:
    """Return both pages with their table as it is now."""
    sections, why = list(by_section()), reasons()
    pages = {}
    for language, path in PAGES.items():
        rows = [f"| {' | '.join(HEADS[language])} |", "| --- | --- | --- | --- |"]
        for section, total, others in sections:
            numbers = ", ".join(str(number) for number in others)
            reason = why[section][language] if others else ""
            rows.append(f"| {section} | {total - len(others)}/{total} | {numbers} | {reason} |")
        total, same = sum(t for _, t, _ in sections), sum(t - len(o) for _, t, o in sections)
        rows.append(f"| | **{same}/{total}** | | |")
        before, _, rest = path.read_text("utf-8").partition(START)
        pages[path] = f"{before}{START}\n" + "\n".join(rows) + f"\n{END}{rest.partition(END)[2]}"
    return pages


def main() -> int:
    """Write both pages."""
    for path, text in written().items():
        path.write_text(text, "utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
