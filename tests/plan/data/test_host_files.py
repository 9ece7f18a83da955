"""What hosts and robots read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from kiprah.model.settings import Settings
from kiprah.model.summary import Alias
from kiprah.plan.data.alias import alias_file
from kiprah.plan.data.host_files import headers_text, redirects_text
from kiprah.plan.data.sitemap import sitemap_outputs, sitemap_urls

Plan = Callable[..., Any]
SITE = Settings(title="J", url="https://alya.example/", languages=("id", "en"))


def rules(text: str) -> dict[str, list[tuple[str, str]]]:
    """Read ``_headers`` as a host does."""
    read: dict[str, list[tuple[str, str]]] = {}
    path = ""
    for line in text.splitlines():
        if line and not line.startswith(" "):
            path = line
            assert path not in read
            read[path] = []
        elif line:
            name, _, value = line.strip().partition(": ")
            read[path].append((name, value))
    return read


def sent(text: str, path: str) -> list[tuple[str, str]]:
    """Return all headers that every rule for a path sets."""
    return [
        header
        for rule, headers in rules(text).items()
        if rule == path or (rule.endswith("*") and path.startswith(rule[:-1]))
        for header in headers
    ]


def test_the_policy_lets_nothing_in_from_elsewhere(alya: Any) -> None:
    headers = dict(sent(alya.text("_headers"), "/activities/x/"))
    policy = headers["Content-Security-Policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "connect-src 'self'"} <= set(policy)
    assert "unsafe" not in headers["Content-Security-Policy"] and "http" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert {"Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy"} <= set(headers)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/activities/x/",
        "/en/",
        "/en/cv/",
        "/share/x/",
        "/en/share/x/",
        "/media/a.webp",
        "/assets/a.css",
        "/feed.xml",
        "/cards/x/link.jpg",
        "/portfolio.json",
        "/contact/",
    ],
)
def test_no_path_gets_one_header_twice(alya: Any, path: str) -> None:
    names = [name for name, _ in sent(alya.text("_headers"), path)]
    assert len(names) == len(set(names))


def test_named_by_their_bytes_are_kept_and_pages_asked_for_again(alya: Any) -> None:
    text = alya.text("_headers")
    for path in ("/media/a.webp", "/assets/a.css"):
        assert "immutable" in dict(sent(text, path))["Cache-Control"]
    for path in ("/", "/activities/x/", "/en/roles/x/", "/cards/x/link.jpg", "/feed.xml"):
        assert "must-revalidate" in dict(sent(text, path))["Cache-Control"]


def test_share_kits_and_hidden_sites_are_kept_from_robots() -> None:
    visible, hidden = headers_text(SITE, hidden=False), headers_text(SITE, hidden=True)
    assert ("X-Robots-Tag", "noindex") in sent(visible, "/en/share/x/")
    assert ("X-Robots-Tag", "noindex") not in sent(visible, "/activities/x/")
    assert sent(hidden, "/share/x/").count(("X-Robots-Tag", "noindex")) == 1
    assert ("X-Robots-Tag", "noindex") in sent(hidden, "/anything")


def test_robots_may_read_everything(alya: Any, planned: Plan) -> None:
    assert alya.text("robots.txt") == ("User-agent: *\nDisallow:\n\nSitemap: https://alya.example/sitemap.xml\n")
    site = planned({"site.yml": "title: J\nurl: https://alya.example/\nlanguage: id\nnoindex: true\n"})
    assert site.text("robots.txt") == "User-agent: *\nDisallow:\n"
    assert "sitemap.xml" not in site.data
    assert ("X-Robots-Tag", "noindex") in sent(site.text("_headers"), "/")


def test_old_addresses_lead_on_in_every_form(alya: Any) -> None:
    lines = [line.split(" ") for line in alya.text("_redirects").splitlines()]
    assert {old: new for old, new, _ in lines} == dict.fromkeys(
        ["/old-class", "/old-class/", "/old-class.html", "/blog/old", "/blog/old/", "/blog/old.html"],
        "/activities/reading-class/",
    )
    assert {status for _, _, status in lines} == {"301"}


def test_an_old_address_is_a_page_too(alya: Any) -> None:
    assert {"old-class/index.html", "blog/old.html", "unlisted-old/index.html"} <= set(alya.pages)
    assert [alias_file(alias) for alias in ("/a/", "a/b.html", "a.php")] == [
        "a/index.html",
        "a/b.html",
        "a.php/index.html",
    ]


def test_an_old_address_never_stands_before_a_page() -> None:
    aliases = [Alias("contact.html", "activities/x/", "X", True), Alias("404/index.html", "b/", "B", True)]
    assert redirects_text(SITE, aliases, []).count("\n") == 6
    assert redirects_text(SITE, aliases, ["contact/index.html", "404.html"]) == ""


def test_one_line_is_one_redirect_whatever_stands_in_it() -> None:
    evil = "a b\r\n/* https://evil.example/:splat 200!\t#*:x/index.html"
    lines = redirects_text(SITE, [Alias(evil, "activities/\u00e9 x/", "X", True)], []).splitlines()
    assert len(lines) >= 2
    for line in lines:
        old, new, status = line.split(" ")
        assert old.startswith("/a%20b%0D%0A/%2A") and new == "/activities/%C3%A9%20x/" and status == "301"


def test_an_unlisted_entry_keeps_its_old_address_to_itself() -> None:
    assert redirects_text(SITE, [Alias("x/index.html", "a/", "X", False)], []) == ""


def test_of_two_claims_the_first_wins_and_order_does_not_matter() -> None:
    one, two = Alias("x/index.html", "a/", "A", True), Alias("x/index.html", "b/", "B", True)
    assert redirects_text(SITE, [two, one], []) == redirects_text(SITE, [one, two], [])
    assert "/b/" not in redirects_text(SITE, [two, one], [])


def test_under_a_sub_path_the_new_address_is_whole() -> None:
    site = Settings(url="https://alya.example/sub/")
    text = redirects_text(site, [Alias("x/index.html", "activities/a/", "A", True)], [])
    assert text.startswith("/x https://alya.example/sub/activities/a/ 301\n")


def test_the_sitemap_holds_what_may_be_found(alya: Any) -> None:
    root = ElementTree.fromstring(alya.text("sitemap.xml"))
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    found = {url.findtext(f"{space}loc"): url for url in root}
    base = "https://alya.example/"
    assert {base, f"{base}en/", f"{base}activities/reading-class/", f"{base}cv/", f"{base}contact/"} <= set(found)
    for never in ("share/", "404", "old-class", "unlisted/", "blog/"):
        assert not any(never in str(address) for address in found if address != f"{base}reflections/about-unlisted/")
    reading = found[f"{base}activities/reading-class/"]
    assert reading.findtext(f"{space}lastmod") == "2026-07-01"
    languages = {link.get("hreflang"): link.get("href") for link in reading.iter("{http://www.w3.org/1999/xhtml}link")}
    assert languages == {
        "id": f"{base}activities/reading-class/",
        "en": f"{base}en/activities/reading-class/",
        "x-default": f"{base}activities/reading-class/",
    }


def test_a_sitemap_that_is_too_long_is_split(alya: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiprah.plan.data.sitemap.MAX_SITEMAP_PAGES", 10)
    pages = [output.page for output in alya.pages.values()]
    index, *parts = sitemap_outputs(sitemap_urls(pages, "https://alya.example/", "id"), "https://alya.example/")
    assert index.path == "sitemap.xml"
    assert [part.path for part in parts] == [f"sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    assert len(parts) > 1 and max(len(part.pages) for part in parts) <= 10  # type: ignore[union-attr]


def test_old_addresses_of_what_is_published_lead_to_it(alya: Any) -> None:
    moved = {path: output.subject.href.path for path, output in alya.pages.items() if output.page.kind == "moved"}
    assert moved == {
        "old-class/index.html": "activities/reading-class/",
        "blog/old.html": "activities/reading-class/",
        "unlisted-old/index.html": "activities/unlisted/",
    }


def test_no_jekyll(alya: Any) -> None:
    assert alya.bytes(".nojekyll") == b""
