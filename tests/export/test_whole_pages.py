"""A site in a zip and a page in one file: they open without a server, load nothing, and hold what was chosen alone."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from sample_site import SECRET

Made = Callable[..., dict[str, bytes]]


class Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        for name in ("src", "poster"):
            if values.get(name):
                self.loads.append(str(values[name]))


@pytest.mark.slow
def test_every_link_of_the_zip_leads_to_a_file_in_it(made: Made) -> None:
    content = made("zip")["zip"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        assert {name.partition("/")[0] for name in names} == {"alya-sekarjati"}
        pages = [name for name in names if name.endswith(".html")]
        assert len(pages) > 10
        assert not any("/for/" in name or "/diam/" in name for name in names)
        followed = 0
        for page in pages:
            parser = Addresses()
            text = archive.read(page).decode()
            parser.feed(text)
            assert SECRET not in text and "Diam-diam" not in text
            for link in (*parser.links, *parser.loads):
                parts = urlsplit(link)
                if parts.scheme or parts.netloc or not parts.path:
                    continue
                target = posixpath.normpath(f"{posixpath.dirname(page)}/{unquote(parts.path)}")
                assert target in names, (page, link)
                followed += 1
        assert followed > 10 * len(pages)
    assert made("zip")["zip"] == content


def test_a_zip_of_some_entries_knows_no_others(made: Made) -> None:
    with zipfile.ZipFile(io.BytesIO(made("zip", "baca")["zip"])) as archive:
        names = "\n".join(archive.namelist())
        assert "activities/baca/index.html" in names
        assert "pantai" not in names and "dapur" not in names
        everything = b"".join(archive.read(name) for name in archive.namelist() if name.endswith((".html", ".json")))
        assert b"Bersih pantai" not in everything and b"Donor darah" not in everything


def test_the_single_page_loads_nothing_and_is_in_the_order_asked(made: Made) -> None:
    text = made("single-file", "dapur", "baca")["html"].decode()
    parser = Addresses()
    parser.feed(text)
    assert parser.loads and all(load.startswith("data:image/jpeg;base64,") for load in parser.loads)
    assert "default-src 'none'" in text and "<script" not in text and "http://" not in text.replace("http://x", "")
    assert text.index('id="dapur"') < text.index('id="baca"')
    assert "Bersih pantai" not in text and SECRET not in text
    assert "Saya belajar sabar." in text


def test_hidden_entries_leave_nothing_in_the_cache(made: Made, tmp_path: Path) -> None:
    text = made("single-file", "diam", private=True)["html"].decode()
    assert "Diam-diam" in text
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file() and b"Diam-diam" in path.read_bytes()]
    assert kept == []
