"""A community: what members have in common, and that nothing of one can reach another."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from kiprah.authoring.new.new_community import EXAMPLE_MEMBERS
from kiprah.build.load import LoadedSite, load_site
from kiprah.build.member.result_cache import result_blob
from kiprah.build.pipeline import build
from kiprah.build.request import Report
from kiprah.cache.blobs import FolderBlobs
from kiprah.cache.stat_index import Listing, Stat
from kiprah.cache.state import State, open_state
from support.building import request_in
from support.command import run
from support.communities import make_community
from support.sites import draw_photo, files_of, make_project, write_files, write_settings
from support.variants import variants

Tree = Callable[..., Path]
TODAY = date(2026, 11, 28)
SETTINGS = "kind: community\ntitle: Kawan Pantai\nurl: https://kawan.example/\nlanguage: en\ncards: {formats: []}\nphotos: {widths: [16], formats: [jpeg]}\n"
SITE = {
    "content/about.md": "---\ntitle: About us\n---\nWe clean beaches.\n",
    "content/events/2026-05-01-beach/index.md": "---\ntitle: Beach day\nplace: Bantul, ID\norganization: Kawan\nhours: 4\ncauses: [environment]\n"
    "participants: [alya, bima, citra]\n---\nWe picked up litter.\n",
    "content/members/alya/profile.md": "---\nname: Alya\nheadline: Reads aloud\n---\nHello.\n",
    "content/members/alya/activities/2026-05-01-beach.md": "---\nevent: beach\nhours: 5\n---\nI came early.\n",
    "content/members/bima/profile.md": "---\nname: Bima\nevents: own\n---\nHi.\n",
    "content/members/bima/activities/2026-03-01-class.md": "---\ntitle: Reading class\norganization: Rumah Pelangi\nrole: Tutor\nhours: 10\ncauses: [education]\n---\nWe read.\n",
    "content/members/citra/profile.md": "---\nname: Citra\n---\nHey.\n",
}


def built(root: Path, **more: object) -> Report:
    request = request_in(root, today=TODAY, **more)
    return build(request)


def published(root: Path, prefix: str = "") -> dict[str, bytes]:
    return {path: data for path, data in files_of(root / "public").items() if path.startswith(prefix)}


def test_it_is_published_whole(tree: Tree) -> None:
    root = tree(SITE, SETTINGS)
    report = built(root)
    assert report.exit_code == 0, report.problems
    files = published(root)
    for page in (
        "index.html",
        "about/index.html",
        "members/index.html",
        "members/alya/index.html",
        "members/alya/activities/beach/index.html",
        "members/alya/cv/index.html",
        "members/bima/roles/rumah-pelangi-tutor/index.html",
        "events/index.html",
        "events/beach/index.html",
        "events/2026/index.html",
        "causes/index.html",
        "causes/education/index.html",
        "years/2026/index.html",
        "feed.xml",
        "feed.json",
        "events.ics",
        "causes/education/feed.xml",
        "members/alya/feed.xml",
        "members.json",
        "community.json",
        "sitemap.xml",
        "404.html",
    ):
        assert page in files, page
    assert b"Beach day" in files["members/citra/index.html"]  # came, and wrote nothing of it
    assert b"Beach day" not in files["members/bima/index.html"]  # `events: own`
    assert b"Beach day" in files["members/alya/activities/beach/index.html"]  # the title is the event's
    event = files["events/beach/index.html"].decode()
    assert event.count("Alya") and event.count("Citra")
    assert "../../members/alya/activities/beach/index.html" in event
    people = json.loads(files["members.json"])["members"]
    assert [(p["slug"], p["name"]) for p in people] == [("alya", "Alya"), ("bima", "Bima"), ("citra", "Citra")]


def test_an_event_counts_once_for_each_and_own_hours_replace_its(tree: Tree) -> None:
    root = tree(SITE, SETTINGS)
    built(root)
    totals = json.loads(published(root)["community.json"])["totals"]
    # alya 5 in place of the event's 4, citra 4, bima 10: the event does not stand in bima's timeline
    assert totals == {"members": 3, "activities": 2, "events": 1, "hours": 19, "hours_estimated": False}


def test_hours_can_be_hidden(tree: Tree) -> None:
    root = tree(SITE, SETTINGS + "hours: hide\n")
    built(root)
    files = published(root)
    assert "hours" not in json.loads(files["community.json"])["totals"]
    assert all(b"19 hours" not in data for data in files.values())


NAME = "---\nname: X\n---\n"
HOSTILE: dict[str, Mapping[str, str | bytes]] = {
    "no-profile": {"profile.md": b""},
    "binary": {"profile.md": bytes(range(256)) * 9},
    "broken-yaml": {"profile.md": "---\nname: [\n---\n"},
    "same-name": {"profile.md": "---\nname: Bima\nheadline: The real one\n---\n"},
    "own-settings": {"site.yml": "title: Mine\ntheme: tiada\n", "profile.md": NAME},
    "own-static": {"static/index.html": "<script>alert(1)</script>", "profile.md": NAME},
    "own-theme": {"themes/pelita/theme.yml": "name: x\n", "profile.md": NAME},
    "slug": {"profile.md": "---\nname: X\nslug: bima\n---\n"},
    "aliases": {"activities/a.md": "---\ntitle: A\ndate: 2026-01-01\naliases: [members/bima, /events/beach]\n---\n"},
    "climbing-alias": {"activities/a.md": "---\ntitle: A\ndate: 2026-01-01\naliases: [../bima]\n---\n"},
    "links": {
        "activities/a.md": "---\ntitle: A\ndate: 2026-01-01\n---\n[x](../../bima/profile.md) [y](/members/bima/)\n"
    },
    "photo-of-another": {"activities/a.md": "---\ntitle: A\ndate: 2026-01-01\nphotos: [../../bima/a.jpg]\n---\n"},
    "many-skills": {
        "activities/a.md": f"---\ntitle: A\ndate: 2026-01-01\nskills: [{', '.join(f's{n}' for n in range(24))}]\n---\n"
    },
    "event-not-theirs": {"activities/a.md": "---\nevent: nothing\n---\n"},
    "pages": {"pages/activities.md": "---\ntitle: A\n---\n", "pages/ok.md": "---\ntitle: Ok\n---\n"},
    "html": {"activities/a.md": "---\ntitle: <b>A</b>\ndate: 2026-01-01\n---\n<script>x</script><iframe src=//x>\n"},
    "secret-of-public": {
        "reflections/2026-01-01-r.md": "---\ntitle: R\nvisibility: private\n---\nWe read. Hello. Hi.\n"
    },
    "empty": {"activities/a.md": ""},
    "many": {f"activities/2026-01-01-a{n}.md": f"---\ntitle: A{n}\n---\nx\n" for n in range(40)},
}


def of_others(root: Path) -> dict[str, bytes]:
    files = published(root, "members/")
    return {path: data for path, data in files.items() if path.startswith(("members/bima/", "members/citra/"))}


@pytest.mark.parametrize("name", variants(HOSTILE, {"no-profile", "own-static", "html"}))
def test_no_byte_of_others_changes_whatever_one_member_brings(name: str, tree: Tree, tmp_path: Path) -> None:
    sound = tree(SITE, SETTINGS)
    assert built(sound).exit_code == 0
    before = of_others(sound)
    assert len(before) > 20
    hostile = {f"content/members/alya/{path}": data for path, data in HOSTILE[name].items()}
    write_files(sound, hostile)
    report = built(sound)
    assert report.exit_code == 0, report.problems
    assert of_others(sound) == before
    # And what was built upon what stood there is what a clean build makes.
    clean = tmp_path / "clean"
    shutil.copytree(sound / "content", clean / "content")
    assert built(clean).exit_code == 0
    assert published(clean) == published(sound)
    assert not [path for path in published(sound) if "script>" in path or path.startswith("members/bima/activities/a")]


def test_a_withheld_photo_of_one_is_published_by_another_who_may(tree: Tree) -> None:
    root = tree(SITE, SETTINGS)
    entry = "---\ntitle: A\ndate: 2026-01-0{day}\nphotos: [{{file: a.jpg, alt: x, people: adults, consent: {consent}}}]\n---\n"
    for member, consent, day in (("alya", "withdrawn", 1), ("bima", "yes", 2)):
        folder = root / "content/members" / member / "activities/a"
        draw_photo(folder / "a.jpg", 1)
        (folder / "index.md").write_text(entry.format(consent=consent, day=day))
    for _ in range(2):
        assert built(root).exit_code == 0
        pictures = [path for path in published(root) if path.endswith(".jpeg")]
        assert pictures and all(path.startswith("members/bima/media/") for path in pictures)
        assert b"/media/" in published(root)["members/bima/activities/a/index.html"]
        assert b"/media/" not in published(root)["members/alya/activities/a/index.html"]
    # Nothing is kept of a photo that nobody publishes.
    (root / "content/members/bima/activities/a/index.md").write_text(entry.format(consent="no", day=2))
    assert built(root).exit_code == 0
    assert not list((root / ".kiprah/photos").iterdir())
    assert not [path for path in published(root) if path.endswith(".jpeg")]


HIDDEN = "zebrakanari"


def test_what_is_hidden_stands_in_no_list_of_anybody(tree: Tree) -> None:
    hidden = {
        "draft": f"---\ntitle: {HIDDEN} d\ndate: 2026-01-01\ndraft: true\ncauses: [{HIDDEN}d]\n---\n{HIDDEN}\n",
        "private": f"---\ntitle: {HIDDEN} p\ndate: 2026-01-01\nvisibility: private\n---\n{HIDDEN}\n",
        "later": f"---\ntitle: {HIDDEN} l\ndate: 2026-01-01\npublish_after: 2027-01-01\n---\n{HIDDEN}\n",
        "future": f"---\ntitle: {HIDDEN} f\ndate: 2027-01-01\n---\n{HIDDEN}\n",
        "broken": f"---\ntitle: {HIDDEN} b\ndate: gestern\n---\n{HIDDEN}\n",
        "unlisted": f"---\ntitle: {HIDDEN} u\ndate: 2026-01-01\nvisibility: unlisted\ncauses: [{HIDDEN}u]\n---\n{HIDDEN}\n",
    }
    files = {f"content/members/bima/activities/{name}.md": text for name, text in hidden.items()}
    event = f"---\ntitle: {HIDDEN} e\ndraft: true\nparticipants: [citra]\n---\n{HIDDEN}\n"
    root = tree({**SITE, **files, "content/events/2026-02-02-secret/index.md": event}, SETTINGS)
    report = built(root)
    assert report.exit_code == 0
    where = {path for path, data in published(root).items() if HIDDEN.encode() in data.lower() or HIDDEN in path}
    assert where and all(
        path.startswith(("members/bima/activities/unlisted/", "members/bima/share/unlisted/")) for path in where
    )
    assert HIDDEN not in (root / ".kiprah/report.json").read_text()


def test_an_entry_of_an_unlisted_event_is_unlisted_itself(tree: Tree, tmp_path: Path) -> None:
    event = (
        f"---\ntitle: {HIDDEN} e\nplace: {HIDDEN}ville, ID\norganization: {HIDDEN} org\nhours: 7\n"
        f"causes: [{HIDDEN}cause]\nvisibility: unlisted\nparticipants: [citra]\n---\nOnly for who is told.\n"
    )
    secret = {
        "content/events/2026-02-02-secret/index.md": event,
        "content/members/citra/activities/2026-02-02-mine.md": "---\nevent: secret\nskills: [maths]\n---\nI was there.\n",
    }
    root, without = tree({**SITE, **secret}, SETTINGS), tmp_path / "without"
    make_project(without, SETTINGS, SITE)
    assert built(root).exit_code == 0 and built(without).exit_code == 0
    own = ("events/secret/", "members/citra/activities/mine/", "members/citra/share/mine/")
    files = published(root)
    assert "members/citra/activities/mine/index.html" in files
    where = {path for path, data in files.items() if HIDDEN.encode() in data.lower() or "mine" in path}
    assert all(path.startswith(own) for path in where), where
    # What everybody reads is as if there were neither: totals, lists, feeds, data, search.
    rest = {path: data for path, data in files.items() if not path.startswith(own)}
    assert rest == published(without)


@pytest.mark.parametrize(
    ("event", "own", "page"),
    [("public", "unlisted", True), ("unlisted", "private", False), ("private", "unlisted", False)],
)
def test_the_stricter_of_an_event_and_its_entry_decides(tree: Tree, event: str, own: str, page: bool) -> None:
    entry = "content/members/alya/activities/2026-05-01-beach.md"
    there = "content/events/2026-05-01-beach/index.md"
    root = tree(
        {
            **SITE,
            there: SITE[there].replace("hours: 4", f"hours: 4\nvisibility: {event}"),
            entry: SITE[entry].replace("hours: 5", f"hours: 5\nvisibility: {own}"),
        },
        SETTINGS,
    )
    assert built(root).exit_code == 0
    files = published(root)
    assert ("members/alya/activities/beach/index.html" in files) is page
    assert b"activities/beach/" not in files["members/alya/index.html"]


def test_who_is_paused_moved_or_gone(tree: Tree) -> None:
    root = tree(SITE, SETTINGS)
    assert built(root).exit_code == 0
    write_files(
        root,
        {
            "content/members/alya.yml": "status: paused\n",
            "content/members/bima.yml": "moved_to: https://bima.example/\n",
        },
    )
    report = built(root)
    assert report.exit_code == 0, report.problems
    files = published(root)
    assert not [path for path in files if path.startswith("members/alya")]
    assert [path for path in files if path.startswith("members/bima/")] == ["members/bima/index.html"]
    assert b"https://bima.example/" in files["members/bima/index.html"]
    assert "/members/bima/* https://bima.example/:splat 301" in files["_redirects"].decode()
    assert b"Alya" not in files["events/beach/index.html"] and b"Citra" in files["events/beach/index.html"]
    shutil.rmtree(root / "content/members/citra")
    assert built(root).exit_code == 0  # one alone may always go
    files = published(root)
    assert not [path for path in files if "citra" in path]
    assert all(b"Citra" not in data for data in files.values())


def test_what_is_kept_of_a_member_goes_with_the_build_that_takes_their_pages_away(tree: Tree) -> None:
    root = tree(SITE, SETTINGS)
    entry = root / "content/members/bima/activities/2026-03-01-class.md"
    entry.write_text(
        entry.read_text("utf-8").replace("causes:", "photos: [{file: a.jpg, alt: A room}]\ncauses:"), "utf-8"
    )
    draw_photo(entry.with_name("a.jpg"), 5)
    assert built(root).exit_code == 0
    entry.write_text(entry.read_text("utf-8").replace("We read.", "We read two books."), "utf-8")
    assert built(root).exit_code == 0
    kept = root / ".kiprah"
    for words in (b"We read.", b"We read two books."):
        assert [data for data in files_of(kept).values() if words in data], words
    assert any((kept / "photos").rglob("*"))
    shutil.rmtree(root / "content/members/bima")
    assert built(root).exit_code == 0
    left = files_of(kept)
    assert not [
        path for path, data in left.items() if b"We read" in data or b"members/bima" in data or "photos/" in path
    ]
    report = built(root)
    assert (report.exit_code, report.written, report.made) == (0, 0, 0)


def test_a_typo_in_what_decides_who_is_shown_hides(tree: Tree) -> None:
    root = tree({**SITE, "content/members/alya.yml": "status: pausd\n"}, SETTINGS)
    report = built(root)
    assert report.exit_code == 0
    assert not [path for path in published(root) if path.startswith("members/alya")]
    assert any(problem.is_error and problem.place.path == "members/alya.yml" for problem in report.problems)


def test_many_do_not_vanish_by_a_slip(tree: Tree) -> None:
    more = {f"content/members/m{n}/profile.md": NAME for n in range(6)}
    root = tree({**SITE, **more}, SETTINGS)
    assert built(root).exit_code == 0
    before = published(root)
    for n in range(3):
        (root / f"content/members/m{n}/profile.md").write_text("---\nname: [\n---\n")
    report = built(root)
    assert report.exit_code == 3
    assert [p.code for p in report.problems if p.place.path == "members/"] == ["too-many-removals"]
    assert published(root) == before
    told = json.loads((root / ".kiprah/report.json").read_text())
    assert told["published"] is False and told["problems"][0]["code"] == "too-many-removals"
    assert built(root, allow_removals=True).exit_code == 0
    assert not [path for path in published(root) if path.startswith("members/m0")]


def test_the_report_says_of_each_member_what_became_of_them(tree: Tree, tmp_path: Path) -> None:
    broken = {
        "content/members/citra/profile.md": "---\nheadline: no name\n---\n",
        "content/members/alya.yml": "status: paused\n",
    }
    root = tree({**SITE, **broken}, SETTINGS)
    assert built(root, report=tmp_path / "r.json").exit_code == 0
    report = json.loads((tmp_path / "r.json").read_text())
    assert {slug: member["status"] for slug, member in report["members"].items()} == {
        "alya": "paused",
        "bima": "published",
        "citra": "left-out",
    }
    assert report["members"]["citra"]["problems"][0]["code"] == "missing-key"
    used = report["members"]["bima"]["used"]
    assert used["entries"] == 1 and used["photos"] == 0 and used["seconds"] > 0
    assert report["published"] is True
    # Where what is broken stops the build, nobody was published.
    write_settings(root, SETTINGS + "on_error: stop\n")
    assert built(root, report=tmp_path / "r.json").exit_code == 1
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["published"] is False
    assert [report["members"][slug]["status"] for slug in ("alya", "bima", "citra")] == ["paused", "ready", "left-out"]


def test_limits_leave_out_whole_entries_in_the_order_of_their_names(tree: Tree) -> None:
    many = {
        f"content/members/bima/activities/2026-02-0{n}-day{n}.md": f"---\ntitle: Day {n}\n---\n" for n in range(1, 6)
    }
    root = tree({**SITE, **many}, SETTINGS + "limits: {entries: 3}\n")
    report = built(root)
    assert report.exit_code == 0
    (problem,) = (p for p in report.problems if p.code == "member-limits")
    assert problem.values["count"] == "3" and problem.place.path == "members/bima/"
    days = [path.split("/")[3] for path in published(root, "members/bima/activities/") if path.count("/") == 4]
    assert days == ["day1", "day2", "day3"]


def test_each_entry_over_a_limit_is_named(tree: Tree, tmp_path: Path) -> None:
    activities = "content/members/bima/activities"
    many = {
        f"{activities}/2026-02-01-day1.md": "---\ntitle: Day 1\n---\n",
        f"{activities}/2026-02-02-day2/index.md": "---\ntitle: Day 2\n---\n",
        f"{activities}/2026-02-02-day2/about.md": "Notes.\n",
        f"{activities}/2026-02-03-day3.md": "---\ntitle: Day 3\n---\n",
        f"{activities}/2026-02-03-day3.id.md": "---\ntitle: Hari 3\n---\n",
    }
    root = tree({**SITE, **many}, SETTINGS + "languages: [en, id]\nlimits: {entries: 1}\n")
    names = ["2026-02-02-day2/index.md", "2026-02-03-day3.md", "2026-03-01-class.md"]
    wanted = [(f"members/bima/activities/{name}", "limits") for name in names]
    # The second build recalls the member.
    for _ in range(2):
        report = built(root, report=tmp_path / "r.json")
        assert report.exit_code == 0
        assert [(held.what, held.reason) for held in report.held] == wanted
        left_out = json.loads((tmp_path / "r.json").read_text())["members"]["bima"]["left_out"]
        assert [(one["what"], one["reason"]) for one in left_out] == wanted
    listed = run(root, "list", "hidden").stdout.splitlines()
    assert [line.partition("\t")[0] for line in listed] == [f"content/{what}" for what, _ in wanted]
    assert all("(limits)" in line for line in listed)
    for what, _ in wanted:
        why = run(root, "why", f"content/{what}")
        assert why.returncode == 0 and "(limits)" in why.stdout, why.stdout + why.stderr


def test_on_error_stop_stops_for_everybody(tree: Tree) -> None:
    root = tree({**SITE, "content/members/citra/profile.md": "---\n---\n"}, SETTINGS + "on_error: stop\n")
    assert built(root).exit_code == 1
    assert not (root / "public").exists()


def test_pages_keep_what_they_hold_when_one_more_is_written(tree: Tree) -> None:
    many = {
        f"content/members/bima/activities/2025-{1 + n // 28:02d}-{1 + n % 28:02d}-d{n}.md": f"---\ntitle: D{n}\ncauses: [education]\n---\n"
        for n in range(45)
    }
    root = tree({**SITE, **many}, SETTINGS + "members: {per_page: 10}\n")
    built(root)
    before = published(root)
    pages = sorted(path for path in before if path.startswith("causes/education/page/"))
    assert pages == [f"causes/education/page/{n}/index.html" for n in (1, 2, 3)]
    assert b"D0<" in before[pages[0]]
    write_files(
        root, {"content/members/citra/activities/2026-06-01-new.md": "---\ntitle: New\ncauses: [education]\n---\n"}
    )
    assert built(root).exit_code == 0
    after = published(root)
    assert b"New<" in after["causes/education/index.html"]
    assert [before[page] for page in pages] == [after[page] for page in pages]


def test_a_word_more_plans_no_list_again_and_is_found(tree: Tree, tmp_path: Path) -> None:
    from kiprah.build.community import gathered_lists

    name = "content/members/bima/activities/2026-03-01-class.md"
    long = "We read, and read again, until everybody had found a page that was worth reading aloud to the others. " * 5
    root = tree({**SITE, name: SITE[name] + long + "\n"}, SETTINGS)
    built(root)
    before = published(root)
    entry = root / name
    entry.write_text(entry.read_text("utf-8") + "\nAfterwards a zebra came.\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gathered_lists, "plan_community", lambda *_: pytest.fail("nothing that lists show has changed"))
        assert built(root).exit_code == 0
    after = published(root)
    assert b"zebra" in after["search/data/w0.js"] and b"zebra" not in before["search/data/w0.js"]
    changed = {path for path in after if after[path] != before.get(path)}
    assert {path for path in changed if not path.startswith("members/bima/")} <= {
        p for p in after if "search/data/" in p
    }
    shutil.copytree(root / "content", tmp_path / "clean" / "content")
    built(tmp_path / "clean")
    assert published(tmp_path / "clean") == after


@pytest.mark.parametrize("preview", variants([False, True], 1))
@pytest.mark.parametrize("damage", ["gone", "half"])
# A name stands in lists of all members, made of everybody's summary; a sentence leaves them as they are.
@pytest.mark.slow
@pytest.mark.parametrize("edit", [("Alya", "Alya Putri"), ("Hello.", "Hello. We read on.")])
def test_results_that_the_store_lost_are_made_again(
    edit: tuple[str, str], damage: str, preview: bool, tree: Tree
) -> None:
    root = tree(SITE, SETTINGS)
    assert built(root, preview=preview).exit_code == 0
    blobs = FolderBlobs(root / ".kiprah")
    with open_state(root / ".kiprah") as state:
        names = [name for row in state.rows("member", "members/").values() if (name := result_blob(row))]
    assert len(names) >= 2
    for name in names:
        data = blobs.path(name).read_bytes()
        blobs.delete(name)
        if damage == "half":
            blobs.path(name).write_bytes(data[: len(data) // 2])
    entry = root / "content/members/alya/profile.md"
    entry.write_text(entry.read_text("utf-8").replace(*edit), "utf-8")
    report = built(root, preview=preview)
    assert report.exit_code == 0, report.problems
    again = published(root)
    shutil.rmtree(root / ".kiprah")
    shutil.rmtree(root / "public")
    assert built(root, preview=preview).exit_code == 0
    assert published(root) == again


def test_a_killed_build_goes_on_where_it_was(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree(SITE, SETTINGS)
    from kiprah.build.community import community_build as community

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(community, "gather", killed)
        with pytest.raises(KeyboardInterrupt):
            built(root)
    report = built(root)
    assert report.exit_code == 0
    runs = json.loads((root / ".kiprah/report.json").read_text())["members"]
    assert all(member["unchanged"] for member in runs.values())


@pytest.mark.usefixtures("apart")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_member_whose_run_dies_costs_nobody_else_anything(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tree(SITE, SETTINGS)
    assert built(root).exit_code == 0
    before = of_others(root)
    from kiprah.build.community import members

    real = members.run_member

    def dies(shard: object, *rest: object) -> object:
        if getattr(shard, "root", "") == "members/alya/":
            os.abort()
        return real(shard, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(members, "run_member", dies)
    (root / "content/members/alya/profile.md").write_text("---\nname: Alya L\n---\n")
    report = built(root)
    assert report.exit_code == 0
    assert [p.code for p in report.problems if p.is_error] == ["member-lost"]
    assert of_others(root) == before
    assert not [path for path in published(root) if path.startswith("members/alya")]
    monkeypatch.undo()
    assert built(root).exit_code == 0
    assert "members/alya/index.html" in published(root)


def test_a_page_leads_to_itself_in_the_other_language(tree: Tree) -> None:
    root = tree(SITE, SETTINGS + "languages: [en, id]\n")
    assert built(root).exit_code == 0
    files = published(root)
    for page in ("index.html", "members/index.html", "events/index.html", "causes/education/index.html"):
        assert (
            f'hreflang="id" href="https://kawan.example/id/{page.removesuffix("index.html")}"'.encode() in files[page]
        ), page
        assert f"id/{page}" in files


@pytest.mark.slow
def test_the_faces_of_the_first_screen_are_of_the_whole_directory_and_portraits_come_first(tree: Tree) -> None:
    names = [f"{letter}ima {letter}ata" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    members = {f"content/members/m{n}/profile.md": f"---\nname: {name}\n---\nHi.\n" for n, name in enumerate(names)}
    root = tree(members, SETTINGS)
    photo = "photo: {file: me.jpg, alt: Me at the sea, people: adults, consent: yes}\n"
    (root / "content/members/m25/profile.md").write_text(f"---\nname: {names[25]}\n{photo}---\nHi.\n", "utf-8")
    draw_photo(root / "content/members/m25/me.jpg", 1)
    report = built(root)
    assert report.exit_code == 0, report.problems
    page = published(root)["index.html"].decode()
    faces = page[page.index('<p class="faces"') :].partition("</p>")[0]
    initials = re.findall(r'class="initials">(\w)', faces)
    assert faces.count('class="person-face"') == 12 and faces.index("<img") < faces.index("initials")
    assert len(initials) == 11 and initials == sorted(initials) and initials[0] == "A" and initials[-1] > "V"


@pytest.mark.timeout(60)
def test_one_line_of_a_megabyte_holds_up_nobody(tree: Tree) -> None:
    line = "x" * 900_000
    root = tree(
        {**SITE, "content/members/bima/activities/2026-04-01-long.md": f"---\ntitle: Long\n---\n{line}\n"}, SETTINGS
    )
    assert built(root).exit_code == 0
    assert "members/alya/index.html" in published(root)


def test_an_entry_that_cannot_be_read_at_all_is_among_what_was_left_out(tree: Tree) -> None:
    texts = {"deep": "---\ntitle: Deep\nextra: " + "[" * 500 + "]" * 500 + "\n---\n", "huge": "x" * 1_100_000}
    root = tree(
        {**SITE, **{f"content/members/bima/activities/2026-04-01-{n}.md": text for n, text in texts.items()}}, SETTINGS
    )
    (root / "content/members/bima/reflections").mkdir()
    (root / "content/members/bima/reflections/2026-04-02-latin.md").write_bytes(b"---\ntitle: Caf\xe9\n---\n")
    report = built(root)
    left_out = {held.what: held.reason for held in report.held if held.what.startswith("members/bima/")}
    told = json.loads((root / ".kiprah/report.json").read_text())["members"]["bima"]["left_out"]
    names = ("activities/2026-04-01-deep.md", "activities/2026-04-01-huge.md", "reflections/2026-04-02-latin.md")
    assert left_out == {f"members/bima/{name}": "broken" for name in names}
    assert sorted(one["what"] for one in told) == sorted(left_out)
    assert "members/bima/activities/class/index.html" in published(root)


def test_what_others_do_changes_no_byte_of_the_page_of_who_moved(tree: Tree) -> None:
    settings = SETTINGS.replace("cards: {formats: []}", "cards: {formats: [link]}")
    root = tree({**SITE, "content/members/citra.yml": "moved_to: https://citra.example/\n"}, settings)
    assert built(root).exit_code == 0
    before = published(root, "members/citra/")
    shutil.rmtree(root / "content/members/bima")
    assert built(root).exit_code == 0
    assert list(before) == ["members/citra/index.html"] and published(root, "members/citra/") == before


def test_of_thousands_of_members_no_folder_is_listed_before_their_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a site begins with is looked for in the members it began with, and nothing is asked of any other."""
    make_community(
        tmp_path, {f"content/members/{name}/profile.md": f"---\nname: {name}\n---\n" for name in ("abdi", "cici")}
    )
    listed: list[str] = []
    group = Listing.group

    def listing(self: Listing, name: str) -> dict[str, Stat]:
        listed.append(name)
        return group(self, name)

    monkeypatch.setattr(Listing, "group", listing)
    assert isinstance(load_site(request_in(tmp_path), State(None)), LoadedSite)
    assert set(listed) == {"bima"} and "bima" in EXAMPLE_MEMBERS
