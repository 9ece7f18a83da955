"""Printed commands can be typed into the shell at hand, and addresses into a phone."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from kiprah.cli.shell_quoting import shell_quoted
from kiprah.serve.network_addresses import reachable_host, web_url


@pytest.mark.parametrize(
    ("text", "posix", "windows"),
    [
        ("my-portfolio", "my-portfolio", "my-portfolio"),
        ("my portfolio", "'my portfolio'", '"my portfolio"'),
        ("Ibu's", "'Ibu'\"'\"'s'", '"Ibu\'s"'),
        ("C:\\Users\\x", "'C:\\Users\\x'", "C:\\Users\\x"),
    ],
)
def test_names_are_quoted_for_the_shell(text: str, posix: str, windows: str) -> None:
    assert shell_quoted(text, windows=False) == posix and shell_quoted(text, windows=True) == windows


def test_the_address_for_others_is_one_they_can_use() -> None:
    assert reachable_host("192.0.2.7") == "192.0.2.7"
    for anywhere in ("0.0.0.0", "::"):
        host = reachable_host(anywhere)
        assert host is None or not ip_address(host.partition("%")[0]).is_unspecified
    assert web_url("192.0.2.7", 8000) == "http://192.0.2.7:8000/" and web_url("fe80::1", 80) == "http://[fe80::1]:80/"
