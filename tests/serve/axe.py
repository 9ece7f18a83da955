"""What axe-core finds in a page of the browser, in the light and in the dark."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from browser import Browser

_SCRIPT = Path(__file__).parents[1] / "look" / "node_modules" / "axe-core" / "axe.min.js"
_RULES = {"rules": {"target-size": {"enabled": True}}}
_COLORS = {"runOnly": ["color-contrast", "link-in-text-block"]}
_LAYOUT = """JSON.stringify([...document.querySelectorAll('*')].map((one) => {
  const {x, y, width, height} = one.getBoundingClientRect();
  return [one.outerHTML.length, one.checkVisibility({opacityProperty: true, visibilityProperty: true}), x, y, width, height];
}))"""


def violations(browser: Browser, *, without: str = "") -> list[str]:
    """Return what axe finds in the light and in the dark, outside of what a selector names; it is light again after."""
    if not _SCRIPT.is_file():
        lacking = "npm install --no-package-lock --prefix tests/look"
        assert not os.environ.get("CI"), lacking
        pytest.skip(lacking)
    browser.run(f"typeof axe === 'undefined' && (() => {{ {_SCRIPT.read_text('utf-8')} }})()")
    found = [f"light: {said}" for said in _violations(browser, _RULES, without)]
    light = browser.run(_LAYOUT)
    browser.prefer(dark=True)
    # Where only colours are others in the dark, only they are asked again.
    asked = _COLORS if browser.run(_LAYOUT) == light else _RULES
    found += [f"dark: {said}" for said in _violations(browser, asked, without)]
    browser.prefer(dark=False)
    return found


def _violations(browser: Browser, asked: dict[str, Any], without: str) -> list[str]:
    where = json.dumps({"exclude": [without]}) if without else "document"
    options = json.dumps({**asked, "resultTypes": ["violations"]})
    return list(
        browser.run(
            f"axe.run({where}, {options}).then(({{violations}}) => violations.flatMap((rule) => rule.nodes.map((node) => "
            "`${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`)))"
        )
    )
