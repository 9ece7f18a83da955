"""The law of laws: after any series of edits, a build on what earlier builds left equals a clean build, byte for byte."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from kiprah.build.pipeline import build
from kiprah.build.request import Request
from kiprah.build.up_to_date import last_result

TODAY = date(2026, 11, 22)
ENTRIES = ("satu", "dua", "tiga", "empat")
LONG = "Kalimat pembuka yang cukup panjang supaya ringkasan berhenti sebelum kalimat terakhir tiba di sini. " * 3
EXPLORE = int(os.environ.get("KIPRAH_EXPLORE", "0"))
"""How many series to try beyond those that every run tries."""


class Site:
    """A site on disk that is edited at random."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        self.settings = {
            "title": "Jejak",
            "color": "#0f766e",
            "hours": "show",
            "limit": "2",
            "languages": "[id]",
            "cards": "[]",
        }
        self.entries: dict[str, dict[str, str]] = {}
        (self.content / "activities").mkdir(parents=True)
        (self.content / "reflections").mkdir()
        (self.content / "testimonials").mkdir()
        self.write_settings()
        (self.content / "profile.md").write_text("---\nname: Alya\n---\nHalo.\n", "utf-8")
        for name in ENTRIES[:3]:
            self.add(name)

    def write_settings(self) -> None:
        s = self.settings
        (self.content / "site.yml").write_text(
            f"title: {s['title']}\nurl: https://a.example/\nlanguages: {s['languages']}\nhours: {s['hours']}\n"
            f"brand: {{color: '{s['color']}'}}\nphotos: {{widths: [24, 48]}}\ncards: {{formats: {s['cards']}}}\n"
            f"feed: {{limit: {s['limit']}}}\n",
            "utf-8",
        )

    def folder(self, name: str) -> Path:
        return self.content / "activities" / f"2026-05-{1 + ENTRIES.index(name):02}-{name}"

    def add(self, name: str) -> None:
        self.entries[name] = {"title": f"Hari {name}", "body": f"{LONG}Ekor {name}.", "front": "", "photo": ""}
        self.write(name)

    def write(self, name: str) -> None:
        entry = self.entries[name]
        folder = self.folder(name)
        folder.mkdir(exist_ok=True)
        photos = f"photos: [{{file: p.png, alt: x, {entry['photo']}}}]\n" if entry["photo"] else ""
        if entry["photo"] and not (folder / "p.png").exists():
            self.draw(name, len(name))
        (folder / "index.md").write_text(
            f"---\ntitle: {entry['title']}\norganization: Rumah\nrole: Guru\nhours: 2\ncauses: [education]\n"
            f"{photos}{entry['front']}\n---\n{entry['body']}\n",
            "utf-8",
        )

    def draw(self, name: str, seed: int) -> None:
        rng = random.Random(seed)
        image = Image.new("RGB", (40, 30), tuple(rng.randrange(256) for _ in range(3)))
        image.putpixel((3, 3), (seed % 256, 0, 0))
        image.save(self.folder(name) / "p.png")

    def edit(self, what: str, name: str, number: int) -> None:
        """Do one edit; one that makes no sense now does nothing."""
        if what == "add":
            self.add(name)
            return
        if what == "setting":
            key, values = list(SETTINGS.items())[number % len(SETTINGS)]
            self.settings[key] = values[number % len(values)]
            self.write_settings()
            return
        if what == "reflection":
            path = self.content / "reflections" / f"2026-06-0{1 + number % 3}-renungan.md"
            path.write_text(f"---\ntitle: Renungan\nactivity: {name}\n---\n{LONG}Akhir {number}.\n", "utf-8")
            if name not in self.entries:
                path.unlink()
            return
        if what == "testimonial":
            path = self.content / "testimonials" / "ibu.md"
            path.write_text(f"---\nfrom: Ibu\nconsent: {'yes' if number % 2 else 'no'}\n---\nTerima kasih {number}.\n")
            return
        if what == "profile":
            (self.content / "profile.md").write_text(
                f"---\nname: Alya\nheadline: Ke-{number % 3}\n---\nHalo.\n", "utf-8"
            )
            return
        if what == "theme":
            folder = self.root / "themes" / "lain"
            (folder / "templates").mkdir(parents=True, exist_ok=True)
            (folder / "theme.yml").write_text("name: lain\nextends: pelita\n", "utf-8")
            text = '{% extends "pelita:plain.html" %}' + f"<!-- {number} -->"
            (folder / "templates" / "plain.html").write_text(text, "utf-8")
            return
        if name not in self.entries:
            return
        entry, folder = self.entries[name], self.folder(name)
        if what == "tail":
            entry["body"] = f"{LONG}Ekor {number}. [tautan](../2026-05-02-dua/index.md)"[: len(LONG) + 8 + number % 3]
        elif what == "head":
            entry["body"] = f"Awal {number}. {LONG}"
        elif what == "link":
            entry["body"] = f"{LONG}[ke sana](../{self.folder('dua').name}/index.md) {number}"
            if "dua" not in self.entries:
                return
        elif what == "reflection section":
            entry["body"] += f"\n\n## Refleksi\n\nRasanya {number}.\n"
        elif what == "private section":
            entry["body"] += (
                f"\n\n## Catatan {{visibility=private}}\n\nRahasia panjang nomor {number} tidak boleh keluar.\n"
            )
        elif what == "title":
            entry["title"] = f"Judul {number}"
        elif what == "front":
            entry["front"] = FRONTS[number % len(FRONTS)]
        elif what == "photo":
            entry["photo"] = PHOTOS[number % len(PHOTOS)]
        elif what == "redraw":
            self.draw(name, number)
        elif what == "delete":
            shutil.rmtree(folder)
            del self.entries[name]
            return
        elif what == "swap":
            self.swap(name)
            return
        self.write(name)

    def swap(self, name: str) -> None:
        """Write another text of the same size and set its time back: only the change time tells."""
        path = self.folder(name) / "index.md"
        before = path.stat()
        text = path.read_text("utf-8")
        self.entries[name]["body"] = self.entries[name]["body"][:-2] + ("xy" if text[-3:-1] != "xy" else "zw")
        self.write(name)
        if path.stat().st_size == before.st_size:
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


SETTINGS = {
    "title": ("Jejak", "Langkah"),
    "color": ("#0f766e", "#7c3aed"),
    "hours": ("show", "hide"),
    "limit": ("2", "30"),
    "languages": ("[id]", "[id, en]"),
    "cards": ("[]", "[portrait]"),
}
FRONTS = (
    "",
    "draft: true",
    "visibility: unlisted",
    "visibility: private",
    "publish_after: 2027-01-01",
    "quote: Sepotong kata",
    "description: Ringkas",
    "updated: 2026-06-01",
    "tags: [a, b]",
    "aliases: [/lama/]",
    "impact: [{value: 3, what: pohon}]",
)
PHOTOS = ("", "people: none", "consent: withdrawn", "people: none, hide: [[0.1, 0.1, 0.5, 0.5]]", "people: minors")
WHAT = (
    "tail",
    "tail",
    "head",
    "link",
    "reflection section",
    "private section",
    "title",
    "front",
    "photo",
    "redraw",
    "delete",
    "add",
    "setting",
    "reflection",
    "testimonial",
    "profile",
    "theme",
    "swap",
    "nothing",
)
EDITS = st.tuples(st.sampled_from(WHAT), st.sampled_from(ENTRIES), st.integers(0, 30))


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def built(root: Path, output: str, cache: str) -> tuple[int, dict[str, bytes]]:
    """Build as the command does: what still stands is not built."""
    request = Request(root / "content", root / output, root / cache, today=TODAY, jobs=1)
    stood, seen = last_result(request.site, request.output, request.cache, request.options)
    if stood is not None:
        return 0, tree(request.output)
    report = build(replace(request, seen=seen))
    return report.exit_code, tree(request.output) if request.output.is_dir() else {}


def check(series: list[list[tuple[str, str, int]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        built(site.root, "public", ".kiprah")
        for step in series:
            for what, name, number in step:
                site.edit(what, name, number)
            code, now = built(site.root, "public", ".kiprah")
            clean_code, clean = built(site.root, "clean", ".clean")
            assert code == clean_code
            if code == 0:
                assert {p for p in now if now[p] != clean.get(p)} | (set(clean) - set(now)) == set()
            shutil.rmtree(site.root / ".clean")
            shutil.rmtree(site.root / "clean", ignore_errors=True)


@pytest.mark.slow
@settings(
    max_examples=12 + EXPLORE,
    deadline=None,
    derandomize=not EXPLORE,
    suppress_health_check=list(HealthCheck),
    database=None,
)
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_a_build_on_an_old_store_equals_a_clean_one(series: list[list[tuple[str, str, int]]]) -> None:
    check(series)
