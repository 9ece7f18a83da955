"""Totals equal what stands under them, whatever has no organization, several causes, or spans a year's end."""

from __future__ import annotations

from pathlib import Path

from test_site import SITE, Project, page

from kiprah.plan.views.lists import CvView, HomeView, OtherActivities, RoleItem, TermsView, TermView, YearView
from kiprah.plan.views.text import Hours


def worked(*hours: Hours | None) -> float:
    return sum(float(each.value) for each in hours if each is not None)


def listed(roles: tuple[RoleItem, ...], other: OtherActivities | None) -> float:
    return worked(*(role.hours for role in roles), other.hours if other else None)


def sample(tmp_path: Path) -> Project:
    project = Project(tmp_path / "content")
    project.write("site.yml", SITE)
    project.activity("2025-11-07-pantai", "organization: Pesisir\nrole: Relawan\nhours: 4\ncauses: [environment]")
    project.activity("2026-02-14-pantai-lagi", "organization: Pesisir\nrole: Relawan\nhours: 3\ncauses: [environment]")
    project.activity("2026-03-14-membaca", "organization: Gerimis\nrole: Pendamping\nhours: 2\ncauses: [education]")
    project.activity("2026-11-21-dapur", "hours: 10\ncauses: [education, health]")
    return project


def test_roles_and_the_rest_add_up_to_every_total_above_them(tmp_path: Path) -> None:
    plan = sample(tmp_path).plan()
    home, cv = page(plan, "index.html").subject, page(plan, "cv/index.html").subject
    assert isinstance(home, HomeView) and isinstance(cv, CvView)
    for view in (home, cv):
        assert worked(view.hours) == listed(view.roles, view.other) == 19
        assert view.other is not None and (view.other.activities, worked(view.other.hours)) == (1, 10)
    assert sum(worked(chapter.hours) for chapter in home.chapters) == 19
    for year, hours in ((2025, 4), (2026, 15)):
        recap = page(plan, f"years/{year}/index.html").subject
        assert isinstance(recap, YearView)
        assert worked(recap.hours) == listed(recap.roles, recap.other) == hours
    cause = page(plan, "causes/education/index.html").subject
    assert isinstance(cause, TermView)
    assert worked(cause.item.hours) == listed(cause.roles, cause.other) == 12


def test_a_role_shown_in_part_tells_the_time_of_that_part(tmp_path: Path) -> None:
    recap = page(sample(tmp_path).plan(), "years/2026/index.html").subject
    assert isinstance(recap, YearView)
    role = next(role for role in recap.roles if role.title == "Relawan")
    assert (role.when.start, role.when.end, role.months) == ("2026-02-14", "2026-02-14", ((24313, 24313),))


def test_causes_that_overlap_say_so_and_others_do_not(tmp_path: Path) -> None:
    project = sample(tmp_path)
    plan = project.plan()
    home, terms = page(plan, "index.html").subject, page(plan, "causes/index.html").subject
    assert isinstance(home, HomeView) and isinstance(terms, TermsView)
    assert home.causes_overlap and terms.overlap
    project.activity("2026-11-21-dapur", "hours: 10\ncauses: [health]")
    plan = project.plan()
    home, terms = page(plan, "index.html").subject, page(plan, "causes/index.html").subject
    assert isinstance(home, HomeView) and isinstance(terms, TermsView)
    assert not home.causes_overlap and not terms.overlap


def test_only_a_role_that_went_on_has_a_beginning(tmp_path: Path) -> None:
    home = page(sample(tmp_path).plan(), "index.html").subject
    assert isinstance(home, HomeView)
    begun = {e.activity.title for c in home.chapters for e in c.entries if e.activity and e.starts_role}
    assert len(begun) == 1 and home.dots is not None and home.proof == ()
    assert home.dots.days and len(home.dots.lit) == 4 and len(home.dots.quiet) == 362


def test_the_first_screen_says_what_vouches(tmp_path: Path) -> None:
    project = sample(tmp_path)
    project.activity("2026-04-01-surat", "organization: X\nevidence: [{kind: link, url: 'https://news.example/'}]")
    project.write("testimonials/sri.md", "---\nfrom: Bu Sri\nconsent: yes\n---\nIa mencatat.\n")
    home = page(project.plan(), "index.html").subject
    assert isinstance(home, HomeView)
    assert [(label.name, label.href.path, label.href.anchor) for label in home.proof] == [
        ("tersedia untuk 1 kegiatan", "roles/", ""),
        ("1 kesaksian", "", "testimonials"),
    ]


def test_causes_stand_beside_each_other_alike_whoever_named_them(tmp_path: Path) -> None:
    project = sample(tmp_path)
    project.activity("2026-03-20-jalan", "causes: [education, tunawisma, iNaturalist]")
    terms = page(project.plan(), "causes/index.html").subject
    assert isinstance(terms, TermsView)
    names = {term.name for term in terms.terms}
    assert {"Pendidikan", "Tunawisma", "iNaturalist"} <= names and "tunawisma" not in names
