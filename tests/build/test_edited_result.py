"""Another body makes anew what tells it, and nothing else is planned; the result is that of a whole plan, key by key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

import kiprah.build.member.whole_run as whole_run
from kiprah.build.address_registers import wanted_registers, write_registers
from kiprah.build.load import LoadedSite, load_site
from kiprah.build.member.member_result import MemberDetails, MemberResult
from kiprah.build.member.run_member import run_member
from kiprah.cache.state import State
from kiprah.content.read_cache import ReadCache
from kiprah.content.site import read_member
from kiprah.plan.facts import visible_facts
from kiprah.plan.privacy.visibility import visible_of
from kiprah.problem import in_order
from kiprah.workers import WorkerPool
from support.building import request_in
from support.sites import draw_photo, make_site
from support.variants import variants

TODAY = date(2026, 11, 22)
LONG = "Kalimat pembuka yang cukup panjang supaya ringkasan berhenti sebelum kalimat terakhir tiba di sini. " * 3
HARI = "content/activities/2026-05-01-hari/index.md"
HARI_EN = "content/activities/2026-05-01-hari/index.en.md"
DUA = "content/activities/2026-06-01-dua.md"
DIAM = "content/activities/2026-04-01-diam.md"
DRAF = "content/activities/2026-03-01-draf.md"
RENUNGAN = "content/reflections/2026-05-02-renungan.md"
PILIHAN = "content/activities/2026-02-01-pilihan.md"
PHOTO = "photos: [{file: a.jpg, alt: Papan, people: none}, {file: b.jpg, alt: Meja, people: none}]\n"
SETTINGS = "title: Jejak\nurl: https://a.example/\nlanguage: id\nlanguages: [id, en]\nfeed: {limit: 2}\ncards: {formats: [link]}\n"
ENTRIES = {
    HARI: f"---\ntitle: Hari\nrole: Guru\norganization: Rumah\n{PHOTO}---\n{LONG}Awal.\n\n## Refleksi\n\n{LONG}Nanti.\n",
    HARI_EN: f"---\ntitle: Day\n---\n{LONG}Begin.\n",
    DUA: f"---\ntitle: Dua\nhours: 2\ncauses: [education]\n---\n{LONG}Awal.\n",
    DIAM: f"---\ntitle: Diam\nvisibility: unlisted\n---\n{LONG}Awal.\n",
    DRAF: f"---\ntitle: Draf\ndraft: true\n---\n{LONG}Awal.\n",
    PILIHAN: f"---\ntitle: Pilihan\n---\n{LONG}Awal.\n",
    RENUNGAN: f"---\ntitle: Renungan\nactivity: hari\n---\n{LONG}Awal.\n",
    "content/testimonials/ibu.md": "---\nfrom: Ibu\nconsent: yes\nactivity: hari\n---\nTerima kasih.\n",
    "content/pages/kontak.md": "---\ntitle: Kontak\n---\nIsi.\n",
    "content/selections/beasiswa.md": "---\ntitle: Untuk beasiswa\nto: Yayasan\nactivities: [pilihan]\n---\nHalo.\n",
    "content/profile.en.md": "---\nname: Alya\n---\nHi.\n",
}


class Runs:
    """A portfolio that is run again and again over one cache, and once more over none."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.state = State(root / "cache")

    def run(self, today: date = TODAY, state: State | None = None, **options: bool) -> MemberResult:
        """Runs the member; with an empty ``state`` as if nothing had been built before."""
        cache = "cache" if state is None else "clean"
        request = request_in(self.root, cache=cache, today=today, jobs=None, **options)
        known = state or self.state
        loaded = load_site(request, known)
        assert isinstance(loaded, LoadedSite), loaded
        shard = loaded.shard(request, leave_out=True)
        result = run_member(shard, loaded.folder, known, WorkerPool(1))
        assert result.complete, result.all_problems
        self.details = result.details(request.blobs)
        self.texts = {o.path: request.blobs.get(o.blob) for o in self.details.outputs}
        write_registers(loaded.folder, wanted_registers([("", shard.register, result.register)]))
        return result

    def edit(self, path: str, before: str, after: str) -> None:
        """Replace a text in a file, whose name stays."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, after), "utf-8")


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Runs]:
    make_site(tmp_path, ENTRIES, SETTINGS)
    for number, name in enumerate(("a.jpg", "b.jpg")):
        draw_photo(tmp_path / HARI.replace("index.md", name), number, (48, 36))
    made = Runs(tmp_path)
    made.run()
    # As a build leaves it: the file of addresses stands, and belongs to what is read.
    made.run()
    yield made
    made.state.close()


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Notes each plan of the whole member."""
    plans: list[bool] = []
    whole: Callable[..., object] = whole_run.plan_member

    def noted(*arguments: object, **more: object) -> object:
        plans.append(True)
        return whole(*arguments, **more)

    monkeypatch.setattr(whole_run, "plan_member", noted)
    return plans


def agreed(runs: Runs, result: MemberResult) -> None:
    """Compare a result with that of a run that knew nothing before."""
    details, texts = runs.details, runs.texts
    clean = runs.run(state=State(None))
    assert {o.path: (o.blob, o.parts) for o in details.outputs} == {
        o.path: (o.blob, o.parts) for o in runs.details.outputs
    }
    assert [path for path, text in runs.texts.items() if texts[path] != text] == []
    assert in_order(result.all_problems) == in_order(replace(clean, register=result.register).all_problems)
    assert (result.held, result.files, result.valid_until) == (clean.held, clean.files, clean.valid_until)
    assert (details.texts, details.sources, details.packed_summary) == (
        runs.details.texts,
        runs.details.sources,
        runs.details.packed_summary,
    )
    assert without_order(details) == without_order(runs.details)


def without_order(details: MemberDetails) -> object:
    record = details.record
    return replace(record, problems=(), risks=tuple(sorted(record.risks, key=repr)), links=in_order(record.links))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "before", "after", "made"),
    variants(
        [
            (DUA, "Awal.", "Akhir.", {"activities/dua/index.html", "feed.xml", "feed.json", "portfolio.json"}),
            (HARI, "Awal.", "Akhir.", {"activities/hari/index.html", "portfolio.json"}),
            (HARI, "Nanti.", "Kelak.", {"activities/hari/index.html", "portfolio.json"}),
            (HARI_EN, "Begin.", "End.", {"en/activities/hari/index.html", "portfolio.json"}),
            (HARI, "Awal.", "Awal.\n\n![Meja](b.jpg 'Di sana')", {"activities/hari/index.html", "portfolio.json"}),
            (HARI, "Awal.", "[Ke sana](../tak-ada/index.md)", {"activities/hari/index.html", "portfolio.json"}),
            (DIAM, "Awal.", "Akhir.", {"activities/diam/index.html"}),
            (DRAF, "Awal.", "Akhir.", set()),
        ],
        2,
    ),
)
def test_a_body_makes_anew_what_tells_it(
    runs: Runs, planned: list[bool], path: str, before: str, after: str, made: set[str]
) -> None:
    runs.edit(path, before, after)
    last = {output.path: output.blob for output in runs.details.outputs}
    result = runs.run()
    assert planned == []
    changed = {output.path for output in runs.details.outputs if last[output.path] != output.blob}
    # An entry that is not translated is told in its own language everywhere.
    assert {one for one in changed if not one.startswith("en/feed")} == made
    assert result.made == len(changed)
    agreed(runs, result)


@pytest.mark.slow
def test_an_old_address_and_a_copied_file_are_no_translation(runs: Runs, planned: list[bool]) -> None:
    """What stands where a translation would stand is none: no page names it as its other language."""
    runs.edit(DUA, "title: Dua\n", "title: Dua\naliases: [/en/activities/dua/]\n")
    copied = runs.root / "content/static/en/reflections/renungan/index.html"
    copied.parent.mkdir(parents=True)
    copied.write_text("<p>Lain</p>", "utf-8")
    runs.run()
    planned.clear()
    runs.edit(DUA, "Awal.", "Akhir.")
    runs.edit(RENUNGAN, "Awal.", "Akhir.")
    result = runs.run()
    assert planned == []
    agreed(runs, result)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["index.html", "activities/dua/index.html"])
def test_where_a_copied_file_lost_its_address_all_is_planned(runs: Runs, planned: list[bool], name: str) -> None:
    copied = runs.root / "content/static" / name
    copied.parent.mkdir(parents=True)
    copied.write_text("<p>Lain</p>", "utf-8")
    assert "double-address" in {problem.code for problem in runs.run().all_problems}
    planned.clear()
    runs.edit(DUA, "Awal.", f"[Ke sana](../static/{name}).")
    result = runs.run()
    assert planned == [True]
    agreed(runs, result)


@pytest.mark.slow
def test_many_edits_in_a_row_are_as_good_as_one(runs: Runs, planned: list[bool]) -> None:
    for number in range(4):
        runs.edit(DUA, "Awal." if not number else f"Ke-{number - 1}.", f"Ke-{number}.")
        runs.edit(RENUNGAN, "Awal." if not number else f"Ke-{number - 1}.", f"Ke-{number}.")
        result = runs.run()
    assert planned == []
    agreed(runs, result)


PRIVATE = "\n\n## Rahasia {visibility=private}\n\nHanya untuk saya sendiri, dan bukan untuk mereka.\n"


@pytest.mark.slow
def test_another_private_sentence_plans_nothing_and_is_looked_for_everywhere(runs: Runs, planned: list[bool]) -> None:
    runs.edit(HARI, "alt: Papan,", "alt: Papan tulis di kelas sore kami di sana,")
    runs.edit(DUA, "Awal.", f"Awal.{PRIVATE}")
    assert "hidden-text" not in {problem.code for problem in runs.run().all_problems}
    planned.clear()
    runs.edit(DUA, "bukan untuk mereka", "tidak untuk siapa pun")
    result = runs.run()
    assert (planned, result.made) == ([], 0)
    agreed(runs, result)
    runs.edit(DUA, "Hanya untuk saya sendiri, dan", "Papan tulis di kelas sore kami di sana. Dan")
    planned.clear()
    assert "hidden-text" in {problem.code for problem in runs.run().all_problems}
    assert planned[:1] == [True]
    assert "activities/hari/index.html" not in runs.texts


@pytest.mark.slow
def test_what_was_said_of_a_body_goes_with_it(runs: Runs, planned: list[bool]) -> None:
    runs.edit(DUA, "Awal.", "[Ke sana](tak-ada.md). Telepon 0812-3456-7890.")
    said = {problem.code for problem in runs.run().all_problems}
    assert {"dead-link", "private-phone"} <= said
    runs.edit(RENUNGAN, "Awal.", "Akhir.")
    assert {problem.code for problem in runs.run().all_problems} == said
    runs.edit(DUA, "[Ke sana](tak-ada.md). Telepon 0812-3456-7890.", "Sudah.")
    result = runs.run()
    assert not {"dead-link", "private-phone"} & {problem.code for problem in result.all_problems}
    assert planned == []
    agreed(runs, result)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    variants(
        [
            (DUA, "title: Dua", "title: Lain"),
            (DUA, "Kalimat pembuka", "Kata pertama"),
            (HARI, "alt: Meja", "alt: Kursi"),
            (PILIHAN, "Awal.", "Akhir."),
            (DRAF, "draft: true", "draft: false"),
            (
                DUA,
                "Awal.",
                "Awal.\n\n## Rahasia {visibility=private}\n\nHanya untuk saya, dan untuk orang lain tidak.\n",
            ),
            ("content/testimonials/ibu.md", "Terima kasih.", "Terima kasih banyak."),
            ("content/pages/kontak.md", "Isi.", "Lain."),
            ("content/profile.md", "Halo", "Hai"),
            ("content/site.yml", "limit: 2", "limit: 1"),
        ],
        2,
    ),
)
def test_whatever_else_is_edited_is_planned_whole(
    runs: Runs, planned: list[bool], path: str, before: str, after: str
) -> None:
    runs.edit(path, before, after)
    result = runs.run()
    assert planned == [True]
    agreed(runs, result)


def test_another_day_is_planned_whole(runs: Runs, planned: list[bool]) -> None:
    runs.edit(DUA, "Awal.", "Akhir.")
    runs.run(date(2026, 11, 23))
    assert planned == [True]


@pytest.mark.slow
@pytest.mark.parametrize("path", ["portfolio.json", "activities/hari/index.html"])
def test_what_the_store_lost_is_planned_whole(runs: Runs, planned: list[bool], path: str) -> None:
    runs.edit(DUA, "Awal.", "Akhir.")
    blob = next(output.blob for output in runs.details.outputs if output.path == path)
    request_in(runs.root, cache="cache", today=None, jobs=None).blobs.delete(blob)
    agreed(runs, runs.run())
    assert planned[:1] == [True]


@pytest.mark.slow
def test_a_damaged_portfolio_is_planned_whole(runs: Runs, planned: list[bool]) -> None:
    runs.edit(DUA, "Awal.", "Akhir.")
    blob = next(output.blob for output in runs.details.outputs if output.path == "portfolio.json")
    file = runs.root / "cache/store" / blob[:2] / blob[2:]
    file.write_bytes(file.read_bytes()[:-9])
    agreed(runs, runs.run())
    assert planned[:1] == [True]


def test_a_risk_that_holds_an_entry_back_is_met_by_a_whole_plan(runs: Runs, planned: list[bool]) -> None:
    runs.edit(HARI, "alt: Papan, people: none", "alt: Papan, people: minors, consent: guardian")
    runs.run()
    before = len(planned)
    runs.edit(HARI, "Awal.", "Telepon ibunya 0812-3456-7890.")
    request = request_in(runs.root, cache="cache", jobs=None)
    loaded = load_site(request, runs.state)
    assert isinstance(loaded, LoadedSite)
    result = run_member(loaded.shard(request), loaded.folder, runs.state, WorkerPool(1))
    assert not result.complete and "child-phone" in {problem.code for problem in result.all_problems}
    assert len(planned) > before


def test_facts_hold_no_body(runs: Runs) -> None:
    request = request_in(runs.root, cache="cache", jobs=None)
    loaded = load_site(request, runs.state)
    assert isinstance(loaded, LoadedSite)
    member, _ = read_member(loaded.folder, "", "", loaded.settings, ReadCache(loaded.folder), WorkerPool(1))
    assert member is not None
    facts, whole = visible_facts(visible_of(member, loaded.settings, loaded.viewing))
    told = [text for entry in facts.log if entry.common.slug != "pilihan" for text in entry.texts]
    assert len(told) > 4
    assert all(text.body.parts == () and len(text.body.text) <= 201 for text in told)
    assert all("Awal." in whole[path.removeprefix("content/")].body.text for path in (HARI, DUA, DIAM, RENUNGAN))
