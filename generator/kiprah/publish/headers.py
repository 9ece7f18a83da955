"""The ``_headers`` file as a host applies it, for the preview and for buckets, which know no such file."""

from __future__ import annotations

import re

from msgspec import Struct


class Rule(Struct, frozen=True):
    """Rule of headers: those of all addresses that match a pattern; ``*`` stands for anything."""

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
        # The star stands for anything, and ``:name`` for one folder or file.
        parts = re.split(r"(\*|:[a-z]+)", rule.pattern)
        pattern = "".join(".*" if p == "*" else "[^/]*" if p.startswith(":") else re.escape(p) for p in parts)
        if re.fullmatch(pattern, path, re.DOTALL):
            found.update(rule.headers)
    return found
