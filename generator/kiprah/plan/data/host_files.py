"""Host files: headers, redirects, ``robots.txt``, ``.nojekyll``."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from kiprah.model.settings import Settings
from kiprah.model.summary import Alias
from kiprah.plan.addresses.routes import Routes, absolute
from kiprah.plan.data.file_outputs import TextOutput

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "img-src 'self' data:",
        "style-src 'self'",
        "script-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        # The share kit hands the site's own cards to the telephone's share sheet.
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""Security policy: nothing is loaded from elsewhere, and nothing runs that does not stand in a file of the site."""


def policy(asked: Iterable[str] = ()) -> str:
    """Write the policy; ``asked`` are whole addresses, so that nothing else of their hosts can be asked for."""
    own = "connect-src 'self'"
    addresses = [address.replace(";", "%3B").replace(",", "%2C") for address in asked]
    return _POLICY.replace(own, " ".join((own, *addresses)))


_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, max-age=0, must-revalidate"
_READ_BY_ALL = ("Access-Control-Allow-Origin", "*")
"""Header by which a reader of feeds or resumes on another site may fetch what is public anyway."""

_EVERYWHERE = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    (
        "Permissions-Policy",
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), payment=(), usb=()",
    ),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
_FOLDERS_OF_PAGES = ("activities", "reflections", "roles", "causes", "skills", "years", "cv", "share", "cards", "for")
_FOLDERS_OF_COMMUNITY = ("members", "events", "causes", "skills", "years", "search", "cards", "data")
_OPEN_DATA = ("feed.xml", "feed.json", "activities.ics", "resume.json")


def host_outputs(
    settings: Settings,
    aliases: Iterable[Alias],
    published: Iterable[str],
    redirects: Iterable[tuple[str, str]] = (),
    asked: Iterable[str] = (),
    *,
    hidden: bool,
    sitemap: bool,
) -> tuple[TextOutput, ...]:
    """Plan the files for hosts; ``hidden`` asks robots to stay away from all of it.

    ``published`` are the paths of all other files: no redirect may stand before one of them. ``redirects`` are
    folders (``members/alya/``) with the address that everything below them leads to. ``asked`` are the only addresses
    elsewhere that a page's script may ask for, and does when somebody presses for it.
    """
    published = tuple(published)
    moved = "".join(f"/{quote(folder)}* {_below(address)}:splat 301\n" for folder, address in sorted(redirects))
    return (
        TextOutput(".nojekyll", ""),
        TextOutput("_headers", headers_text(settings, asked, published, hidden=hidden)),
        TextOutput("_redirects", redirects_text(settings, aliases, published) + moved),
        TextOutput("robots.txt", robots_text(settings.url, sitemap=sitemap)),
    )


def _below(address: str) -> str:
    """Write an address so that the rest of a path can follow it."""
    return address if address.endswith("/") else f"{address}/"


def robots_text(url: str, *, sitemap: bool) -> str:
    """Write ``robots.txt``: all may be read, since who may not read a page cannot see that it asks not to be listed.

    A rule for robots would also hide the cards from link previews.
    """
    where = f"\nSitemap: {absolute(url, Routes('').file('sitemap.xml'))}\n" if sitemap and url else ""
    return f"User-agent: *\nDisallow:\n{where}"


def headers_text(settings: Settings, asked: Iterable[str] = (), published: Iterable[str] = (), *, hidden: bool) -> str:
    """Write ``_headers``; no two rules for one path set the same header, since hosts would join the values.

    Pages of the member's own are not named, as that would tell of unlisted ones; hosts let browsers ask again for
    them by default.
    """
    noindex = (("X-Robots-Tag", "noindex"),)
    blocks = [("/*", (("Content-Security-Policy", policy(asked)), *_EVERYWHERE, *(noindex if hidden else ())))]
    blocks += [(f"/{folder}/*", (("Cache-Control", _FOREVER),)) for folder in ("assets", "media")]
    if settings.kind == "community":
        blocks.append(("/members/:member/media/*", (("Cache-Control", _FOREVER),)))
    else:
        # A verifier elsewhere may fetch what is signed; in a community the rules would be too many for hosts.
        blocks += [(f"/{quote(path)}", (_READ_BY_ALL,)) for path in sorted(published) if _is_signed(path)]
    if settings.attesters:
        blocks.append(("/attesters/*", (_READ_BY_ALL, ("Cache-Control", _ASK_AGAIN))))
    for root in ("/", *(f"/{language}/" for language in settings.languages[1:])):
        blocks.append((root, (("Cache-Control", _ASK_AGAIN),)))
        for folder in _FOLDERS_OF_COMMUNITY if settings.kind == "community" else _FOLDERS_OF_PAGES:
            keep_out = noindex if folder in ("share", "for") and not hidden else ()
            blocks.append((f"{root}{folder}/*", (("Cache-Control", _ASK_AGAIN), *keep_out)))
        names = (*_OPEN_DATA, "portfolio.json") if root == "/" else _OPEN_DATA
        blocks += [(f"{root}{name}", (_READ_BY_ALL, ("Cache-Control", _ASK_AGAIN))) for name in names]
    return "\n".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in headers) for path, headers in blocks
    )


def _is_signed(path: str) -> bool:
    """Say whether a published file is a credential: of all media, they alone are JSON."""
    return path.endswith(".json") and "media" in path.split("/")[:-1]


def redirects_text(settings: Settings, aliases: Iterable[Alias], published: Iterable[str]) -> str:
    """Write ``_redirects``: each old address in its usual forms, one line each, the first of two winning.

    Without ``!``, so that every host that knows the file takes the line. Under a sub-path the new address is written
    absolutely, since a path alone would leave it.
    """
    aliases = tuple(aliases)
    taken = {form for path in published for form in _forms(path)} if aliases else set()
    prefix = settings.url if urlsplit(settings.url).path.strip("/") else "/"
    lines: dict[str, str] = {}
    for alias in sorted(aliases, key=lambda a: (a.path, a.target)):
        for form in sorted(_forms(alias.path)):
            if alias.listed and form not in taken:
                lines.setdefault(form, f"{quote(form)} {prefix}{quote(alias.target)} 301\n")
    return "".join(lines[form] for form in sorted(lines))


def _forms(path: str) -> tuple[str, ...]:
    """Name the addresses under which a host may serve a file."""
    if not path.endswith((".html", ".htm")):
        return (f"/{path}",)
    stem = path.removesuffix(".html").removesuffix(".htm")
    if stem == "index" or stem.endswith("/index"):
        stem = stem.removesuffix("index").rstrip("/")
    return (f"/{stem}", f"/{stem}/", f"/{stem}.html") if stem else ("/", "/index.html")
