"""Draw where to press to get one's own file out of other services, for docs/import.md and docs/impor.md.

    python scripts/draw_click_paths.py

Drawings, not screenshots: menus are redesigned each year, their words stay. One SVG for each source and language, from
``scripts/click_paths.yml``.
"""

# ruff: noqa: E501  a line of SVG is read as one

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
PICTURES = HERE.parent / "docs" / "pictures"
WIDTH, GAP, MARGIN = 276, 34, 12
"""Pixels of a panel, between two, and around all."""
ROW, HEAD = 38, 44
INK, SOFT, LINE, PAPER, ACCENT, TINT = "#26221d", "#6b6257", "#d9d2c6", "#fdfbf7", "#9a4a1f", "#f6e6da"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
ENDS = {
    "en": "Drawn after the menus of 2026; a word or two may differ.",
    "id": "Digambar menurut menu tahun 2026; satu dua kata bisa berbeda.",
}


def text_fitted(text: str, most: int) -> str:
    """Shorten a label that would leave its panel."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def panel(number: int, values: dict[str, Any], left: int, height: int) -> str:
    """Draw one panel: its title, its rows, and what to press with its number."""
    parts = [
        f'<g transform="translate({left} {MARGIN})">',
        f'<rect width="{WIDTH}" height="{height}" rx="14" fill="{PAPER}" stroke="{LINE}"/>',
        f'<text x="18" y="28" font-size="14" font-weight="600" fill="{INK}">{escape(text_fitted(values["title"], 20 if values.get("kind") == "chat" else 30))}</text>',
        f'<path d="M0 {HEAD}H{WIDTH}" stroke="{LINE}"/>',
    ]
    top = HEAD + 6
    if values.get("kind") == "chat":
        # A chat: bubbles, and the button in its corner.
        for index, (side, width) in enumerate(((0, 120), (1, 96), (0, 140))):
            x = WIDTH - 16 - width if side else 16
            parts.append(
                f'<rect x="{x}" y="{top + 8 + index * 36}" width="{width}" height="26" rx="12" fill="{LINE if side else "#eee8dd"}"/>'
            )
        parts.append(f'<circle cx="{WIDTH - 24}" cy="23" r="15" fill="{TINT}" stroke="{ACCENT}"/>')
        parts.append(f'<text x="{WIDTH - 24}" y="29" font-size="16" text-anchor="middle" fill="{ACCENT}">⋮</text>')
        parts.append(mark(number, WIDTH - 50, 23))
        return "".join((*parts, "</g>"))
    for row in values["rows"]:
        pressed = row.startswith("!")
        label = escape(text_fitted(row.removeprefix("!"), 29 if pressed else 34))
        if pressed:
            parts.append(
                f'<rect x="8" y="{top}" width="{WIDTH - 16}" height="{ROW - 6}" rx="9" fill="{TINT}" stroke="{ACCENT}"/>'
            )
        weight, ink = ("600", INK) if pressed else ("400", SOFT)
        parts.append(f'<text x="20" y="{top + 21}" font-size="13" font-weight="{weight}" fill="{ink}">{label}</text>')
        if pressed:
            parts.append(mark(number, WIDTH - 26, top + (ROW - 6) // 2))
        top += ROW
    if values.get("button"):
        parts.append(f'<rect x="{WIDTH - 186}" y="{top + 4}" width="170" height="32" rx="16" fill="{ACCENT}"/>')
        parts.append(
            f'<text x="{WIDTH - 101}" y="{top + 25}" font-size="13" font-weight="600" text-anchor="middle" fill="#fff">'
            f"{escape(text_fitted(values['button'], 20))}</text>"
        )
    return "".join((*parts, "</g>"))


def mark(number: int, x: int, y: int) -> str:
    """Draw the number of a step."""
    return (
        f'<circle cx="{x}" cy="{y}" r="10" fill="{ACCENT}"/><text x="{x}" y="{y + 4}" font-size="12" font-weight="700" '
        f'text-anchor="middle" fill="#fff">{number}</text>'
    )


def picture(panels: list[dict[str, Any]], language: str) -> str:
    """Draw a source's panels side by side, with arrows between them."""
    height = max(
        HEAD + 14 + ROW * (3 if p.get("kind") else len(p["rows"])) + (44 if p.get("button") else 0) for p in panels
    )
    width = MARGIN * 2 + len(panels) * WIDTH + (len(panels) - 1) * GAP
    words = " → ".join(row.removeprefix("!") for p in panels for row in p["rows"] if row.startswith("!"))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height + MARGIN * 2 + 24}" role="img" font-family="{FONT}" lang="{language}">',
        f"<title>{escape(words)}</title>",
        '<rect width="100%" height="100%" fill="#f4efe6"/>',
    ]
    for index, values in enumerate(panels):
        left = MARGIN + index * (WIDTH + GAP)
        parts.append(panel(index + 1, values, left, height))
        if index:
            y = MARGIN + height // 2
            parts.append(
                f'<path d="M{left - GAP + 6} {y}h{GAP - 14}m-6 -5l6 5l-6 5" fill="none" stroke="{ACCENT}" stroke-width="2"/>'
            )
    parts.append(
        f'<text x="{MARGIN + 4}" y="{height + MARGIN + 24}" font-size="11.5" fill="{SOFT}">{escape(ENDS[language])}</text></svg>\n'
    )
    return "".join(parts)


def main() -> None:
    """Write every picture."""
    for source, languages in yaml.safe_load((HERE / "click_paths.yml").read_text("utf-8")).items():
        for language, panels in languages.items():
            (PICTURES / f"clicks-{source}-{language}.svg").write_text(picture(panels, language), "utf-8")


if __name__ == "__main__":
    main()
