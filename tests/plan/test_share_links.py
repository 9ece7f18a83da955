"""Addresses of networks to share to: what is filled in is percent-encoded, sign by sign as the library does it."""

from __future__ import annotations

import sys
from urllib.parse import parse_qs, quote, urlsplit

from kiprah.catalog import words
from kiprah.plan.sharing.share import _PERCENT, _links


def test_every_sign_is_written_as_the_library_writes_it() -> None:
    signs = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
    text = "".join(signs[:0x3000] + signs[0x3000::97])
    assert len(text) > 20_000
    assert text.translate(_PERCENT) == quote(text, safe="")


def test_a_title_of_many_signs_arrives_whole() -> None:
    title, url = "100% & {both}?\n=\u00e9\U0001f331 #1", "https://a.example/p\u00e9/x/?y=1&z=2"
    links = dict(_links(title, url, "toot.example", words("en", "plan")))
    assert len(links) == 9
    assert parse_qs(urlsplit(links["WhatsApp"]).query) == {"text": [f"{title} {url}"]}
    assert parse_qs(urlsplit(links["Telegram"]).query) == {"url": [url], "text": [title]}
    assert links["Mastodon"].startswith("https://toot.example/share?text=100%25")
    assert all("\n" not in link and "{" not in link for link in links.values())
