"""A community begins members, events and their entries, and nothing is written over or in a wrong place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from support.command import run
from support.communities import make_community
from support.sites import files_of, make_site


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_community(tmp_path)


def test_a_new_member_has_a_profile_and_the_communitys_word(root: Path) -> None:
    done = run(root, "new", "member", "Siti Nurhaliza: \u0100yu")
    assert done.returncode == 0, done.stderr
    front = yaml.safe_load(
        (root / "content/members/siti-nurhaliza-ayu/profile.md").read_text("utf-8").split("---\n")[1]
    )
    assert front == {"name": "Siti Nurhaliza: \u0100yu"}
    assert list(yaml.safe_load((root / "content/members/siti-nurhaliza-ayu.yml").read_text("utf-8"))) == ["since"]
    assert "--member siti-nurhaliza-ayu" in done.stdout


def test_a_slug_is_taken_as_given_where_it_can_be_an_address(root: Path) -> None:
    assert run(root, "new", "member", "\u0645\u0631\u064a\u0645", "--slug", "maryam").returncode == 0
    assert (root / "content/members/maryam/profile.md").is_file()
    for slug in ("Maryam", "../bima", "page", "a b", "con", "", "-"):
        before = files_of(root)
        done = run(root, "new", "member", "\u0645\u0631\u064a\u0645", "--slug", slug)
        assert done.returncode == 2 and "hint:" in done.stderr, slug
        assert files_of(root) == before


@pytest.mark.parametrize("name", ["Alya", "alya"])
def test_nobody_is_begun_twice(name: str, root: Path) -> None:
    before = files_of(root)
    done = run(root, "new", "member", name)
    assert done.returncode == 1 and "alya-2" in done.stderr
    assert files_of(root) == before


def test_what_the_community_said_before_stays(root: Path) -> None:
    (root / "content/members/citra.yml").write_text("since: 2020\n", "utf-8")
    done = run(root, "new", "member", "Citra")
    assert done.returncode == 1
    assert (root / "content/members/citra.yml").read_text("utf-8") == "since: 2020\n"


@pytest.mark.parametrize("name", ["", "   ", "\udcff"])
def test_a_member_has_a_name(name: str, root: Path) -> None:
    before = files_of(root)
    assert run(root, "new", "member", name).returncode == 2
    assert files_of(root) == before


def test_a_new_event_names_members_only(root: Path) -> None:
    done = run(root, "new", "event", "Tanam pohon", "--participants", "alya, bima,alya", "--date", "2026-12-05")
    assert done.returncode == 0, done.stderr
    text = (root / "content/events/2026-12-05-tanam-pohon/index.md").read_text("utf-8")
    front = yaml.safe_load(text.split("---\n")[1])
    assert front["participants"] == ["alya", "bima"] and front["draft"] is True and front["title"] == "Tanam pohon"
    before = files_of(root)
    for args in (
        ("Sungai", "--participants", "alia"),
        ("Sungai", "--participants", "../alya"),
        ("Sungai", "--date", "besok"),
        ("Tanam pohon",),
        ("tanam POHON",),
        ("!!!",),
        ("2026",),
    ):
        done = run(root, "new", "event", *args)
        assert done.returncode in (1, 2) and done.stderr, args
    assert files_of(root) == before


@pytest.mark.parametrize("command", [("activity", "Hari"), ("reflection", "Hari"), ("testimonial", "Ibu Sri")])
def test_an_entry_is_a_members(command: tuple[str, ...], root: Path) -> None:
    done = run(root, "new", *command)
    assert done.returncode == 2 and "--member" in done.stderr
    done = run(root, "new", *command, "--member", "bina")
    assert done.returncode == 2 and "bima" in done.stderr
    before = set(files_of(root))
    done = run(root, "new", *command, "--member", "bima")
    assert done.returncode == 0, done.stderr
    new = set(files_of(root)) - before
    assert len(new) == 1 and next(iter(new)).startswith("content/members/bima/")


def test_an_address_is_taken_by_the_member_alone(root: Path) -> None:
    assert run(root, "new", "activity", "Hari", "--member", "bima").returncode == 0
    done = run(root, "new", "activity", "Hari", "--member", "alya")
    assert done.returncode == 1 and "members/alya/activities/2026-05-01-hari.md" in done.stderr


def test_a_portfolio_has_no_members(tmp_path: Path) -> None:
    make_site(tmp_path)
    for command in (("member", "Alya"), ("event", "Pantai"), ("activity", "Hari", "--member", "alya")):
        done = run(tmp_path, "new", *command)
        assert (done.returncode == 2 and "community" in done.stderr) or "communities" in done.stderr
    assert not (tmp_path / "content/members").exists() and not (tmp_path / "content/events").exists()


def test_a_theme_is_the_communitys(root: Path) -> None:
    assert run(root, "new", "theme", "kawan").returncode == 0
    assert (root / "themes/kawan/theme.yml").is_file()
