"""Pictures on terminals that can show them: by the protocol of iTerm2 or of kitty; on others nothing is printed."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Mapping

import click

_LARGEST = (480, 320)
_ITERM = ("iTerm.app", "WezTerm", "mintty")
_KITTY = ("ghostty", "kitty")
_PIECE = 4096
"""Maximum number of characters that kitty takes at once."""


def show_picture(photo: bytes) -> None:
    """Show a photo, where the terminal says that it can."""
    protocol = protocol_of(os.environ)
    if protocol is None:
        return
    from kiprah.authoring.photos.small_picture import small_picture

    picture = small_picture(photo, _LARGEST, "PNG")
    if picture is not None:
        click.echo(iterm_text(picture) if protocol == "iterm" else kitty_text(picture))


def protocol_of(environment: Mapping[str, str]) -> str | None:
    """Name the protocol that a terminal speaks, by what it says of itself; inside tmux or screen none is passed on."""
    if environment.get("TMUX") or environment.get("STY"):
        return None
    program = environment.get("TERM_PROGRAM", "")
    if program in _ITERM:
        return "iterm"
    return "kitty" if program in _KITTY or environment.get("KITTY_WINDOW_ID") else None


def iterm_text(picture: bytes) -> str:
    """Write a PNG as iTerm2 takes it."""
    return f"\x1b]1337;File=inline=1;size={len(picture)}:{b64encode(picture).decode()}\x07"


def kitty_text(picture: bytes) -> str:
    """Write a PNG as kitty takes it: in pieces, each saying whether more come."""
    data = b64encode(picture).decode()
    pieces = [data[start : start + _PIECE] for start in range(0, len(data), _PIECE)]
    return "".join(
        f"\x1b_G{'a=T,f=100,' if number == 0 else ''}m={int(number + 1 < len(pieces))};{piece}\x1b\\"
        for number, piece in enumerate(pieces)
    )
