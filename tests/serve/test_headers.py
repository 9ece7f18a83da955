"""The preview reads ``_headers`` as a host does."""

from __future__ import annotations

from kiprah.publish.headers import headers_of, read_rules

TEXT = """# a remark
/*
  X-A: 1
  Content-Security-Policy: default-src 'none'; img-src 'self' data:

/media/*
  X-A: 2
/a[b]?.txt
  X-B: 3
"""


def test_later_rules_override_and_only_the_star_is_special() -> None:
    rules = read_rules(TEXT)
    assert headers_of(rules, "/")["X-A"] == "1"
    assert headers_of(rules, "/media/x.webp")["X-A"] == "2"
    assert headers_of(rules, "/")["Content-Security-Policy"] == "default-src 'none'; img-src 'self' data:"
    assert "X-B" not in headers_of(rules, "/abc.txt")
    assert headers_of(rules, "/a[b]?.txt")["X-B"] == "3"


def test_a_header_before_any_pattern_is_ignored() -> None:
    assert read_rules("  X-A: 1\n") == ()
