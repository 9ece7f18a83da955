"""Only this machine's own pages may read the preview."""

from __future__ import annotations

import pytest

from kiprah.serve.origin_check import is_host_allowed, is_loopback, is_origin_allowed


@pytest.mark.parametrize("header", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:8000"])
def test_its_own_names_are_allowed(header: str) -> None:
    assert is_host_allowed(header, "127.0.0.1", 8000)
    assert is_origin_allowed(f"http://{header}", "127.0.0.1", 8000)


@pytest.mark.parametrize(
    "header",
    [
        "evil.example:8000",
        "localhost.evil.example:8000",
        "evil@localhost:8000",
        "localhost:8001",
        "localhost",
        "192.168.1.7:8000",
        "localhost:8000/x",
        "localhost:x",
        "[::1",
        "",
    ],
)
def test_any_other_name_is_refused(header: str) -> None:
    assert not is_host_allowed(header, "127.0.0.1", 8000)
    assert not is_origin_allowed(f"http://{header}", "127.0.0.1", 8000)


@pytest.mark.parametrize("origin", ["null", "https://localhost:8000", "file://", "localhost:8000", "http://"])
def test_other_origins_are_refused(origin: str) -> None:
    assert not is_origin_allowed(origin, "127.0.0.1", 8000)


def test_where_others_are_let_in_addresses_in_digits_are_taken_but_no_names() -> None:
    assert is_host_allowed("192.168.1.7:8000", "0.0.0.0", 8000)
    assert not is_host_allowed("evil.example:8000", "0.0.0.0", 8000)
    assert is_host_allowed("laptop.local:8000", "laptop.local", 8000)


def test_which_hosts_stay_on_this_machine() -> None:
    assert is_loopback("127.0.0.1") and is_loopback("localhost") and is_loopback("::1") and is_loopback("127.9.9.9")
    assert not is_loopback("0.0.0.0") and not is_loopback("192.168.1.7") and not is_loopback("laptop.local")
