"""Close reader of style sheets and scripts of themes: what they ask of other hosts, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kiprah.publish.close_reading import Violation, ViolationKind, is_own_address, violation_at

_BLANK = re.compile(r"[\x00-\x20]+")
_ESCAPED = r"\\(?:[0-9a-fA-F]{1,6}+(?:\r\n|[ \t\r\n\f])?+|[^\n\r\f0-9a-fA-F])"
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|(.))")
_CSS_TOKEN = re.compile(
    r"/\*(?P<comment>[^*]*\*+(?:[^/*][^*]*\*+)*)/"
    rf"|\"(?P<double>(?:[^\"\\\n\r\f]|{_ESCAPED})*)\"|'(?P<single>(?:[^'\\\n\r\f]|{_ESCAPED})*)'"
    rf"|(?P<name>@?(?:[-\w\u0080-\U0010ffff]|{_ESCAPED})+)|(?P<mark>[()\[\]{{}};])|(?P<unread>/\*|[\"'\\\0])"
)
# What could be read as a text, a comment or another address within an address without quotes is not read at all.
_BARE_ADDRESS = re.compile(r"\([ \t\n\r\f]*([^\"'()\\*\x00-\x20\x7f]*)[ \t\n\r\f]*\)")
_COLON = re.compile(r"\s*:")
_QUOTED = re.compile(r"\([ \t\n\r\f]*[\"']")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_FAR = re.compile(r"[/\\]{2,}[^/\\]|(?:https?|ftp|wss?|file):", re.IGNORECASE)


def style_sheet_violations(css: str) -> Iterator[Violation]:
    """Find what a style sheet asks of other hosts, token by token as browsers read it."""
    within: list[str] = []
    importing = False
    at = 0
    while (token := _CSS_TOKEN.search(css, at)) is not None:
        at = token.end()
        kind, text = token.lastgroup, token[0]
        bad: ViolationKind | None = None
        if kind == "name":
            name = _css_text(text).lower()
            # To newer browsers, not every letter of the world belongs to a name.
            function = re.split(r"[^\x00-\x7f]", name)[-1] if css[at : at + 1] == "(" else ""
            importing = importing or name == "@import"
            if function == "expression" or name == "-moz-binding":
                bad = "script"
            elif name == "@charset" and css[at : at + 8].lower() != ' "utf-8"':
                bad = "foreign"
            elif name == "behavior" and _COLON.match(css, at):
                bad = "script"
            elif function == "url" and not _QUOTED.match(css, at):
                address = _BARE_ADDRESS.match(css, at)
                bad = None if address and is_own_address(address[1], pictures=not importing) else "foreign"
                text, at = (address[1], address.end()) if address else (css[at : at + 80], at)
            elif function:
                within.append(function)
                at += 1
        elif kind in ("double", "single"):
            value = _css_text(token[kind])
            place = within[-1] if within else ""
            if importing or place in ("url", "src", "image") or place.endswith(("image-set", "cross-fade")):
                bad = None if is_own_address(value, pictures=not importing) else "foreign"
            elif place != "[" and _FAR.match(_BLANK.sub("", value)):
                # A text may be kept in a variable and used as an address; one that is looked for, may not.
                bad = "foreign"
            text = value if bad else text
        elif kind == "mark":
            importing = importing and text not in "{};"
            if text in "([{":
                within.append(text)
            elif text != ";" and within and (within[-1] if within[-1] in "([{" else "(") == _PAIRS[text]:
                within.pop()
        elif kind == "unread":
            bad = "foreign"
            text = css[token.start() : at + 79]
        if bad:
            yield violation_at(bad, text, css, token.start())


def _css_text(text: str) -> str:
    def plain(match: re.Match[str]) -> str:
        # Half of a pair, and nothing at all, are not letters.
        code = int(match[1], 16) if match[1] else ord(match[2])
        return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"

    return _ESCAPE.sub(plain, text) if "\\" in text else text


_IN_SCRIPT = re.compile(r"[\"'`](?!http://www\.w3\.org/)(?:(?:https?|wss?):|(?:\\?/){2}[\w\[$])", re.IGNORECASE)


def script_violations(script: str) -> Iterable[Violation]:
    """Find the texts of a script that begin as the address of another host does; names of XML are none."""
    for match in _IN_SCRIPT.finditer(script):
        yield violation_at("foreign", script[match.start() : match.start() + 80], script, match.start())
