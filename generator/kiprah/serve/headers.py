"""The ``_headers`` file as a host applies it, so that a preview obeys the rules the public site will."""

from __future__ import annotations

from fnmatch import fnmatchcase

from msgspec import Struct


class Rule(Struct, frozen=True):
    """The headers of all addresses that match a pattern; ``*`` stands for anything."""

    pattern: str
    headers: tuple[tuple[str, str], ...]


def read_rules(text: str) -> tuple[Rule, ...]:
    """Read the file: a pattern in the first column, its headers indented below it, ``#`` for remarks."""
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            rules.append((line.strip(), []))
            continue
        name, separator, value = line.strip().partition(":")
        if rules and separator:
            rules[-1][1].append((name.strip(), value.strip()))
    return tuple(Rule(pattern, tuple(headers)) for pattern, headers in rules)


def headers_of(rules: tuple[Rule, ...], path: str) -> dict[str, str]:
    """Return the headers of an address; a later rule overrides an earlier one."""
    found: dict[str, str] = {}
    for rule in rules:
        # Only the star is special to a host; fnmatch's brackets and question marks are not.
        pattern = rule.pattern.replace("[", "[[]").replace("?", "[?]")
        if fnmatchcase(path, pattern):
            found.update(rule.headers)
    return found
