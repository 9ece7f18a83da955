"""Who owns an output: whose entry must go where it cannot be made, and what can be missed by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_site import Project

from kiprah.cache.digests import digest_of
from kiprah.problem import Place, Problem
from kiprah.render.faults import Fault

GOOD, ALONE = "activities/2026-05-01-good/index.md", "activities/2026-06-01-org-helper/index.md"
THOUGHT, SRI, GRANT = "reflections/2026-06-02-thought.md", "testimonials/sri.md", "selections/grant.md"
BROKEN = Problem("photo-changed", Place("a.png"), {"file": "a.png"})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Write a member with every kind of card; an activity is called as another's role is."""
    project = Project(tmp_path / "content")
    project.write("site.yml", "title: Jejak\nurl: https://a.example/\nlanguage: en\nlanguages: [en, id]\n")
    project.photo("activities/2026-05-01-good/a.png")
    project.photo("activities/2026-05-01-good/letter.png", (9, 9, 9))
    project.photo("me.png", (200, 9, 9))
    project.write("profile.md", "---\nname: Alya\nphoto: {file: me.png, alt: Me}\n---\nHello.\n")
    project.activity(
        "2026-05-01-good",
        "organization: Org\nrole: Helper\nimpact: [{value: 25, what: children}]\n"
        "photos: [{file: a.png, alt: A, people: none}]\nevidence: [{kind: letter, file: letter.png, label: Letter}]",
    )
    project.write(GOOD.replace("index.md", "index.id.md"), "---\ntitle: Hari baik\n---\nIsi.\n")
    project.activity("2026-06-01-org-helper")
    project.write(THOUGHT, "---\ntitle: A thought\nactivity: good\n---\nI thought.\n")
    project.write(SRI, "---\nfrom: Ibu Sri\nactivity: good\nconsent: yes\n---\nShe was patient.\n")
    project.write(GRANT, "---\ntitle: For the grant\nto: Fund\nactivities: [good]\n---\nHello.\n")
    return project


def owners(project: Project) -> dict[str, tuple[str, ...]]:
    [member] = project.plan().members
    return dict(member.owners)


def digest(project: Project, path: str) -> str:
    return digest_of((project.root / path).read_bytes())


@pytest.mark.parametrize(
    ("card", "of"),
    [
        ("cards/good/link.jpg", GOOD),
        ("id/cards/good/story.jpg", GOOD),
        ("cards/good/carousel-01.jpg", GOOD),
        ("cards/org-helper/link.jpg", ALONE),
        ("cards/thought/link.jpg", THOUGHT),
        ("cards/testimonials/sri/square.jpg", SRI),
        ("cards/for/grant/link.jpg", GRANT),
    ],
)
def test_the_card_of_an_entry_is_that_entrys(project: Project, card: str, of: str) -> None:
    """Nobody owns it who shows the photo it is drawn over, or is called like the folder it lies in."""
    assert owners(project)[card] == (of,)


@pytest.mark.parametrize("folder", ["roles/org-helper", "2026", "profile"])
def test_a_card_of_no_entry_stands_for_itself(project: Project, folder: str) -> None:
    owned = owners(project)
    for language in ("", "id/"):
        for name in ("link", "square", "portrait", "story"):
            card = f"{language}cards/{folder}/{name}.jpg"
            assert owned[card] == (card,)


def test_a_photo_that_cannot_be_decoded_is_of_who_shows_it(project: Project) -> None:
    owned = owners(project)
    borrowed = "cards/roles/org-helper/link.jpg"
    for path, of in ((GOOD.replace("index.md", "a.png"), GOOD), ("me.png", "profile.md")):
        assert Fault(borrowed, BROKEN, digest(project, path)).owners(owned) == (of,)
    letter = digest(project, GOOD.replace("index.md", "letter.png"))
    assert Fault("photos/letter.jpg", BROKEN, letter).owners(owned) == (GOOD,), "it is shown as evidence"


def test_a_photo_is_of_everybody_who_shows_it(project: Project) -> None:
    (project.root / "reflections/2026-06-03-again").mkdir()
    again = project.root / "reflections/2026-06-03-again"
    (again / "copy.png").write_bytes((project.root / GOOD.replace("index.md", "a.png")).read_bytes())
    (again / "index.md").write_text("---\ntitle: Again\nphotos: [{file: copy.png, alt: A, people: none}]\n---\nYes.\n")
    shown = digest(project, GOOD.replace("index.md", "a.png"))
    owned = owners(project)
    both = (GOOD, "reflections/2026-06-03-again/index.md")
    assert Fault("cards/thought/link.jpg", BROKEN, shown).owners(owned) == both
    assert owned["cards/again/link.jpg"] == both[1:]


def test_who_is_not_at_fault_for_what_is_not_known(project: Project) -> None:
    owned = owners(project)
    assert Fault("cards/good/link.jpg", BROKEN, "0" * 32).owners(owned) == (GOOD,), "nobody shows such a photo"
    assert Fault("cards/good/link.jpg", BROKEN, of_site=True).owners(owned) == ("cards/good/link.jpg",)
    assert Fault("index.html", BROKEN).owners(owned) == ()


def test_all_owners_can_be_left_out(project: Project) -> None:
    """Whatever owns something is a file of the member's, or an output that stands for itself."""
    owned = owners(project)
    files = {one for path, of in owned.items() for one in of if one != path}
    assert [one for one in files if not (project.root / one).is_file()] == []
    assert {GOOD, ALONE, THOUGHT, SRI, GRANT, "profile.md"} <= files and all(owned.values())
