"""Vocabulary: the words of an index by their first letters, for what is typed in part or mistyped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kiprah.plan.search.merge import read_varint
from kiprah.plan.search.stems import term_hash

_BEGINNING = 3
"""Letters of a beginning: words are kept together by them, and asked for by at least so many."""
_SIZE = 24_000
"""Bytes of one file of the vocabulary, about."""


def bucket_forms(content: bytes) -> Iterator[tuple[str, int]]:
    """Yield each form of a merged bucket that a beginning may ask for, and in how many entries it stands."""
    place, end = 0, len(content)
    while place < end:
        length = content[place]
        key = content[place + 1 : place + 1 + length]
        forms, place = read_varint(content, place + 1 + length)
        for _ in range(forms):
            length = content[place]
            form = content[place + 1 : place + 1 + length] or key
            count, place = read_varint(content, place + 2 + length)
            size, place = read_varint(content, place)
            place += size
            if b":" not in form and len(word := form.decode()) > _BEGINNING:
                yield word, count


def vocabulary_of(forms: Iterable[tuple[str, int]]) -> tuple[dict[str, str], ...]:
    """Return the files of the vocabulary: by beginning, its words, each after how common it is, from 1 to 9.

    How common is told in powers of four, so that one more entry seldom changes a file.
    """
    by_beginning: dict[str, list[str]] = {}
    size = 0
    for word, count in sorted(forms):
        by_beginning.setdefault(word[:_BEGINNING], []).append(f"{min(9, 1 + count.bit_length() // 2)}{word}")
        size += len(word) + 2
    bits = 0
    while size > _SIZE << bits and bits < 12:
        bits += 1
    files: list[dict[str, str]] = [{} for _ in range(1 << bits)]
    for beginning, words in by_beginning.items():
        files[term_hash(beginning) >> (32 - bits) if bits else 0][beginning] = " ".join(words)
    return tuple(files)
