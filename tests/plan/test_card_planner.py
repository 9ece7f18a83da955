"""Which cards a site has: kinds, carousels, kits, and what must be on none of them."""

from __future__ import annotations

from datetime import date

import pytest
from test_site import PUBLIC, TODAY, Project, paths

from kiprah.model.settings import Viewing
from kiprah.plan.calendar_days import DAYS, day_number, joined, stretches_in, stretches_of
from kiprah.plan.outputs import AssetOutput, CardOutput
from kiprah.plan.site import SitePlan
from kiprah.plan.views.card import CardView

FORMATS = ("link", "square", "portrait", "story")


@pytest.fixture
def project(tmp_path) -> Project:  # type: ignore[no-untyped-def]
    return Project(tmp_path / "content")


def cards(plan: SitePlan, under: str) -> dict[str, CardView]:
    return {o.path: o.card for o in plan.outputs if isinstance(o, CardOutput) and o.path.startswith(f"cards/{under}")}


def notes(plan: SitePlan, slug: str) -> str:
    path = f"cards/{slug}/carousel.txt"
    return next(o.content.decode() for o in plan.outputs if isinstance(o, AssetOutput) and o.path == path)


def with_photos(project: Project, count: int, front: str = "", body: str = "Isi.") -> None:
    listed = []
    for number in range(count):
        project.photo(f"activities/2026-05-01-hari/{number}.png", (number * 9, 90, 120))
        listed.append(f"{{file: {number}.png, alt: Gambar {number}, caption: Keterangan {number}, people: none}}")
    project.activity("2026-05-01-hari", f"photos: [{', '.join(listed)}]\n{front}", body)


def test_roles_and_testimonials_have_cards_and_kits(project: Project) -> None:
    project.activity("2026-05-01-hari", "organization: Rumah\nrole: Guru\nimpact: [{value: 25, what: anak membaca}]")
    project.write("testimonials/sri.md", "---\nfrom: Ibu Sri\nactivity: hari\nconsent: yes\n---\nIa sabar.\n")
    plan = project.plan()
    for folder in ("roles/rumah-guru", "testimonials/sri"):
        assert {f"cards/{folder}/{name}.jpg" for name in FORMATS} <= paths(plan)
        assert f"share/{folder}/index.html" in paths(plan)
    role = cards(plan, "roles/")["cards/roles/rumah-guru/link.jpg"]
    assert (role.title, role.eyebrow, role.figures, role.changes) == ("Guru", "Rumah", ("25",), ("anak membaca",))
    said = cards(plan, "testimonials/")["cards/testimonials/sri/link.jpg"]
    assert (said.quote, said.title, said.photo) == ("Ia sabar.", "Ibu Sri", None)
    assert said.url == "https://a.example/activities/hari/"


def test_a_testimonial_without_consent_has_no_card(project: Project) -> None:
    project.write("testimonials/sri.md", "---\nfrom: Ibu Sri\n---\nIa sabar.\n")
    assert not cards(project.plan(), "testimonials/")


def test_a_testimonial_without_words_is_not_published_and_said(project: Project) -> None:
    project.write("testimonials/sri.md", "---\nfrom: Ibu Sri\nconsent: yes\n---\n\n")
    plan = project.plan()
    assert not cards(plan, "testimonials/")
    assert ("testimonials/sri.md", "empty") in {(held.what, held.reason) for held in plan.held}


@pytest.mark.parametrize("slug", ["roles", "testimonials", "profile"])
def test_names_that_cards_use_are_taken(project: Project, slug: str) -> None:
    project.activity("2026-05-01-hari", f"slug: {slug}")
    project.plan()
    assert "slug-taken" in project.codes


def test_a_carousel_has_cover_photos_change_quote_and_end(project: Project) -> None:
    with_photos(project, 3, "quote: Kami belajar.\nimpact: [{value: 25, what: anak membaca}]\ntags: [baca]")
    plan = project.plan()
    slides = {path: card for path, card in cards(plan, "hari/").items() if "carousel" in path}
    assert list(slides) == [f"cards/hari/carousel-{number:02}.jpg" for number in range(1, 7)]
    kinds = [card.kind for card in slides.values()]
    assert kinds == ["slide-cover", "slide-photo", "slide-photo", "slide-change", "slide-quote", "slide-end"]
    assert [card.position for card in slides.values()][:2] == ["1/6", "2/6"]
    text = notes(plan, "hari")
    for words in (
        "Kami belajar.",
        "https://a.example/activities/hari/",
        "#Baca",
        "carousel-02.jpg\nGambar 1",
        "25 anak",
    ):
        assert words in text


def test_a_carousel_has_at_most_ten_slides(project: Project) -> None:
    with_photos(project, 14, "quote: Kami belajar.")
    slides = [path for path in cards(project.plan(), "hari/") if "carousel" in path]
    assert len(slides) == 10


@pytest.mark.parametrize(
    ("count", "site", "front"),
    [(0, "", "quote: Kami belajar."), (1, "", ""), (3, "cards: {formats: [link, story]}\n", "")],
)
def test_there_is_no_carousel_without_photos_words_or_portraits(
    project: Project, count: int, site: str, front: str
) -> None:
    project.write("site.yml", "title: Jejak\nurl: https://a.example/\n" + site)
    with_photos(project, count, front)
    assert not [path for path in paths(project.plan()) if "carousel" in path]


def test_what_is_held_back_is_on_no_slide_and_in_no_note(project: Project) -> None:
    with_photos(project, 3)
    project.photo("activities/2026-05-01-hari/rahasia.png", (1, 2, 3))
    held = "{file: rahasia.png, alt: Gambar rahasia, people: adults, consent: withdrawn}"
    path = project.root / "activities/2026-05-01-hari/index.md"
    path.write_text(path.read_text("utf-8").replace("photos: [", f"cover: rahasia.png\nphotos: [{held}, "), "utf-8")
    secret = "Kenari yang disembunyikan dari semua orang"
    project.write(
        "reflections/2026-05-02-sunyi.md",
        f"---\ntitle: S\nactivity: hari\nvisibility: private\nquote: {secret}\n---\nx\n",
    )
    plan = project.plan()
    slides = [card for path, card in cards(plan, "hari/").items() if "carousel" in path]
    assert slides and "rahasia" not in notes(plan, "hari") and secret not in notes(plan, "hari")
    sources = {card.photo.source.path.name for card in slides if card.photo}
    assert sources == {"0.png", "1.png", "2.png"}


def test_a_site_without_cards_has_no_kits_for_roles(project: Project) -> None:
    project.write("site.yml", "title: Jejak\nurl: https://a.example/\ncards: {formats: []}\n")
    project.activity("2026-05-01-hari", "organization: Rumah\nrole: Guru")
    plan = project.plan()
    assert not cards(plan, "") and "share/roles/rumah-guru/index.html" not in paths(plan)


def test_the_logo_is_one_of_the_static_files(project: Project) -> None:
    project.write("static/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    assert cards(project.plan(), "profile/")["cards/profile/link.jpg"].logo is None
    project.photo("static/logo.png")
    logo = cards(project.plan(), "profile/")["cards/profile/link.jpg"].logo
    assert logo is not None and logo.source.name == "logo.png"


def test_days_keep_their_place_from_year_to_year(project: Project) -> None:
    assert (day_number(date(2025, 1, 1)), day_number(date(2025, 3, 1)), day_number(date(2025, 12, 31))) == (1, 61, DAYS)
    assert joined([3, 1, 2, 9]) == ((1, 3), (9, 9))
    project.activity("2025-12-30-malam", "end: 2026-01-02")
    project.activity("2026-03-01-berjalan", "ongoing: true")
    plan = project.plan(Viewing(TODAY))
    assert cards(plan, "malam/")["cards/malam/link.jpg"].days == ((1, 2), (365, 366))
    assert cards(plan, "berjalan/")["cards/berjalan/link.jpg"].days == ((61, 366),)
    tomorrow = project.plan(Viewing(date(2026, 11, 23)))
    assert cards(tomorrow, "berjalan/") == cards(plan, "berjalan/"), (
        "an ongoing activity's card does not change every day"
    )
    assert stretches_of(()) == stretches_in((), 2026) == ()
    assert PUBLIC.today == TODAY


def test_a_card_is_in_the_language_of_its_words(project: Project) -> None:
    project.activity("2026-05-01-hari", "lang: ar\nrole: Guru")
    project.write("testimonials/sri.md", "---\nfrom: Sri\nlang: ja\nconsent: yes\n---\nIa sabar.\n")
    plan = project.plan()
    assert {card.language for card in cards(plan, "hari/").values()} == {"ar"}
    assert {card.language for card in cards(plan, "testimonials/").values()} == {"ja"}
    assert {card.language for card in cards(plan, "profile/").values()} == {"id"}
