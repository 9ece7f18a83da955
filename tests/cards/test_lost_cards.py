"""What a card costs that cannot be drawn: the entry it is of, itself where it is of none, and never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.build.pipeline import build
from kiprah.build.request import Report
from support.building import build_in, request_in
from support.card_layers import CODE, LAYOUT, failing_for, install_layer
from support.communities import make_community
from support.sites import PROFILE, draw_photo, files_of, make_project
from support.variants import variants

SETTINGS = (
    "title: Jejak\nurl: https://a.example/\nlanguage: en\nlanguages: [en, id]\ntheme: mine\nphotos: {widths: [24], formats: [jpeg]}\n"
    "cards: {formats: [link, square]}\n"
)
LAYOUTS = {
    "themes/mine/theme.yml": "name: Mine\nextends: pelita\n",
    **{
        f"themes/mine/cards/{kind}.yml": LAYOUT
        for kind in ("activity", "reflection", "role", "testimonial", "profile", "year")
    },
}
FILES = {
    "content/profile.md": PROFILE,
    "content/activities/2026-05-01-good/index.md": "---\ntitle: The good day\norganization: Org\nrole: Helper\n"
    "photos: [{file: a.jpg, alt: A, people: none}]\n---\nWe did it.\n",
    "content/activities/2026-06-01-org-helper.md": "---\ntitle: Alone\n---\nNobody asked.\n",
    "content/reflections/2026-06-02-thought.md": "---\ntitle: A thought\nactivity: good\n---\nI thought.\n",
    "content/testimonials/ibu.md": "---\nfrom: Ibu Sri\nactivity: good\nconsent: yes\n---\nShe was patient.\n",
    "content/selections/grant.md": "---\ntitle: For the grant\nto: Fund\nactivities: [org-helper]\n---\nHello.\n",
    **LAYOUTS,
}
OF_ENTRIES = {
    "activity": ("card.title == 'The good day'", "2026-05-01-good", ("activities/good", "cards/good", "The good day")),
    "reflection": ("card.kind == 'reflection'", "thought", ("reflections/thought", "cards/thought", "I thought.")),
    "testimonial": ("card.kind == 'testimonial'", "ibu", ("testimonials/ibu", "Ibu Sri", "She was patient.")),
    "selection": ("card.title == 'For the grant'", "grant", ("for/grant", "For the grant")),
}
"""When the layer fails, and what of the site speaks of the entry alone."""
OF_NONE = {
    "role": ("card.kind == 'role'", "cards/roles/org-helper/"),
    "year": ("card.kind == 'year'", "cards/2026/"),
    "profile": ("card.kind == 'profile' and card.title == card.name", "cards/profile/"),
}


@pytest.fixture
def site(package: Path) -> Path:
    root = make_project(package / "site", SETTINGS + "on_error: skip\n", FILES)
    draw_photo(root / "content/activities/2026-05-01-good/a.jpg", 1)
    return root


def errors(report: Report) -> set[str]:
    return {problem.code for problem in report.problems if problem.is_error}


def leading_to(files: dict[str, bytes], folder: str) -> list[str]:
    """Name the files that name a picture below this folder."""
    return [
        path
        for path, data in files.items()
        for ending in (b"link.jpg", b"square.jpg")
        if folder.encode() + ending in data
    ]


@pytest.mark.parametrize("kind", variants(OF_ENTRIES, 1))
def test_the_card_of_an_entry_costs_that_entry_and_no_other(package: Path, site: Path, kind: str) -> None:
    condition, _, own = OF_ENTRIES[kind]
    install_layer(package, failing_for(condition))
    report = build_in(site)
    assert (report.exit_code, errors(report)) == (0, {"card-layer-fault"})
    published = files_of(site / "public")
    left = [
        (path, words) for words in own for path, data in published.items() if words in path or words.encode() in data
    ]
    assert left == []
    for other, (_, _, (page, *_)) in OF_ENTRIES.items():
        assert other == kind or any(page in path for path in published), other
    assert any("activities/org-helper/" in path for path in published)
    install_layer(package)
    assert not errors(build_in(site)) and any(own[0] in path for path in files_of(site / "public")), "it is mended"


@pytest.mark.slow
@pytest.mark.parametrize("kind", variants(OF_NONE, 1))
@pytest.mark.parametrize("keep_going", variants([True, False], 1))
def test_the_card_of_no_entry_costs_itself(package: Path, site: Path, kind: str, keep_going: bool) -> None:
    assert build_in(site, "sound", ".sound").exit_code == 0
    sound = files_of(site / "sound")
    condition, folder = OF_NONE[kind]
    install_layer(package, failing_for(condition))
    if keep_going:
        make_project(site, SETTINGS)
    report = build_in(site, keep_going=keep_going)
    assert (report.exit_code, errors(report)) == (int(keep_going), {"card-layer-fault"})
    published = files_of(site / "public")
    assert published.keys() == {path for path in sound if folder not in path} < sound.keys()
    assert leading_to(sound, folder) and not leading_to(published, folder), "nothing leads to where it is not"
    assert b"og:image" in published["roles/org-helper/index.html"] or kind == "profile"
    install_layer(package)
    make_project(site, SETTINGS + "on_error: skip\n")
    assert build_in(site).exit_code == 0 and files_of(site / "public") == sound, "it is mended"


@pytest.mark.slow
def test_a_role_fails_for_an_entry_and_is_drawn_without_it(package: Path, site: Path) -> None:
    """Entries go first: what is planned without them may be drawn."""
    good = site / "content/activities/2026-05-01-good/index.md"
    good.write_text(good.read_text("utf-8").replace("role: ", "impact: [{value: 25, what: children}]\nrole: "), "utf-8")
    early = "---\ntitle: Early\norganization: Org\nrole: Helper\n---\nBefore.\n"
    (site / "content/activities/2026-04-01-early.md").write_text(early, "utf-8")
    install_layer(package, failing_for("'25' in card.figures"))
    report = build_in(site)
    assert (report.exit_code, errors(report)) == (0, {"card-layer-fault"})
    published = files_of(site / "public")
    assert "cards/roles/org-helper/link.jpg" in published and "cards/good/link.jpg" not in published


@pytest.mark.slow
def test_it_stops_the_site_where_nothing_is_left_out(package: Path, site: Path) -> None:
    make_project(site, SETTINGS)
    assert build_in(site).exit_code == 0
    before = files_of(site / "public")
    install_layer(package, failing_for("card.kind == 'role'"))
    assert build_in(site).exit_code == 1 and files_of(site / "public") == before


@pytest.mark.slow
@pytest.mark.parametrize("are_there", [False, True], ids=["all", "cards alone"])
def test_a_photo_that_cannot_be_decoded_costs_who_shows_it(site: Path, are_there: bool) -> None:
    """Nobody else is at fault: a card that would be drawn over it is drawn without."""
    photo = site / "content/activities/2026-05-01-good/a.jpg"
    early = "---\ntitle: Early\norganization: Org\nrole: Helper\n---\nBefore.\n"
    (site / "content/activities/2026-04-01-early.md").write_text(early, "utf-8")
    if are_there:
        # Its sizes are in the store: what is to be drawn over it is a card of another entry, and those of the role.
        assert build_in(site).exit_code == 0
        for name in ("reflections/2026-06-02-thought", "activities/2026-04-01-early"):
            path = site / f"content/{name}.md"
            path.write_text(
                path.read_text("utf-8").replace("thought\n", "change\n").replace("Before", "Long ago"), "utf-8"
            )

    def exchange(stage: str, done: int, total: int) -> None:
        if stage == "render" and not done:
            draw_photo(photo, 2)

    report = build(request_in(site), exchange)
    assert (report.exit_code, errors(report)) == (0, {"photo-changed"}), report.problems
    published = files_of(site / "public")
    kept = (
        "activities/early/",
        "activities/org-helper/",
        "reflections/thought/",
        "cards/thought/",
        "cards/roles/org-helper/",
    )
    assert [folder for folder in kept if not any(path.startswith(folder) for path in published)] == []
    assert not [path for path, data in published.items() if "good" in path or b"The good day" in data]
    assert build_in(site).exit_code == 0 and "activities/good/index.html" in files_of(site / "public")


COMMUNITY = (
    "kind: community\ntitle: Kawan\nurl: https://kawan.example/\nlanguage: en\ntheme: mine\non_error: skip\n"
    "photos: {widths: [24], formats: [jpeg]}\n"
)
WORK = "---\ntitle: {}\norganization: Org\nrole: Helper\n---\nWords.\n"


def community(root: Path) -> Path:
    files = {
        f"content/members/{m}/activities/2026-04-01-work.md": WORK.format(f"Work of {m}") for m in ("alya", "bima")
    }
    return make_community(root / "site", files | LAYOUTS, COMMUNITY)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("condition", "lost"),
    [
        ("card.kind == 'role' and card.name == 'Bima'", "members/bima/cards/roles/org-helper/"),
        ("card.kind == 'profile' and card.name == 'Bima'", "members/bima/cards/profile/"),
        ("card.kind == 'year' and card.name == 'Bima'", "members/bima/cards/2026/"),
        ("card.kind == 'year' and 'members' not in card.url", "cards/2026/"),
        ("card.title == 'Kawan'", "cards/community/"),
    ],
)
def test_in_a_community_it_costs_no_member(package: Path, condition: str, lost: str) -> None:
    root = community(package)
    assert build_in(root, "sound", ".sound").exit_code == 0
    sound = files_of(root / "sound")
    install_layer(package, failing_for(condition))
    for _ in range(2):
        report = build_in(root)
        assert (report.exit_code, errors(report)) == (0, {"card-layer-fault"})
        published = files_of(root / "public")
        assert published.keys() == {path for path in sound if not path.startswith(lost)} < sound.keys()
        assert b"Work of bima" in published["members/bima/activities/work/index.html"]
    install_layer(package)
    assert not errors(build_in(root)) and files_of(root / "public") == sound


@pytest.mark.slow
def test_the_card_of_an_event_costs_the_event(package: Path) -> None:
    root = community(package)
    install_layer(package, failing_for("card.title == 'Pantai'"))
    report = build_in(root)
    assert (report.exit_code, errors(report)) == (0, {"card-layer-fault"})
    published = files_of(root / "public")
    assert {"members/bima/index.html", "members/alya/index.html", "index.html"} <= published.keys()
    assert "events/pantai/index.html" not in published


UNLOADABLE = CODE + "\n1 // 0\n"


@pytest.mark.slow
def test_a_package_that_cannot_be_loaded_empties_no_community(package: Path) -> None:
    """It is nobody's fault: each card that shows the layer is missing by itself."""
    root = community(package)
    assert build_in(root, "sound", ".sound").exit_code == 0
    sound = files_of(root / "sound")
    install_layer(package, UNLOADABLE)
    report = build_in(root)
    assert (report.exit_code, errors(report)) == (0, {"card-layer-unloaded"})
    published = files_of(root / "public")
    lost = sound.keys() - published.keys()
    assert lost == {path for path in sound if path.endswith(".jpg")}
    assert not [
        (one, path) for one in lost for path, data in published.items() if f"kawan.example/{one}".encode() in data
    ]
