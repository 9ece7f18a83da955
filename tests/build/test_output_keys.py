"""An output's key follows from its own value and its recipe: from all of them, and from nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.cache_keys import LoadedTheme
from kiprah.build.load import silent
from kiprah.build.output_keys import output_keys
from kiprah.build.planned_site import read_and_plan
from kiprah.plan.data.file_outputs import EncodedOutput, IconOutput, SitemapIndexOutput
from kiprah.plan.outputs import CardOutput, FileOutput, Output, PageOutput
from kiprah.plan.pages.page_outputs import TEMPLATES
from kiprah.plan.value_digests import ValueDigests, value_of
from support.building import request_in
from support.mp4 import video
from support.once import built_once
from support.sites import HARI, draw_photo, make_site

SETTINGS = (
    "title: Jejak\nurl: https://a.example/\nlanguage: id\nlanguages: [id, en]\ncv: {pdf: true}\n"
    "photos: {widths: [24, 48]}\ncards: {formats: [link, square]}\nmenu: [{label: Lain, url: 'https://b.example/'}]\n"
)
KELAS = "content/activities/2026-05-02-kelas/index.md"
ENTRIES: Mapping[str, str | bytes] = {
    HARI: "---\ntitle: Hari\norganization: Rumah\nrole: Guru\nhours: 2\ncauses: [education]\nskills: [sabar]\n---\nIsi.\n",
    KELAS: "---\ntitle: Kelas\naliases: [/lama/]\nphotos: [{file: a.jpg, alt: Papan, people: none}]\n"
    "evidence: [{kind: letter, file: surat.pdf, label: Surat}]\nvideos: [{file: klip.mp4, alt: Kelas}]\n---\nIsi.\n",
    KELAS.replace("index.md", "surat.pdf"): b"%PDF-1.7\n",
    KELAS.replace("index.md", "klip.mp4"): video(),
    "content/static/catatan.txt": "Catatan.\n",
    "content/reflections/2026-05-03-renungan.md": "---\ntitle: Renungan\nactivity: kelas\n---\nKupikir.\n",
    "content/testimonials/ibu.md": "---\nfrom: Ibu\nconsent: yes\nactivity: kelas\n---\nTerima kasih.\n",
    "content/pages/kontak.md": "---\ntitle: Kontak\n---\nIsi.\n",
    "content/selections/beasiswa.md": "---\ntitle: Untuk beasiswa\nto: Yayasan\nactivities: [kelas]\n---\nHalo.\n",
}
COMMUNITY_PAGES = {
    "community", "directory", "events", "event", "community-term", "community-terms", "search", "moved-member",
}  # fmt: skip
"""Kinds of pages that a portfolio has not; they are ``PageOutput``s like the others."""


class Planned:
    """What is planned of a site, and the theme whose recipes its keys are made with."""

    def __init__(self, root: Path) -> None:
        found = read_and_plan(request_in(root), silent)
        assert found.plan is not None and found.theme is not None, found.problems
        self.theme: LoadedTheme = found.theme
        self.outputs: tuple[Output, ...] = found.plan.outputs

    def key_of(self, output: Output) -> str:
        return output_keys((output,), self.theme)[0].key

    @property
    def keys(self) -> dict[str, str]:
        return {o.path: one.key for o, one in zip(self.outputs, output_keys(self.outputs, self.theme), strict=True)}


def whole_site(root: Path) -> None:
    draw_photo(make_site(root, ENTRIES, SETTINGS) / KELAS.replace("index.md", "a.jpg"), 1)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    return Planned(built_once(tmp_path_factory, "output-keys", whole_site))


@pytest.fixture(scope="module")
def one_of_each(planned: Planned) -> dict[str, Output]:
    """An output of each kind that a portfolio has: of pages one of each template, of files one of each treatment."""
    found: dict[str, Output] = {}
    for output in planned.outputs:
        name = type(output).__name__
        if isinstance(output, PageOutput):
            name = f"{name} {output.page.kind}"
        found.setdefault(f"{name} {output.kind}" if isinstance(output, FileOutput) else name, output)
    static = found["FileOutput static"]
    assert isinstance(static, FileOutput)
    found["FileOutput credential"] = replace(static, kind="credential")
    found["SitemapIndexOutput"] = SitemapIndexOutput("sitemap.xml", ("https://a.example/sitemap-1.xml",))
    return found


def another(value: Any) -> Any:
    """Return a plain value that differs from this one as little as one can."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}x"
        case bytes():
            return value + b"x"
        case date():
            return value + timedelta(1)
        case None:
            return "x"
    raise TypeError(f"what differs from a {type(value).__name__}?")


def changed(value: Any, of: str = "") -> Iterator[tuple[str, Any]]:
    """Yield for everything that a value is made of, by its name, the value with another one in its place."""
    match value:
        case Struct():
            for name in value.__struct_fields__:
                for path, part in changed(getattr(value, name), f"{of}.{name}"):
                    yield path, replace(value, **{name: part})
        case tuple() if value:
            yield f"{of} without the last", value[:-1]
            if value[0] != value[-1]:
                yield f"{of} turned round", value[::-1]
            for at in {0, len(value) - 1}:
                for path, part in changed(value[at], f"{of}[{at}]"):
                    yield path, (*value[:at], part, *value[at + 1 :])
        case tuple():
            yield f"{of} with one", ("x",)
        case Mapping():
            yield f"{of} with one more", {**value, "x": "x"}
            for key in value:
                yield from ((path, {**value, key: part}) for path, part in changed(value[key], f"{of}[{key}]"))
        case Path():
            return
        case _:
            yield of, another(value)


def test_there_is_one_of_each_kind(one_of_each: dict[str, Output]) -> None:
    assert {type(output) for output in one_of_each.values()} == {*get_args(Output)} - {EncodedOutput}
    pages = {name.removeprefix("PageOutput ") for name in one_of_each if name.startswith("PageOutput ")}
    assert pages | COMMUNITY_PAGES == TEMPLATES.keys() and not pages & COMMUNITY_PAGES
    assert {f"FileOutput {kind}" for kind in ("pdf", "mp4", "credential", "static")} <= one_of_each.keys()


def test_an_output_has_the_same_key_in_any_company(planned: Planned) -> None:
    outputs, theme = planned.outputs, planned.theme
    together = output_keys(outputs, theme)
    assert [output_keys((output,), theme)[0] for output in outputs] == together
    assert output_keys(outputs[::-1], theme) == together[::-1]
    assert len({one.key for one in together}) == len(outputs) > 15
    assert all(one.parts for one in together)


def test_a_key_holds_every_field(planned: Planned, one_of_each: dict[str, Output]) -> None:
    """Whatever differs in a value, in a field or in a field's field: the key is another, and no two are the same."""
    missed, counted = [], 0
    for kind, output in one_of_each.items():
        seen = {planned.key_of(output)}
        for what, other in changed(output):
            if isinstance(output, CardOutput) and what.startswith(".of"):
                continue
            counted += 1
            key = planned.key_of(other)
            if key in seen:
                missed.append((kind, what))
            seen.add(key)
    assert missed == []
    assert counted > 2_000


def test_where_something_lies_is_in_no_key(planned: Planned, one_of_each: dict[str, Output]) -> None:
    moved = 0
    for output in one_of_each.values():
        if isinstance(output, FileOutput):
            moved += 1
            assert planned.key_of(replace(output, source=Path("/elsewhere"))) == planned.key_of(output)
    assert moved == 4


def test_whose_a_card_is_is_in_no_key(planned: Planned, one_of_each: dict[str, Output]) -> None:
    """An entry whose file is renamed keeps its cards, and the pages that name them."""
    card = one_of_each["CardOutput"]
    other = replace(card, of=("content/elsewhere.md",))
    assert other != card and planned.key_of(other) == planned.key_of(card) and value_of(other) == value_of(card)


def test_two_kinds_with_the_same_fields_have_two_keys() -> None:
    """An address where once a sitemap's stood and now a feed's stands is another output."""
    icon = IconOutput("x", "A", "#112233")

    class OtherIcon(IconOutput, frozen=True):
        """The same fields under another name."""

    other: Any = OtherIcon("x", "A", "#112233")
    assert value_of(icon) == value_of(IconOutput("x", "A", "#112233")) != value_of(other)


def test_what_was_digested_before_changes_no_key(planned: Planned, one_of_each: dict[str, Output]) -> None:
    """Digests are remembered by identity: a value that is made anew, and one beside others, comes to the same."""
    shared = ValueDigests()
    for output in planned.outputs:
        shared.value(output)
    for output in one_of_each.values():
        alike = replace(output)
        assert shared.value(alike) == value_of(output)
        for _, other in islice(changed(output), 5):
            assert shared.value(other) == value_of(other) != value_of(output)
    assert len(one_of_each) > 20


def test_neither_folder_nor_time_is_in_a_key(planned: Planned, tmp_path: Path) -> None:
    whole_site(tmp_path / "lain")
    for path in (tmp_path / "lain").rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    assert Planned(tmp_path / "lain").keys == planned.keys


def test_another_entry_changes_its_own_keys_and_those_of_lists(planned: Planned, tmp_path: Path) -> None:
    whole_site(tmp_path)
    (tmp_path / HARI).write_text(str(ENTRIES[HARI]).replace("Isi.", "Isi lain."), "utf-8")
    keys = Planned(tmp_path).keys
    assert keys.keys() == planned.keys.keys()
    differ = {path for path, key in keys.items() if planned.keys[path] != key}
    assert {"activities/hari/index.html", "portfolio.json"} <= differ
    assert not [path for path in differ if path.startswith(("activities/kelas/", "reflections/renungan/", "assets/"))]
    assert not [path for path in differ if path.endswith((".jpg", ".avif", ".webp", ".pdf", ".mp4", ".txt"))]
