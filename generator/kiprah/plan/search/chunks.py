"""Chunks of the index as scripts that call one function: so a search works from a disk and under a strict policy."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping

from msgspec.json import Encoder

from kiprah.plan.search.merge import SearchShape
from kiprah.plan.search.stop_words import STOP_WORDS
from kiprah.plan.search.weights import LEVELS

INDEX_VERSION = 2
"""Version of the format; the theme's ``search.js`` reads this one."""
_JSON = Encoder(order="deterministic")


def words_chunk(bucket: int, content: bytes) -> bytes:
    """Write a bucket of words."""
    return b'kiprahSearch("t",%d,"%b");\n' % (bucket, b64encode(content))


def docs_chunk(block: int, members: Iterable[tuple[int, bytes]]) -> bytes:
    """Write a block of results: the entries of its members, by the members' numbers."""
    return b'kiprahSearch("d",%d,{\n%b\n});\n' % (block, b",\n".join(b'"%d":%b' % member for member in members))


def vocabulary_chunk(number: int, words: Mapping[str, str]) -> bytes:
    """Write one file of the vocabulary."""
    return b'kiprahSearch("w",%d,%b);\n' % (number, _JSON.encode(words))


def start_chunk(shape: SearchShape, vocabulary: int, language: str, name: str) -> bytes:
    """Write what every search must know first; ``vocabulary`` is how many files that has.

    ``name`` changes with the index, so that a browser never joins files of two of them.
    """
    facts = {
        "version": INDEX_VERSION,
        "name": name,
        "language": language,
        "entries": shape.entries,
        "bucketBits": shape.bucket_bits,
        "vocabularyBits": vocabulary.bit_length() - 1,
        "memberBits": shape.member_bits,
        "blockBits": shape.block_bits,
        "levels": LEVELS,
        "stop": " ".join(sorted(STOP_WORDS)),
    }
    return b'kiprahSearch("s",0,%b);\n' % _JSON.encode(facts)


def chunk_path(root: str, letter: str, number: int) -> str:
    """Name the file of a chunk; ``root`` is the language's: empty, or ``en/``."""
    return f"{root}search/data/{letter}{number:x}.js"
