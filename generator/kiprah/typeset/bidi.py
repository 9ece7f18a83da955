"""Unicode Bidirectional Algorithm: embedding levels of mixed left-to-right and right-to-left text.

Source: UAX #9, revision 48. Names of rules (P2, X5a, W1 ...) are those of the annex.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiprah.typeset.bidi_kinds import ISOLATES, resolve_kinds
from kiprah.typeset.character_properties import character

_MAX_DEPTH = 125
_RIGHT = frozenset(("R", "AL"))
_REMOVED = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "BN"))


def base_level(text: str, default: int = 0) -> int:
    """Return 1 where the first strong character is right-to-left, 0 where it is not, else the default (P2, P3)."""
    return _first_strong([character(char).direction for char in text], 0, len(text), default)


def levels(text: str, base: int) -> tuple[int, ...]:
    """Return the embedding level of every character of one paragraph; what X9 removes has its neighbour's level."""
    classes = [character(char).direction for char in text]
    return levels_of_classes(classes, base, text)


def levels_of_classes(classes: Sequence[str], base: int, text: str = "") -> tuple[int, ...]:
    """Resolve levels from bidirectional classes; ``text``, where known, is only looked at for brackets (N0)."""
    if base == 0 and not any(c in ("R", "AL", "AN") or c in _REMOVED or c in ISOLATES for c in classes):
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
        if kind in ISOLATES:
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
        if kind in ISOLATES:
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
            if deeper <= _MAX_DEPTH and not too_many_isolates and not too_many_embeddings:
                stack.append((deeper, kind[0] if kind[2] == "O" else "", False))
            elif not too_many_isolates:
                too_many_embeddings += 1
        elif kind in ISOLATES:
            embedding[i] = level
            if override:
                classes[i] = override
            right = kind == "RLI"
            if kind == "FSI":
                right = _first_strong(classes, i + 1, matching.get(i, len(classes)), 0) == 1
            deeper = _next_level(level, right)
            if deeper <= _MAX_DEPTH and not too_many_isolates and not too_many_embeddings:
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
        while classes[sequence[-1]] in ISOLATES and (closer := matching.get(sequence[-1])) in run_at:
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
    if classes[last] in ISOLATES and last not in matching:
        after = base
    start = "R" if max(level, before) % 2 else "L"
    end = "R" if max(level, after) % 2 else "L"
    kinds = [resolved[i] for i in sequence]
    chars = [text[i] for i in sequence] if text else []
    resolve_kinds(kinds, [classes[i] for i in sequence], chars, level, start, end)
    for i, kind in zip(sequence, kinds, strict=True):
        resolved[i] = kind
        if level % 2 == 0:
            embedding[i] = level + (1 if kind == "R" else 2 if kind in ("AN", "EN") else 0)
        else:
            embedding[i] = level + (1 if kind in ("L", "AN", "EN") else 0)


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
