"""A site with something of every kind that a circle may or may not show, and the sealing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import Run, run
from support.once import built_once
from support.sites import draw_photo, make_site

PASSPHRASE = "anggrek pagi teduh sungai kopi lentera"
TODAY = ("--today", "2026-11-22")
FILES = {
    "content/profile.md": "---\nname: Alya Kenanga\nemail: alya@kenanga.example\n---\nHalo tetangga.\n",
    "content/pages/kontak.md": "---\ntitle: Kontak Kenanga\n---\nSapa saya. [Hari](../activities/2026-05-01-melati/index.md)\n",
    "content/activities/2026-05-01-melati/index.md": "---\ntitle: Melati mekar\nphotos:\n  - file: ember.jpg\n    alt: Ember biru\n    people: none\n"
    "  - file: wajah.jpg\n    alt: Wajah Dahlia\n    people: adults\n    consent: pending\n---\nKami menanam melati.\n\n"
    "## Catatan cempaka {visibility=private}\n\nRahasia cempaka.\n",
    "content/activities/2026-06-01-draf-siap.md": "---\ntitle: Draf seroja\ndraft: true\ncircle: true\n---\nMasih draf, sudah siap.\n",
    "content/activities/2026-06-02-draf-belum.md": "---\ntitle: Draf flamboyan\ndraft: true\n---\nMasih draf flamboyan.\n",
    "content/activities/2026-07-01-tunggu.md": "---\ntitle: Menunggu kamboja\npublish_after: 2027-02-01\n---\nMenunggu hari kamboja.\n",
    "content/activities/2026-12-24-nanti.md": "---\ntitle: Rencana bougenvil\n---\nBesok bougenvil.\n",
    "content/reflections/2026-07-02-sendiri.md": "---\ntitle: Anyelir sendiri\nvisibility: private\ncircle: true\n---\nHanya anyelir.\n",
    "content/reflections/2026-07-03-tersembunyi.md": "---\ntitle: Tersembunyi gladiol\nvisibility: unlisted\n---\nAlamatnya gladiol.\n",
}


def circle_site(root: Path) -> Path:
    """Make the site."""
    make_site(root, FILES, "title: Jejak Kenanga\nurl: https://kenanga.example/\nlanguage: id\ncards: {formats: []}\n")
    folder = root / "content/activities/2026-05-01-melati"
    draw_photo(folder / "ember.jpg", 1, (1600, 1200), 4000)
    draw_photo(folder / "wajah.jpg", 2, (800, 600))
    return root


def seal(root: Path, *options: str, passphrase: str = PASSPHRASE, **env: str) -> Run:
    """Call ``kiprah build --circle``."""
    return run(root, "build", "--circle", "-j1", *TODAY, *options, KIPRAH_PASSPHRASE=passphrase, **env)


def sealed_site_once(factory: pytest.TempPathFactory) -> Path:
    """Return the site with its circle in ``circle/`` and what is public in ``public/``; tests only read it."""

    def build(root: Path) -> None:
        circle_site(root)
        done = seal(root, "--until", "2026-12-10")
        assert done.returncode == 0, done.stderr
        assert run(root, "build", "-j1", *TODAY).returncode == 0

    return built_once(factory, "circle", build)
