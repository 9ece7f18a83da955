"""A page for one reader: what is public, in the member's order, in no list, and leading nowhere unless asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from test_site import PUBLIC, Project, page, paths, reasons

from kiprah.model.settings import Viewing
from kiprah.plan.data.file_outputs import SitemapOutput, TextOutput
from kiprah.plan.views.selection import SelectionView

FOR = "for/beasiswa/index.html"


def sample(root: Path, keys: str = "activities: [dapur, baca]\nreflections: [suara]") -> Project:
    project = Project(root / "content")
    project.activity("2026-01-10-baca", "organization: Pelangi\nrole: Pengajar\nhours: 2", "## Awal\n\nBaca.")
    project.activity("2026-03-01-dapur", "hours: 10", "## Awal\n\nDapur.")
    project.activity("2026-04-01-pantai", "organization: Pelangi\nrole: Pengajar\nhours: 5")
    project.activity("2026-05-01-diam", "visibility: private", "Kalimat rahasia yang tidak boleh keluar dari sini.")
    project.write("reflections/2026-03-02-suara.md", "---\ntitle: Suara\n---\nKembali.\n")
    project.write("selections/beasiswa.md", f"---\ntitle: Untuk beasiswa\nto: Yayasan\n{keys}\n---\nSalam.\n")
    return project


def view(project: Project, viewing: Viewing = PUBLIC) -> SelectionView:
    subject = page(project.plan(viewing), FOR).subject
    assert isinstance(subject, SelectionView)
    return subject


def test_it_shows_what_was_chosen_in_that_order(tmp_path: Path) -> None:
    project = sample(tmp_path)
    shown = view(project)
    assert project.codes == []
    assert [activity.item.title for activity in shown.activities] == ["2026-03-01-dapur", "2026-01-10-baca"]
    assert [reflection.item.title for reflection in shown.reflections] == ["Suara"]
    assert (shown.title, shown.to, shown.address) == ("Untuk beasiswa", "Yayasan", "a.example/for/beasiswa")


def test_its_hours_are_those_of_the_rows_below(tmp_path: Path) -> None:
    shown = view(sample(tmp_path))
    assert shown.hours is not None and shown.hours.value == "12"
    assert [role.hours.value for role in shown.roles if role.hours] == ["2"]
    assert shown.other is not None and shown.other.hours is not None and shown.other.hours.value == "10"
    bare = view(sample(tmp_path / "bare", "activities: [baca]\ncv: false"))
    assert (bare.roles, bare.other, bare.background.education) == ((), None, ())


def test_bodies_that_stand_together_have_anchors_of_their_own(tmp_path: Path) -> None:
    ids = [part for a in view(sample(tmp_path)).activities for part in a.body.parts if isinstance(part, str)]
    text = "".join(ids)
    assert 'id="a1-t-awal"' in text and 'id="a2-t-awal"' in text and 'id="t-awal"' not in text


def test_it_stands_in_no_list_and_asks_not_to_be_indexed(tmp_path: Path) -> None:
    plan = sample(tmp_path).plan()
    output = page(plan, FOR)
    assert output.page.noindex and output.page.menu == ()
    assert output.page.card is None or "/cards/for/beasiswa/link.jpg" in output.page.card.url
    assert {"cards/for/beasiswa/link.jpg", "cards/for/beasiswa/story.jpg"} <= paths(plan)
    for other in plan.outputs:
        if other is not output and not other.path.startswith("cards/for/"):
            assert "for/beasiswa" not in repr(other), other.path
    sitemap = next(o for o in plan.outputs if isinstance(o, SitemapOutput))
    assert not any("/for/" in url.address for url in sitemap.pages)
    headers = next(o for o in plan.outputs if isinstance(o, TextOutput) and o.path == "_headers")
    assert (
        "/for/*\n" in headers.text
        and "X-Robots-Tag: noindex" in headers.text.partition("/for/*\n")[2].partition("\n/")[0]
    )


def test_its_menu_leads_on_where_that_is_asked(tmp_path: Path) -> None:
    plan = sample(tmp_path, "activities: [baca]\nmenu: true").plan()
    assert [item.label for item in page(plan, FOR).page.menu] == ["Kegiatan", "Refleksi", "CV"]


@pytest.mark.parametrize(
    "hidden",
    ["visibility: private", "visibility: unlisted", "draft: true", "publish_after: 2027-01-01", "date: 2027-01-01"],
)
def test_it_opens_nothing_that_is_hidden(tmp_path: Path, hidden: str) -> None:
    project = sample(tmp_path, "activities: [baca, lain]")
    project.activity("2026-06-01-lain", hidden)
    assert [activity.item.title for activity in view(project).activities] == ["2026-01-10-baca"]
    assert project.codes == ["selected-hidden"]


def test_what_nobody_wrote_is_an_error_at_its_place(tmp_path: Path) -> None:
    project = sample(tmp_path, "activities: [baca, dapurr]\nreflections: [baca]")
    project.plan()
    found = [(p.code, p.place.line, p.values["nearest"]) for p in project.problems if p.code == "selected-unknown"]
    assert found == [("selected-unknown", 4, "dapur"), ("selected-unknown", 5, "")]


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ("until: 2026-11-21", "ended"),
        ("draft: true", "draft"),
        ("visibility: private", "private"),
        ("publish_after: 2026-12-01", "embargo"),
    ],
)
def test_it_can_be_hidden_itself_and_ends_by_itself(tmp_path: Path, keys: str, reason: str) -> None:
    plan = sample(tmp_path, f"activities: [baca]\n{keys}").plan()
    assert FOR not in paths(plan) and not any(path.startswith("cards/for/") for path in paths(plan))
    assert reasons(plan)["selections/beasiswa.md"] == reason


def test_a_plan_ends_with_its_last_day(tmp_path: Path) -> None:
    plan = sample(tmp_path, "activities: [baca]\nuntil: 2026-11-22").plan()
    assert FOR in paths(plan) and plan.members[0].valid_until == date(2026, 11, 23)


def test_a_page_of_ones_own_cannot_take_its_folder(tmp_path: Path) -> None:
    project = sample(tmp_path)
    project.write("pages/for.md", "---\ntitle: Untuk\n---\nIsi.\n")
    project.plan()
    assert "page-taken" in project.codes
