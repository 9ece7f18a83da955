"""The timeline: what a full year tells with a picture, what the filter knows, and the strip in words."""

from __future__ import annotations

from test_site import Project, page, project

from kiprah.plan.views.lists import ActivitiesView, HomeView, RoleView, TermsView

__all__ = ["project"]


def test_a_full_year_features_what_took_the_most_time(project: Project) -> None:
    for number in range(7):
        project.activity(f"2025-0{number + 1}-10-a{number}", f"hours: {number}")
    project.activity("2026-01-10-alone")
    home = page(project.plan(), "index.html").subject
    assert isinstance(home, HomeView)
    featured = {e.activity.title: e.featured for c in home.chapters for e in c.entries if e.activity}
    assert {title for title, visible in featured.items() if visible} == {
        *(f"2025-0{number + 1}-10-a{number}" for number in (3, 4, 5, 6)),
        "2026-01-10-alone",
    }


def test_in_a_full_year_pictures_go_before_hours(project: Project) -> None:
    for number in range(6):
        project.activity(
            f"2025-0{number + 1}-10-a{number}", "hours: 9" if number else "photos: [{file: x.jpg, alt: x}]"
        )
    project.photo("activities/2025-01-10-a0/x.jpg")
    home = page(project.plan(), "index.html").subject
    assert isinstance(home, HomeView)
    assert [e.activity.title for e in home.chapters[0].entries if e.featured and e.activity] == ["2025-01-10-a0"]


def test_the_list_of_all_knows_what_the_filter_asks(project: Project) -> None:
    project.activity("2025-01-10-a", "causes: [education]\nskills: [patience]")
    plan = project.plan()
    listed, home = page(plan, "activities/index.html").subject, page(plan, "index.html").subject
    assert isinstance(listed, ActivitiesView) and isinstance(home, HomeView)
    assert listed.chapters[0].entries[0].terms == ("causes/education/", "skills/patience/")
    assert home.chapters[0].entries[0].terms == ()


def test_the_strip_says_runs_of_months(project: Project) -> None:
    project.activity("2025-01-10-a", "end: 2025-03-02\norganization: Rumah\nrole: Pengajar")
    project.activity("2025-07-10-b")
    project.activity("2027-07-10-c", "publish_after: 2099-01-01")
    plan = project.plan()
    home, role = (page(plan, path).subject for path in ("index.html", "roles/rumah-pengajar/index.html"))
    assert isinstance(home, HomeView) and isinstance(role, RoleView)
    assert [year.text for year in home.strip] == ["2025: Januari–Maret, Juli"]
    assert [year.text for year in role.strip] == ["2025: Januari–Maret"]


def test_a_skill_names_what_shows_it(project: Project) -> None:
    for day in range(1, 6):
        project.activity(f"2025-01-0{day}-a{day}", "skills: [patience]\ncauses: [education]")
    plan = project.plan()
    skills, causes = (page(plan, f"{kind}/index.html").subject for kind in ("skills", "causes"))
    assert isinstance(skills, TermsView) and isinstance(causes, TermsView)
    assert [label.name for label in skills.terms[0].latest] == [f"2025-01-0{day}-a{day}" for day in (5, 4, 3)]
    assert causes.terms[0].latest == ()
