"""From a folder of texts to a plan: who sees what, roles, links, languages. No theme and no pixels are needed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from kiprah.content.folder import list_folder
from kiprah.content.settings import read_settings
from kiprah.model.settings import Viewing
from kiprah.model.slug import listed_slug
from kiprah.plan.member_planner import ThemeDigests
from kiprah.plan.outputs import CardOutput, PageOutput, PictureOutput
from kiprah.plan.pages.page_outputs import TEMPLATES
from kiprah.plan.site import SitePlan, plan_site
from kiprah.plan.value_digests import value_of
from kiprah.problem import Place
from support.reading import read_site

TODAY = date(2026, 11, 22)
PUBLIC = Viewing(TODAY)
LOOK = ThemeDigests(dict.fromkeys(TEMPLATES.values(), "theme"), (), "cards", "pictures", "drawing")
SITE = "title: Jejak\nurl: https://a.example/\n"
PROFILE = "---\nname: Alya\n---\nHalo.\n"


class Project:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("site.yml", SITE)
        self.write("profile.md", PROFILE)

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")

    def photo(self, path: str, color: tuple[int, int, int] = (90, 120, 140)) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (64, 48), color).save(target)

    def activity(self, name: str, front: str = "", body: str = "Isi.") -> None:
        self.write(f"activities/{name}/index.md", f"---\ntitle: {name}\n{front}\n---\n{body}\n")

    def plan(self, viewing: Viewing = PUBLIC) -> SitePlan:
        folder, problems = list_folder(self.root)
        settings, found = read_settings(folder)
        assert settings is not None
        problems += found
        site, found = read_site(folder, settings)
        assert site is not None
        plan = plan_site(site, viewing, LOOK)
        self.problems = (*problems, *found, *plan.problems)
        self.codes = sorted(p.code for p in self.problems if p.level != "note")
        return plan


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "content")


def paths(plan: SitePlan) -> set[str]:
    return {output.path for output in plan.outputs}


def page(plan: SitePlan, path: str) -> PageOutput:
    return next(o for o in plan.outputs if isinstance(o, PageOutput) and o.path == path)


def reasons(plan: SitePlan) -> dict[str, str]:
    return {held.what: held.reason for held in plan.held}


def test_an_empty_log_is_a_site(project: Project) -> None:
    plan = project.plan()
    assert project.codes == []
    assert {"index.html", "cv/index.html", "404.html", "portfolio.json", "feed.xml", "_headers"} <= paths(plan)


CANARY = "Kenari rahasia yang tidak boleh muncul di mana pun juga"


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("draft: true", "draft"),
        ("visibility: private", "private"),
        ("publish_after: 2026-11-23", "embargo"),
        ("visibilty: private", "broken"),
        ("draft: ya", "broken"),
        ("visibility:", "broken"),
        ("publish_after: besok", "broken"),
    ],
)
def test_what_is_hidden_leaves_no_trace(project: Project, front: str, reason: str) -> None:
    project.activity("2026-05-01-terbuka", "organization: Rumah\nrole: Guru\nskills: [sabar]\nhours: 2")
    project.photo("activities/2026-05-02-gelap/rahasia.jpg")
    project.activity(
        "2026-05-02-gelap",
        f"{front}\norganization: Tersembunyi\ncauses: [sunyi]\nskills: [diam]\nhours: 40\nphotos: [rahasia.jpg]\ntags: [gaib]",
        CANARY,
    )
    plan = project.plan()
    assert reasons(plan)["activities/2026-05-02-gelap/index.md"] == reason
    everything = repr(plan.outputs).casefold()
    for trace in ("gelap", "tersembunyi", "sunyi", "diam", "kenari", "gaib", "rahasia"):
        assert trace not in everything
    assert any(secret.text == CANARY.casefold() for secret in plan.traces)
    assert page(plan, "index.html").subject.hours.value == "2"  # type: ignore[union-attr]


def test_the_future_is_hidden_by_the_calendar_day(project: Project) -> None:
    project.activity("2026-11-22-hari-ini")
    project.activity("2026-11-23-besok")
    project.activity("2026-05-01-ditahan", "publish_after: 2026-11-22")
    plan = project.plan()
    assert "activities/hari-ini/index.html" in paths(plan)
    assert "activities/ditahan/index.html" in paths(plan)
    assert reasons(plan) == {"activities/2026-11-23-besok/index.md": "future"}
    assert "activities/besok/index.html" in paths(project.plan(Viewing(date(2026, 11, 23))))


def test_a_preview_shows_and_marks_but_never_the_private(project: Project) -> None:
    project.activity("2026-05-01-draf", "draft: true")
    project.activity("2027-05-01-nanti")
    project.activity("2026-05-01-pribadi", "visibility: private")
    plan = project.plan(Viewing(TODAY, drafts=True, future=True))
    assert "activities/draf/index.html" in paths(plan) and "activities/nanti/index.html" in paths(plan)
    assert "activities/pribadi/index.html" not in paths(plan)
    assert page(plan, "activities/draf/index.html").subject.item.marks  # type: ignore[union-attr]
    assert all(o.page.noindex for o in plan.outputs if isinstance(o, PageOutput))


def test_unlisted_pages_exist_and_stand_nowhere(project: Project) -> None:
    project.activity("2026-05-01-terbuka", "hours: 1")
    project.activity(
        "2026-05-02-sunyi", "visibility: unlisted\nhours: 5\ncauses: [bisik]\norganization: Senyap\nrole: Diam"
    )
    plan = project.plan()
    hidden = page(plan, "activities/sunyi/index.html")
    assert hidden.page.noindex
    own = {"activities/sunyi/index.html", "share/sunyi/index.html"} | {
        p for p in paths(plan) if p.startswith("cards/sunyi/")
    }
    assert own <= paths(plan)
    rest = repr([o for o in plan.outputs if o.path not in own]).casefold()
    assert "sunyi" not in rest and "bisik" not in rest and "senyap" not in rest
    assert page(plan, "index.html").subject.hours.value == "1"  # type: ignore[union-attr]


PHOTO_CASES = [
    ("{file: a.jpg, consent: pending}", "consent-pending"),
    ("{file: a.jpg, consent: no}", "consent-no"),
    ("{file: a.jpg, consent: withdrawn}", "consent-withdrawn"),
    ("{file: a.jpg, consent: yes, consent_until: 2026-11-21}", "consent-expired"),
    ("{file: a.jpg, people: minors}", "minors-without-guardian"),
    ("{file: a.jpg, people: minors, consent: yes}", "minors-without-guardian"),
    ("{file: a.jpg, people: minor, consent: guardian}", "broken"),
    ("{file: a.jpg, consent: maybe}", "broken"),
    ("{file: a.jpg, people: minors, consent: guardian}", None),
    ("{file: a.jpg, consent: yes, consent_until: 2026-11-22}", None),
    ("{file: a.jpg, people: none}", None),
    ("{file: a.jpg}", None),
]


@pytest.mark.parametrize(("photo", "reason"), PHOTO_CASES)
def test_consent_decides_everywhere(project: Project, photo: str, reason: str | None) -> None:
    project.photo("activities/2026-05-01-x/a.jpg")
    project.activity("2026-05-01-x", f"photos: [{photo}]\ncover: a.jpg", "![teks](a.jpg)")
    plan = project.plan()
    pictures = [o for o in plan.outputs if isinstance(o, PictureOutput)]
    cards = [o for o in plan.outputs if isinstance(o, CardOutput) and o.card.photo is not None]
    if reason is None:
        assert pictures and cards and reasons(plan) == {}
        return
    assert not pictures and not cards
    assert "Picture(" not in repr(plan.outputs)
    if reason == "broken":
        assert "activities/2026-05-01-x/a.jpg" in reasons(plan) or "broken" in reasons(plan).values()
    else:
        assert reasons(plan) == {"activities/2026-05-01-x/a.jpg": reason}
        assert len(plan.withheld) == 1


def test_the_strict_policy_holds_back_what_does_not_say(project: Project) -> None:
    project.write("site.yml", SITE + "photos: {policy: strict}\n")
    project.photo("activities/2026-05-01-x/a.jpg")
    project.photo("activities/2026-05-01-x/b.jpg", (1, 2, 3))
    project.activity("2026-05-01-x", "photos: [a.jpg, {file: b.jpg, people: none}]")
    plan = project.plan()
    assert reasons(plan) == {"activities/2026-05-01-x/a.jpg": "people-not-said"}
    assert any(isinstance(o, PictureOutput) for o in plan.outputs)


def test_a_copy_of_a_withheld_photo_is_withheld(project: Project) -> None:
    project.photo("activities/2026-05-01-x/a.jpg")
    project.photo("activities/2026-05-02-y/kopi.jpg")
    project.activity("2026-05-01-x", "photos: [{file: a.jpg, consent: withdrawn}]")
    project.activity("2026-05-02-y", "photos: [{file: kopi.jpg, people: none}]")
    plan = project.plan()
    assert reasons(plan)["activities/2026-05-02-y/kopi.jpg"] == "same-picture-held"
    assert not [o for o in plan.outputs if isinstance(o, PictureOutput)]


def test_what_one_entry_hides_in_a_picture_is_hidden_in_every_copy(project: Project) -> None:
    project.photo("activities/2026-05-01-x/a.jpg")
    project.photo("activities/2026-05-02-y/kopi.jpg")
    project.activity("2026-05-01-x", "photos: [{file: a.jpg, hide: [[0.1, 0.1, 0.2, 0.2]]}]")
    project.activity("2026-05-02-y", "photos: [kopi.jpg]")
    plan = project.plan()
    assert all(o.source.hide for o in plan.outputs if isinstance(o, PictureOutput))
    assert all(o.card.photo.source.hide for o in plan.outputs if isinstance(o, CardOutput) and o.card.photo)


def test_photos_beside_an_entry_are_not_published_unless_named(project: Project) -> None:
    project.photo("activities/2026-05-01-x/lain.jpg")
    project.activity("2026-05-01-x")
    plan = project.plan()
    assert not [o for o in plan.outputs if isinstance(o, PictureOutput)]
    assert [p.code for p in project.problems] == ["photo-not-listed"]


def test_published_names_tell_nothing_of_the_source_file(project: Project) -> None:
    project.photo("activities/2026-05-01-x/siti-aminah-sd-3.jpg")
    project.activity("2026-05-01-x", "photos: [siti-aminah-sd-3.jpg]")
    assert not [path for path in paths(project.plan()) if "siti" in path]


def test_sessions_roll_up_into_roles(project: Project) -> None:
    common = "organization: Rumah Pelangi\nrole: Pengajar\n"
    project.activity("2025-01-10-a", common + "hours: 2:30\nhours_are: estimated")
    project.activity("2025-02-10-b", "organization: {name: rumah  pelangi}\nrole: pengajar\nhours: 2")
    project.activity("2026-03-10-c", common)
    project.activity("2026-03-11-d", "organization: Rumah Pelangi\nrole: Koordinator\nongoing: true\nhours: 10")
    plan = project.plan()
    view = page(plan, "roles/rumah-pelangi-pengajar/index.html").subject
    item = view.item  # type: ignore[union-attr]
    assert (item.sessions, item.hours.value, item.hours.estimated) == (3, "4.5", True)
    assert [(s.start, s.end) for s in item.spans] == [("2025-01-10", "2025-02-10"), ("2026-03-10", "2026-03-10")]
    running = page(plan, "roles/rumah-pelangi-koordinator/index.html").subject.item  # type: ignore[union-attr]
    assert running.ongoing and running.when.end == ""
    assert page(plan, "cv/index.html").subject.roles[0].title == "Koordinator"  # type: ignore[union-attr]


def test_languages_translate_what_they_say_and_keep_the_facts(project: Project) -> None:
    project.write("site.yml", SITE + "languages: [id, en]\n")
    project.write("profile.en.md", "---\nname: Alya\nheadline: Volunteer\n---\nHello.\n")
    project.activity("2026-05-01-x", "organization: Rumah\nrole: Pengajar\nskills: [sabar]\nhours: 2")
    project.write(
        "activities/2026-05-01-x/index.en.md",
        "---\ntitle: Teaching\nrole: Tutor\nskills: [patience]\n---\nHello there.\n",
    )
    project.activity("2026-05-02-y", "hours: 3")
    plan = project.plan()
    english = page(plan, "en/activities/x/index.html").subject
    assert english.item.title == "Teaching" and english.item.hours.text == "2 hours"  # type: ignore[union-attr]
    assert english.skills[0].name == "patience" and english.skills[0].href.path == "en/skills/sabar/"  # type: ignore[union-attr]
    assert "en/activities/y/index.html" not in paths(plan)
    home = page(plan, "en/index.html").subject
    untranslated = home.chapters[0].entries[0].activity  # type: ignore[union-attr]
    assert (untranslated.href.path, untranslated.language) == ("activities/y/", "id")
    assert home.hours.value == "5"  # type: ignore[union-attr]


def test_links_between_files_become_links_between_pages(project: Project) -> None:
    project.activity("2026-05-01-x", "", "[a](../2026-05-02-y/index.md#bagian) [b](../2026-05-02-y/) [c](/cv/)")
    project.activity("2026-05-02-y")
    links = [
        part for part in page(project.plan(), "activities/x/index.html").subject.body.parts if not isinstance(part, str)
    ]  # type: ignore[union-attr]
    assert project.codes == []
    assert [(link.path, link.anchor) for link in links] == [
        ("activities/y/", "t-bagian"),
        ("activities/y/", ""),
        ("cv/", ""),
    ]


def test_a_page_keeps_its_address_and_files_are_named_as_they_are_called(project: Project) -> None:
    project.write("activities/2026-05-01-x.md", "---\ntitle: a\naliases: [lama, activities/y, cv]\n---\nIsi.\n")
    project.write("activities/2026-05-02-y.md", "---\ntitle: b\n---\nLihat [ini](../static/activities/Y/index.html).\n")
    project.write("static/activities/Y/index.html", "x")
    plan = project.plan()
    said = [(p.place, dict(p.values)) for p in project.problems if p.code == "double-address"]
    entry, other = "activities/2026-05-01-x.md", "activities/2026-05-02-y.md"
    assert sorted(said, key=lambda one: one[0]) == [
        (Place(entry, 3, 17), {"path": "activities/y/index.html", "other": other}),
        (Place(entry, 3, 31), {"path": "cv/index.html", "other": "cv/index.html"}),
        (Place("static/activities/Y/index.html"), {"path": "activities/Y/index.html", "other": other}),
    ]
    assert page(plan, "activities/y/index.html").subject.item.title == "b"  # type: ignore[union-attr]
    assert page(plan, "cv/index.html").page.kind == "cv" and page(plan, "lama/index.html").page.kind == "moved"
    assert "activities/Y/index.html" not in paths(plan)
    # A link to what is not there would be dead.
    assert "dead-link-near" in project.codes or "dead-link" in project.codes


def test_a_role_stands_in_no_folder_that_a_system_keeps_for_itself(project: Project) -> None:
    project.activity("2026-05-01-x", "organization: CON")
    plan = project.plan()
    assert "roles/con-role/index.html" in {output.path for output in plan.outputs}
    assert (listed_slug("Lpt²"), listed_slug("Aux, Gers")) == ("", "aux-gers")


def test_links_to_nowhere_and_to_the_hidden(project: Project) -> None:
    project.activity("2026-05-01-x", "", "[mati](../z/index.md) dan [gelap](../2026-05-02-y/index.md) usai")
    project.activity("2026-05-02-y", "draft: true")
    plan = project.plan()
    assert project.codes == ["dead-link-near", "link-hidden"] or project.codes == ["dead-link", "link-hidden"]
    body = page(plan, "activities/x/index.html").subject.body  # type: ignore[union-attr]
    assert "".join(str(part) for part in body.parts) == "<p>mati dan gelap usai</p>"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"activities/2026-05-01-sama.md": "title: a", "activities/2026-06-01-sama.md": "title: b"}, "double-slug"),
        ({"activities/2026-05-01-sama.md": "title: a", "reflections/2026-06-01-sama.md": "title: b"}, "double-slug"),
        (
            {"activities/2026-05-01-caf\u00e9.md": "title: a", "activities/2026-06-01-cafe\u0301.md": "title: b"},
            "double-slug",
        ),
        ({"activities/2026-05-01-profile.md": "title: a"}, "slug-taken"),
        ({"activities/2026-05-01-2026.md": "title: a"}, "slug-taken"),
        ({"activities/2026-05-01-con.md": "title: a"}, "reserved-slug"),
        ({"activities/2026-05-01-!!!.md": "title: a"}, "empty-slug"),
        ({"activities/tanpa-tanggal.md": "title: a"}, "missing-date"),
        ({"activities/2026-02-30-x.md": "title: a"}, "bad-date-in-name"),
        ({"activities/2026-05-01-x.md": "role: a"}, "missing-key"),
        ({"activities/2026-05-01-x.md": "title: a\nend: 2026-04-01"}, "end-before-date"),
        ({"activities/2026-05-01-x.md": "title: a\nphotos: [tiada.jpg]"}, "file-missing"),
        (
            {
                "activities/2026-05-01-x.md": "title: a\naliases: [lama]",
                "activities/2026-05-02-y.md": "title: b\naliases: [lama]",
            },
            "double-address",
        ),
        ({"activities/2026-05-01-x.md": "title: a\naliases: [cv]"}, "double-address"),
        ({"pages/cv.md": "title: a"}, "page-taken"),
        ({"pages/members.md": "title: a"}, "page-taken"),
        ({"static/index.html": "title: a"}, "double-address"),
        ({"static/INDEX.html": "title: a"}, "double-address"),
        ({"reflections/2026-05-01-x.md": "title: a\nactivity: tiada"}, "unknown-activity"),
        ({"activities/2026-05-01-x/catatan.md": "title: a"}, "bundle-without-index"),
        (
            {
                "activities/2026-05-01-x.en.md": "title: a",
                "site.yml": "title: x\nlanguages: [id, en]\nurl: https://a.example/",
            },
            "translation-alone",
        ),
    ],
)
def test_clashes_and_gaps_are_named(project: Project, files: dict[str, str], code: str) -> None:
    for path, front in files.items():
        project.write(path, front if path.endswith(".yml") else f"---\n{front}\n---\nIsi.\n")
    project.plan()
    assert code in project.codes


def test_an_unlisted_testimonial_stands_nowhere_and_says_so(project: Project) -> None:
    words = "---\nfrom: Ibu Sri\nconsent: yes\nvisibility: unlisted\n---\nAnak yang tekun.\n"
    project.write("testimonials/sri.md", words)
    project.write("testimonials/budi.md", words.replace("consent", "draft: true\nconsent"))
    assert reasons(project.plan()) == {"testimonials/budi.md": "draft", "testimonials/sri.md": "no-page"}


def test_a_testimonial_needs_consent(project: Project) -> None:
    project.write("testimonials/sri.md", "---\nfrom: Ibu Sri\nconsent: yes\n---\nAnak yang tekun.\n")
    project.write("testimonials/budi.md", "---\nfrom: Pak Budi\n---\nKata yang belum boleh dikutip siapa pun.\n")
    plan = project.plan()
    everything = repr(plan.outputs)
    assert "Ibu Sri" in everything and "Budi" not in everything and "belum boleh" not in everything
    assert reasons(plan) == {"testimonials/budi.md": "consent"}


def test_hidden_totals_are_nowhere(project: Project) -> None:
    project.write("site.yml", SITE + "hours: hide\n")
    project.activity("2026-05-01-x", "organization: A\nrole: B\nhours: 41")
    project.activity("2026-05-02-y", "organization: A\nrole: B\nhours: 13")
    plan = project.plan()
    pages = repr([o for o in plan.outputs if isinstance(o, PageOutput)]).replace("0.54", "")
    assert "54" not in re.sub(r"\?v=[0-9a-f]+", "", pages)
    assert page(plan, "index.html").subject.hours is None  # type: ignore[union-attr]


def test_no_output_depends_on_where_the_site_lies(tmp_path: Path) -> None:
    texts = []
    for name in ("satu", "dua/dalam"):
        project = Project(tmp_path / name / "content")
        project.photo("activities/2026-05-01-x/a.jpg")
        project.activity("2026-05-01-x", "photos: [a.jpg]")
        texts.append(tuple(value_of(output) for output in project.plan().outputs))
    assert texts[0] == texts[1]


def test_links_and_lost_files_in_the_folder_are_not_followed(project: Project, tmp_path: Path) -> None:
    (tmp_path / "luar.md").write_text("---\ntitle: luar\n---\nrahasia", "utf-8")
    project.write("activities/.env", "KUNCI=1")
    (project.root / "activities" / "2026-05-01-luar.md").symlink_to(tmp_path / "luar.md")
    (project.root / "static").mkdir()
    for name in (".env", "id_rsa", "cadangan.bak", "catatan~"):
        project.write(f"static/{name}", "rahasia")
    project.write("static/.well-known/security.txt", "Contact: mailto:a@a.example")
    plan = project.plan()
    assert project.codes == ["link-ignored"]
    assert {p for p in paths(plan) if "luar" in p or "rsa" in p or "env" in p or "bak" in p or "~" in p} == set()
    assert ".well-known/security.txt" in paths(plan)


def test_old_addresses_lead_to_the_entry_and_name_it_as_the_one_meant(project: Project) -> None:
    project.activity("2026-05-01-x", "aliases: [/lama/x/, tua.html]")
    plan = project.plan()
    for path in ("lama/x/index.html", "tua.html"):
        moved = page(plan, path)
        assert moved.subject.href.path == "activities/x/"  # type: ignore[union-attr]
        assert (moved.page.canonical, moved.page.noindex) == ("https://a.example/activities/x/", True)


def test_who_says_nothing_of_a_photo_withholds_no_copy_that_says_who_is_in_it(project: Project) -> None:
    """Silence holds back its own photo alone where the policy is strict; a doubt that was said holds back every copy."""
    project.write("site.yml", SITE + "photos: {policy: strict}\n")
    project.photo("activities/2026-05-01-satu/a.jpg")
    project.photo("activities/2026-05-01-dua/b.jpg")
    project.activity("2026-05-01-satu", "photos: [a.jpg]")
    project.activity("2026-05-01-dua", "photos: [{file: b.jpg, alt: x, people: none}]")
    plan = project.plan()
    assert reasons(plan) == {"activities/2026-05-01-satu/a.jpg": "people-not-said"}
    assert page(plan, "activities/dua/index.html").subject.gallery  # type: ignore[union-attr]
    project.activity("2026-05-01-satu", "photos: [{file: a.jpg, alt: x, people: adults, consent: pending}]")
    assert reasons(project.plan()) == {
        "activities/2026-05-01-satu/a.jpg": "consent-pending",
        "activities/2026-05-01-dua/b.jpg": "same-picture-held",
    }


@pytest.mark.parametrize(("words", "is_trace"), [("a" * 23, False), ("a" * 24, True), ("Sebuah rahasia.", False)])
def test_a_hidden_sentence_of_24_letters_is_looked_for(project: Project, words: str, is_trace: bool) -> None:
    project.activity("2026-05-01-x", "visibility: private", words)
    assert [trace.text for trace in project.plan().traces] == [words.casefold()] * is_trace
