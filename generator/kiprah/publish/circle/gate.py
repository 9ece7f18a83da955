"""Page that asks for the passphrase, and what stands beside it: all of a circle that anybody can read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment

from kiprah.catalog import words

_BROWSER = Path(__file__).parent / "browser"
_LANGUAGES = ("id", "en")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' blob:; img-src blob: data:; font-src blob:; "
    "media-src blob:; base-uri 'none'; form-action 'none'"
)
"""Security policy: nothing runs but the circle's own script, and only parts beside the page are asked of a host."""
_HEADERS = f"""/*
  Content-Security-Policy: {_POLICY}; frame-ancestors 'none'
  X-Robots-Tag: noindex, nofollow, noarchive
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Cross-Origin-Opener-Policy: same-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=(), browsing-topics=()
  Cache-Control: no-cache

/parts/*
  Cache-Control: private, max-age=31536000, immutable
"""


def gate_files() -> dict[str, bytes]:
    """Return what stands beside the page, by name."""
    script, style = ((_BROWSER / name).read_bytes() for name in ("circle.js", "circle.css"))
    return {
        _hashed("circle.js", script): script,
        _hashed("circle.css", style): style,
        "robots.txt": b"User-agent: *\nDisallow: /\n",
        "_headers": _HEADERS.encode(),
        ".nojekyll": b"",
    }


def gate_page(language: str, public: Mapping[str, Any], files: Sequence[str]) -> bytes:
    """Draw the page; it names nobody. ``public`` is what it says openly."""
    first = language if language in _LANGUAGES else "en"
    ordered = (first, *(code for code in _LANGUAGES if code != first))
    said = {code: words(code, "circle").below("page.") for code in ordered}
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((_BROWSER / "gate.html").read_text("utf-8"))
    script, style = (next(name for name in files if name.endswith(end)) for end in (".js", ".css"))
    page = template.render(
        policy=_POLICY,
        languages=ordered,
        said=said,
        script=script,
        style=style,
        sealed=_in_page(public),
        words=_in_page(said),
    )
    return page.encode()


def _in_page(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def _hashed(name: str, content: bytes) -> str:
    stem, _, kind = name.partition(".")
    return f"{stem}-{sha256(content).hexdigest()[:10]}.{kind}"
