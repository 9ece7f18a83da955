"""Unicode Bidirectional Algorithm: embedding levels of mixed left-to-right and right-to-left text.

Source: UAX #9, revision 48. Names of rules (P2, X5a, W1 ...) are those of the annex.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiprah.typeset.character_properties import brackets, character

MAX_DEPTH = 125
_RIGHT = frozenset(("R", "AL"))
_ISOLATES = frozenset(("LRI", "RLI", "FSI"))
_REMOVED = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "BN"))
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"))
_SAME_BRACKET = {"\u2329": "\u3008", "\u232a": "\u3009"}
"""The canonical equivalents of BD16."""


def base_level(text: str, default: int = 0) -> int:
    """Return 1 where the first strong character is right-to-left, 0 where it is not, else the default (P2, P3)."""
    return _first_strong([character(char).direction for char in text], 0, len(text), default)


def levels(text: str, base: int) -> tuple[int, ...]:
    """Return the embedding level of every character of one paragraph; what X9 removes has its neighbour's level."""
    classes = [character(char).direction for char in text]
    return levels_of_classes(classes, base, text)


def levels_of_classes(classes: Sequence[str], base: int, text: str = "") -> tuple[int, ...]:
    """Resolve levels from bidirectional classes; ``text``, where known, is only looked at for brackets (N0)."""
    if base == 0 and not any(c in ("R", "AL", "AN") or c in _REMOVED or c in _ISOLATES for c in classes):
        return (0,) * len(classes)
    resolved = list(classes)
    embedding, matching = _explicit(resolved, base)
    # Neighbours count by their explicit levels, whichever sequence is resolved first.
    explicit = tuple(embedding)
    for sequence in _isolating_runs(classes, embedding, matching):
        _resolve_sequence(sequence, resolved, classes, explicit, embedding, base, text, matching)
    previous = base
    for i, original in enumerate(classes):
        if original in _REMOVED:
            embedding[i] = previous
        previous = embedding[i]
    return _with_trailing(classes, embedding, base)


def visual_order(levels_of_runs: Sequence[int]) -> tuple[int, ...]:
    """Return the order from left to right in which runs of these levels stand on a line (L2)."""
    order = list(range(len(levels_of_runs)))
    if not order:
        return ()
    for level in range(max(levels_of_runs), 0, -1):
        i = 0
        while i < len(order):
            if levels_of_runs[order[i]] < level:
                i += 1
                continue
            start = i
            while i < len(order) and levels_of_runs[order[i]] >= level:
                i += 1
            order[start:i] = order[start:i][::-1]
    return tuple(order)


def _first_strong(classes: Sequence[str], start: int, end: int, default: int) -> int:
    depth = 0
    for i in range(start, end):
        kind = classes[i]
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            if depth == 0 and start > 0:
                return default
            depth = max(0, depth - 1)
        elif depth == 0 and kind == "L":
            return 0
        elif depth == 0 and kind in _RIGHT:
            return 1
    return default


def _matching_isolates(classes: Sequence[str]) -> dict[int, int]:
    """Pair every isolate initiator with its PDI (BD9), in both directions."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for i, kind in enumerate(classes):
        if kind in _ISOLATES:
            waiting.append(i)
        elif kind == "PDI" and waiting:
            opener = waiting.pop()
            pairs[opener] = i
            pairs[i] = opener
    return pairs


def _explicit(classes: list[str], base: int) -> tuple[list[int], dict[int, int]]:
    """Apply X1 to X8: levels and overrides from embeddings and isolates; overrides are written into the classes."""
    embedding = [base] * len(classes)
    matching = _matching_isolates(classes)
    stack: list[tuple[int, str, bool]] = [(base, "", False)]
    too_many_isolates = too_many_embeddings = open_isolates = 0
    for i, kind in enumerate(list(classes)):
        level, override, _ = stack[-1]
        if kind in ("RLE", "LRE", "RLO", "LRO"):
            embedding[i] = level
            deeper = _next_level(level, kind[0] == "R")
            if deeper <= MAX_DEPTH and not too_many_isolates and not too_many_embeddings:
                stack.append((deeper, kind[0] if kind[2] == "O" else "", False))
            elif not too_many_isolates:
                too_many_embeddings += 1
        elif kind in _ISOLATES:
            embedding[i] = level
            if override:
                classes[i] = override
            right = kind == "RLI"
            if kind == "FSI":
                right = _first_strong(classes, i + 1, matching.get(i, len(classes)), 0) == 1
            deeper = _next_level(level, right)
            if deeper <= MAX_DEPTH and not too_many_isolates and not too_many_embeddings:
                open_isolates += 1
                stack.append((deeper, "", True))
            else:
                too_many_isolates += 1
        elif kind == "PDI":
            if too_many_isolates:
                too_many_isolates -= 1
            elif open_isolates:
                too_many_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                open_isolates -= 1
            embedding[i] = stack[-1][0]
            if stack[-1][1]:
                classes[i] = stack[-1][1]
        elif kind == "PDF":
            embedding[i] = level
            if too_many_isolates:
                pass
            elif too_many_embeddings:
                too_many_embeddings -= 1
            elif not stack[-1][2] and len(stack) > 1:
                stack.pop()
        elif kind == "B":
            embedding[i] = base
        elif kind != "BN":
            embedding[i] = level
            if override:
                classes[i] = override
    return embedding, matching


def _next_level(level: int, right: bool) -> int:
    return (level + 1) | 1 if right else (level + 2) & ~1


def _isolating_runs(classes: Sequence[str], embedding: Sequence[int], matching: dict[int, int]) -> list[list[int]]:
    """Return the isolating run sequences (X10), each as the positions of its characters."""
    kept = [i for i, kind in enumerate(classes) if kind not in _REMOVED]
    runs: list[list[int]] = []
    for i in kept:
        if runs and embedding[runs[-1][-1]] == embedding[i]:
            runs[-1].append(i)
        else:
            runs.append([i])
    run_at = {run[0]: run for run in runs}
    sequences = []
    for run in runs:
        if classes[run[0]] == "PDI" and run[0] in matching:
            continue
        sequence = list(run)
        while classes[sequence[-1]] in _ISOLATES and (closer := matching.get(sequence[-1])) in run_at:
            sequence += run_at[closer]
        sequences.append(sequence)
    return sequences


def _resolve_sequence(
    sequence: list[int],
    resolved: list[str],
    classes: Sequence[str],
    explicit: Sequence[int],
    embedding: list[int],
    base: int,
    text: str,
    matching: dict[int, int],
) -> None:
    level = explicit[sequence[0]]
    before = next((explicit[i] for i in range(sequence[0] - 1, -1, -1) if classes[i] not in _REMOVED), base)
    last = sequence[-1]
    after = next((explicit[i] for i in range(last + 1, len(classes)) if classes[i] not in _REMOVED), base)
    if classes[last] in _ISOLATES and last not in matching:
        after = base
    start = "R" if max(level, before) % 2 else "L"
    end = "R" if max(level, after) % 2 else "L"
    kinds = [resolved[i] for i in sequence]
    _weak(kinds, start)
    if text:
        _brackets(kinds, [text[i] for i in sequence], [classes[i] for i in sequence], level, start)
    _neutral(kinds, level, start, end)
    for i, kind in zip(sequence, kinds, strict=True):
        resolved[i] = kind
        if level % 2 == 0:
            embedding[i] = level + (1 if kind == "R" else 2 if kind in ("AN", "EN") else 0)
        else:
            embedding[i] = level + (1 if kind in ("L", "AN", "EN") else 0)


def _weak(kinds: list[str], start: str) -> None:
    """Apply W1 to W7 to one isolating run sequence."""
    previous = start
    for i, kind in enumerate(kinds):  # W1
        if kind == "NSM":
            kinds[i] = "ON" if previous in _ISOLATES or previous == "PDI" else previous
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


def _with_trailing(classes: Sequence[str], embedding: list[int], base: int) -> tuple[int, ...]:
    """Put separators, and blanks before them or at the end, at the paragraph's level (L1)."""
    trailing = True
    for i in range(len(classes) - 1, -1, -1):
        kind = classes[i]
        if kind in ("B", "S"):
            embedding[i] = base
            trailing = True
        elif kind in ("WS", "FSI", "LRI", "RLI", "PDI") or kind in _REMOVED:
            if trailing:
                embedding[i] = base
        else:
            trailing = False
    return tuple(embedding)
