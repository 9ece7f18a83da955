"""Compile every catalogue (.po) to what is read at run time (.mo); same input, same bytes."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

STAMP = datetime(2026, 1, 1, tzinfo=UTC)
LOCALE = Path(__file__).parents[1] / "generator" / "kiprah" / "locale"


def compiled(path: Path) -> bytes:
    """Return the bytes of one catalogue."""
    language = path.parts[-3]
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    # Babel stamps the current minute into every catalogue; ours say the same at any time.
    catalogue.creation_date = catalogue.revision_date = STAMP
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def main() -> int:
    """Write every .mo that differs."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target, content = path.with_suffix(".mo"), compiled(path)
        if not target.exists() or target.read_bytes() != content:
            target.write_bytes(content)
            print(f"compiled {path.relative_to(LOCALE)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
