"""An MP4 plays as before and says nothing; made by hand here, box by box."""

from __future__ import annotations

import pickle
import random

import pytest

from kiprah.metadata_scan import traces_of_metadata
from kiprah.sanitize.mp4 import MAX_VIDEO_BYTES, VideoRefused, clean_video
from kiprah.sanitize.mp4_samples import blank_user_data
from support.mp4 import MARK, PICTURES, SOUNDS, TELEMETRY, TIMING, box, full, numbers, video


def refused(data: bytes) -> str:
    with pytest.raises(VideoRefused) as found:
        clean_video(data)
    again = pickle.loads(pickle.dumps(found.value))
    assert (again.code, again.values) == (found.value.code, found.value.values)
    return found.value.code


def test_nothing_planted_is_left_and_nothing_moves() -> None:
    data = video()
    assert data.count(MARK) > 15
    clean = clean_video(data)
    assert len(clean) == len(data)
    assert MARK not in clean and b"110.3695" not in clean and b"GoPr" not in clean
    assert b"\xe1\x23\x45\x67" not in clean
    assert {"dates", "handler name", "udta", "meta", "leftovers", "uuid", "iods"} <= set(traces_of_metadata("x", data))
    assert traces_of_metadata("x.mp4", clean) == ()
    for kept in (*PICTURES, *SOUNDS, TIMING, b"avcC", b"nclx", b"esds", b"config", b"mp42"):
        assert data.index(kept) == clean.index(kept)
    at = data.index(TELEMETRY)
    assert clean[at : at + len(TELEMETRY)] == TELEMETRY[:3] + b"\xff" * (16 + len(MARK)) + b"\x80"
    assert clean == clean_video(data) == clean_video(clean)


def test_only_pictures_and_sound_may_be_tracks() -> None:
    for handler in (b"meta", b"camm", b"text", b"sbtl", b"hint", b"tmcd", b"\0\0\0\0"):
        assert refused(video(handler)) == "video-metadata-track"


def test_other_kinds_are_refused() -> None:
    assert refused(video(brand=b"qt  ")) == "video-kind"
    assert refused(video(brand=b"heic")) == "video-kind"
    assert refused(b"\x1aE\xdf\xa3" + bytes(60)) == "video-kind"
    assert refused(b"") == "video-kind"
    assert refused(video(late=box(b"moof", MARK))) == "video-fragmented"
    assert refused(video().replace(b"avc1\0\0", b"ap4h\0\0")) == "video-codec"
    elsewhere = full(b"url ", flags=1)
    assert refused(video().replace(elsewhere, full(b"url ", flags=0))) == "video-elsewhere"
    assert refused(video() + bytes(MAX_VIDEO_BYTES)) == "video-too-large"


def test_broken_files_are_refused() -> None:
    data = video()
    assert refused(data[:-3]) == "video-broken"
    assert refused(data + b"trail") == "video-broken"
    assert refused(box(b"ftyp", b"isom", bytes(4))) == "video-broken"
    assert refused(data.replace(b"stco", b"stcx")) == "video-broken"
    assert (
        refused(data.replace(full(b"stsz", numbers(0, 2, 9, 9)), full(b"stsz", numbers(0, 2, 9, 99999))))
        == "video-broken"
    )
    assert clean_video(data + bytes(12)) == clean_video(data) + bytes(12)


def test_mutated_files_are_clean_or_refused() -> None:
    chooser = random.Random(99)
    whole = video()
    passed = 0
    for _ in range(800):
        data = bytearray(whole)
        for _ in range(chooser.choice((1, 2, 5))):
            data[chooser.randrange(len(data))] = chooser.choice((0, 1, 255, chooser.randrange(256)))
        try:
            clean = clean_video(bytes(data))
        except VideoRefused:
            continue
        passed += 1
        assert len(clean) == len(data)
        assert traces_of_metadata("x.mp4", clean) == ()
    assert passed > 100


def test_escapes_in_a_unit_stay_so_that_it_keeps_its_length() -> None:
    content = bytes(range(1, 17)) + b"a\0\0\3\0b\0\0\3\1"
    size = len(content) - 2  # the two escapes do not count
    unit = bytearray(b"\x06\x05" + bytes([size]) + content + b"\x01\x02xy\x80")
    blank_user_data(unit, 1, len(unit))
    assert unit[3:19] == b"\xff" * 16
    assert unit[19:-5] == b"\xff\0\0\3\xff\xff\0\0\3\xff"
    assert unit[-5:] == b"\x01\x02xy\x80"
