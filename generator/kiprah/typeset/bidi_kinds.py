"""Bidirectional classes of one isolating run sequence, resolved: weak ones, brackets, neutrals (W1 to N2 of UAX #9)."""

from __future__ import annotations

from kiprah.typeset.character_properties import brackets

ISOLATES = frozenset(("LRI", "RLI", "FSI"))
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"))
_SAME_BRACKET = {"\u2329": "\u3008", "\u232a": "\u3009"}
"""The canonical equivalents of BD16."""


def resolve_kinds(kinds: list[str], originals: list[str], chars: list[str], level: int, start: str, end: str) -> None:
    """Replace the classes of a sequence by directions and numbers, in place.

    ``originals`` are the classes before any override; ``chars`` are empty where nobody knows them.
    """
    _weak(kinds, start)
    if chars:
        _brackets(kinds, chars, originals, level, start)
    _neutral(kinds, level, start, end)


def _weak(kinds: list[str], start: str) -> None:
    """Apply W1 to W7 to one isolating run sequence."""
    previous = start
    for i, kind in enumerate(kinds):  # W1
        if kind == "NSM":
            kinds[i] = "ON" if previous in ISOLATES or previous == "PDI" else previous
        previous = kinds[i]
    strong = start
    for i, kind in enumerate(kinds):  # W2
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[i] = "AN"
    for i, kind in enumerate(kinds):  # W3
        if kind == "AL":
            kinds[i] = "R"
    for i in range(1, len(kinds) - 1):  # W4
        around = (kinds[i - 1], kinds[i + 1])
        if around == ("EN", "EN") and kinds[i] in ("ES", "CS"):
            kinds[i] = "EN"
        elif around == ("AN", "AN") and kinds[i] == "CS":
            kinds[i] = "AN"
    i = 0
    while i < len(kinds):  # W5
        if kinds[i] != "ET":
            i += 1
            continue
        end = i
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if (i and kinds[i - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN"):
            kinds[i:end] = ["EN"] * (end - i)
        i = end
    for i, kind in enumerate(kinds):  # W6
        if kind in ("ES", "ET", "CS"):
            kinds[i] = "ON"
    strong = start
    for i, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"


def _brackets(kinds: list[str], chars: list[str], originals: list[str], level: int, start: str) -> None:
    """Give both brackets of a pair the direction of what they hold, or of what is before them (N0)."""
    embedding = "R" if level % 2 else "L"
    for opener, closer in _bracket_pairs(kinds, chars):
        inside = {_strong(kinds[i]) for i in range(opener + 1, closer)} - {""}
        if embedding in inside:
            direction = embedding
        elif inside:
            before = next((s for i in range(opener - 1, -1, -1) if (s := _strong(kinds[i]))), start)
            direction = before if before != embedding else embedding
        else:
            continue
        for position in (opener, closer):
            kinds[position] = direction
            following = position + 1
            while following < len(kinds) and originals[following] == "NSM":
                kinds[following] = direction
                following += 1


def _bracket_pairs(kinds: list[str], chars: list[str]) -> list[tuple[int, int]]:
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    closing = brackets()
    closers = frozenset(closing.values())
    for i, raw in enumerate(chars):
        if kinds[i] != "ON":
            continue
        char = _SAME_BRACKET.get(raw, raw)
        if char in closing:
            if len(waiting) == 63:
                # BD16 stops here and keeps what was paired so far nowhere: a text this deep is not prose.
                return []
            waiting.append((closing[char], i))
        elif char in closers:
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == char:
                    pairs.append((waiting[depth][1], i))
                    del waiting[depth:]
                    break
    return sorted(pairs)


def _strong(kind: str) -> str:
    if kind in ("EN", "AN"):
        return "R"
    return kind if kind in ("L", "R") else ""


def _neutral(kinds: list[str], level: int, start: str, end: str) -> None:
    """Give neutrals the direction of both their neighbours, or of the embedding (N1, N2)."""
    embedding = "R" if level % 2 else "L"
    i = 0
    while i < len(kinds):
        if kinds[i] not in _NEUTRAL:
            i += 1
            continue
        first = i
        while i < len(kinds) and kinds[i] in _NEUTRAL:
            i += 1
        before = _strong(kinds[first - 1]) if first else start
        after = _strong(kinds[i]) if i < len(kinds) else end
        kinds[first:i] = [before if before == after else embedding] * (i - first)
