"""A page's address on paper: what a telephone reads from the PNG and the SVG is the page's own address."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest

from kiprah.build.qr_code import write_qr
from kiprah.build.request import Request
from support.building import request_in
from support.sites import HARI, make_site


def request_for(root: Path, url: str | None = None) -> Request:
    return request_in(root, cache="cache", jobs=None, url=url)


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("cv", "https://a.example/cv/"),
        ("/activities/hari/index.html", "https://a.example/activities/hari/"),
        ("https://a.example/activities/hari/", "https://a.example/activities/hari/"),
        ("", "https://a.example/"),
    ],
)
def test_a_reader_finds_the_pages_address(tmp_path: Path, page: str, address: str) -> None:
    make_site(tmp_path, {HARI: "---\ntitle: Hari\n---\nIsi.\n"})
    answer = write_qr(request_for(tmp_path), page, tmp_path / "out")
    assert (answer.exit_code, answer.address) == (0, address)
    assert [path.suffix for path in answer.files] == [".svg", ".png"]
    found, *_ = cv2.QRCodeDetector().detectAndDecode(cv2.imread(str(answer.files[1])))
    assert found == address
    assert answer.files[0].read_bytes().startswith(b"<?xml")


def test_a_page_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    make_site(tmp_path, {HARI: "---\ntitle: Hari\n---\nIsi.\n"})
    answer = write_qr(request_for(tmp_path), "activities/harii", tmp_path / "out")
    assert answer.refusal is not None and answer.refusal.values["nearest"] == "activities/hari/"
    assert not (tmp_path / "out").exists()


def test_without_an_address_nothing_can_be_led_to(tmp_path: Path) -> None:
    make_site(tmp_path, settings="title: Jejak\ncards: {formats: []}\n")
    answer = write_qr(request_for(tmp_path), "cv", tmp_path / "out")
    assert answer.refusal is not None and answer.refusal.key == "qr.no-address"
    assert (
        write_qr(request_for(tmp_path, "https://b.example/x/"), "cv", tmp_path / "out").address
        == "https://b.example/x/cv/"
    )
