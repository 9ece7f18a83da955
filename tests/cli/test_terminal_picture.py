"""A photo that is asked about is shown where the terminal can, and nothing is printed where it cannot."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kiprah.cli.new.terminal_picture import iterm_text, kitty_text, protocol_of, show_picture
from support.sites import draw_photo


@pytest.mark.parametrize(
    ("environment", "protocol"),
    [
        ({"TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM_PROGRAM": "WezTerm"}, "iterm"),
        ({"KITTY_WINDOW_ID": "1", "TERM": "xterm-kitty"}, "kitty"),
        ({"TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM_PROGRAM": "Apple_Terminal", "TERM": "xterm-256color"}, None),
        ({"TERM_PROGRAM": "iTerm.app", "TMUX": "/tmp/x"}, None),
        ({}, None),
    ],
)
def test_the_terminal_says_what_it_can(environment: dict[str, str], protocol: str | None) -> None:
    assert protocol_of(environment) == protocol


def test_both_protocols_carry_the_picture_whole() -> None:
    picture = bytes(range(256)) * 40
    sent = re.fullmatch(r"\x1b]1337;File=inline=1;size=10240:([\w+/=]+)\x07", iterm_text(picture))
    assert sent and b64decode(sent[1]) == picture
    pieces = re.findall(r"\x1b_G((?:a=T,f=100,)?)m=([01]);([\w+/=]+)\x1b\\", kitty_text(picture))
    assert next(first for first, _, _ in pieces) and [more for _, more, _ in pieces] == ["1", "1", "1", "0"]
    assert all(len(piece) <= 4096 for _, _, piece in pieces)
    assert b64decode("".join(piece for _, _, piece in pieces)) == picture


def test_a_photo_is_shown_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    draw_photo(tmp_path / "x.jpg", 1, (1200, 800))
    data = (tmp_path / "x.jpg").read_bytes()
    for name in ("TMUX", "STY", "KITTY_WINDOW_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM_PROGRAM", "vt100")
    show_picture(data)
    assert capsys.readouterr().out == ""
    monkeypatch.setenv("TERM_PROGRAM", "iTerm.app")
    show_picture(data)
    sent = capsys.readouterr().out.partition(":")[2].removesuffix("\x07\n")
    with Image.open(BytesIO(b64decode(sent))) as image:
        assert image.size == (480, 320) and image.format == "PNG"
