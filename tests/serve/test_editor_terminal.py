"""The editor as a terminal gives it out: an address with this run's token, and a code for a phone's camera."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import segno

from kiprah.catalog import words
from kiprah.serve.network_addresses import reachable_host
from support.command import TODAY, run
from support.terminal import Terminal

_LIGHT = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
"""Of each sign the upper and the lower half: what is light on a dark terminal."""
_BORDER = 4


def code_on(screen: str) -> list[list[int]]:
    """Read a code as a camera does: its dark squares, without the light around it."""
    lines = [line for line in screen.split("\n") if re.fullmatch("[█▀▄ ]{30,}", line)]
    rows = [[1 - _LIGHT[sign][half] for sign in line] for line in lines for half in (0, 1)]
    size = len(rows[0]) - 2 * _BORDER
    assert not any(map(any, rows[:_BORDER])), "a light border, without which no camera finds it"
    return [row[_BORDER:-_BORDER] for row in rows[_BORDER : _BORDER + size]]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_phone_scans_the_editors_address_with_its_token(tmp_path: Path, language: str) -> None:
    if reachable_host("0.0.0.0") is None:
        pytest.skip("this machine is in no network: there is no address for a phone")
    assert run(tmp_path, "new", "site", "jejak", "--language", language).returncode == 0
    asked = ("serve", "--edit", "--host", "0.0.0.0", "--port", "0", *TODAY)
    terminal = Terminal(tmp_path / "jejak", *asked, KIPRAH_LANG=language)
    try:
        shown = terminal.sees("▀" * 30 + "\n")
    finally:
        terminal.close()
    addresses = re.findall(r"http://\S+\?token=\S+", shown)
    assert len(addresses) == 2 and len({address.partition("?")[2] for address in addresses}) == 1
    here, elsewhere = addresses
    assert here.startswith("http://127.0.0.1:") and not elsewhere.startswith("http://127.")
    assert words(language, "serve").say("ready-to-edit-elsewhere", address=elsewhere) in shown
    assert code_on(shown) == [[int(dark) for dark in row] for row in segno.make(elsewhere, micro=False).matrix]
