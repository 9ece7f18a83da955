"""Parts, names and nonces: all of one size, and an edit changes few of them."""

from __future__ import annotations

import random

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiprah.publish.circle.linked_files import reachable, references_of
from kiprah.publish.circle.packing import Packer
from kiprah.publish.circle.sealing import PART_BYTES, CircleKeys, circle_keys, padded_json, sealed

KEYS = circle_keys("anggrek pagi", b"0123456789abcdef", rounds=1)


def packed(files: list[tuple[str, bytes]], closing: set[str]) -> tuple[Packer, list[bytes]]:
    parts: list[bytes] = []

    def put(part: bytes) -> str:
        parts.append(part)
        return str(len(parts) - 1)

    packer = Packer(put)
    for path, content in files:
        if path in closing:
            packer.close_segment()
        packer.add(path, content)
    packer.close_segment()
    return packer, parts


@pytest.mark.parametrize("seed", range(20))
def test_every_file_is_found_again_and_every_part_is_full(seed: int) -> None:
    rng = random.Random(seed)
    sizes = [
        rng.choice((0, 1, 100, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, rng.randrange(4 * PART_BYTES)))
        for _ in range(12)
    ]
    files = [(str(number), rng.randbytes(size)) for number, size in enumerate(sizes)]
    packer, parts = packed(files, {str(number) for number in range(12) if rng.random() < 0.3})
    assert {len(part) for part in parts} <= {PART_BYTES}
    stream = b"".join(parts)
    spans = [packer.spans[path] for path, _ in files]
    assert [stream[start : start + length] for start, length in spans] == [content for _, content in files]


def test_an_edit_changes_the_parts_of_its_segment_alone() -> None:
    rng = random.Random(7)
    files = [(str(number), rng.randbytes(rng.randrange(PART_BYTES))) for number in range(64)]
    closing = {str(number) for number in range(0, 64, 8)}
    before = set(packed(files, closing)[1])
    files[20] = ("20", files[20][1] + b"one word more")
    after = packed(files, closing)[1]
    alone = packed(files[16:24], set())[1]
    assert 0 < len(set(after) - before) <= len(alone)


def test_equal_content_is_sealed_alike_and_different_content_never_under_one_nonce() -> None:
    contents = [number.to_bytes(4, "big") * 8 for number in range(2000)]
    boxes = [sealed(KEYS, content, "here") for content in contents]
    assert len({box[:12] for box in boxes}) == len(boxes)
    assert sealed(KEYS, contents[3], "here") == boxes[3]
    assert sealed(KEYS, contents[3], "there")[:12] != boxes[3][:12]
    assert AESGCM(KEYS.seal).decrypt(boxes[3][:12], boxes[3][12:], b"here") == contents[3]
    with pytest.raises(InvalidTag):
        AESGCM(KEYS.seal).decrypt(boxes[3][:12], boxes[3][12:], b"there")


def test_names_say_nothing_without_the_key() -> None:
    other = circle_keys("anggrek sore", b"0123456789abcdef", rounds=1)
    assert KEYS.name_of(b"content") != other.name_of(b"content")
    assert len({KEYS.seal, KEYS.nonce, KEYS.name}) == 3
    assert isinstance(other, CircleKeys) and len(KEYS.seal) == 32


def test_the_root_says_nothing_by_its_size() -> None:
    assert len(padded_json({"to": ""})) == len(padded_json({"to": "mailto:somebody@a.example", "name": "x" * 400}))


def test_references_of_a_page_leave_out_what_is_not_needed() -> None:
    page = (
        '<link rel="canonical" href="https://a.example/x/"><link rel="alternate" href="../feed.xml">'
        '<link rel="stylesheet" href="../assets/a.css"><script src="../assets/a.js"></script>'
        '<a href="../y/index.html#z">y</a><a href="https://a.example/w/">w</a><a href="https://b.example/">b</a>'
        '<a href="mailto:a@a.example">m</a><picture><source type="image/webp" srcset="../m/1.webp 480w, ../m/2.webp 960w">'
        '<img src="../m/1.jpeg" srcset="../m/2.jpeg 960w"></picture><img src="../m/only.jpeg"><a href="?q">q</a>'
    )
    assert references_of("x/index.html", page.encode(), "https://a.example/") == {
        "assets/a.css", "y/index.html", "w/index.html", "m/1.webp", "m/2.webp", "m/only.jpeg"
    }  # fmt: skip
    assert references_of("assets/a.css", b'@font-face{src:url("fonts/f.woff2")}', "") == {"assets/fonts/f.woff2"}
    assert references_of("a/b/index.html", b'<a href="../../../../etc/passwd">', "") == {"../../etc/passwd"}


def test_only_what_a_visitor_comes_to_is_taken() -> None:
    files = {
        "index.html": b'<a href="x/index.html"></a><a href="share/x/index.html"></a><a href="feed.xml"></a>',
        "x/index.html": b'<img src="../m.webp"><a href="../gone/index.html">',
        "hidden/index.html": b"",
        "share/x/index.html": b'<img src="../../cards/x.jpg">',
        "cards/x.jpg": b"",
        "m.webp": b"",
        "feed.xml": b"",
    }
    assert reachable(files, files.__getitem__, "", ("id", "en")) == ("index.html", "m.webp", "x/index.html")
    assert reachable({"m.webp": b""}, files.__getitem__, "", ("id",)) == ()
