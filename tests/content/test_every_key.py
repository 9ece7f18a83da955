"""Every key counts: with it another site is planned than without, so that none can be read and then forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from kiprah.build.planned_site import read_and_plan
from kiprah.content.json_schema import FILE_DECLARATIONS
from support.building import request_in
from support.mp4 import video
from support.photos import jpeg
from support.sites import write_files

FILES = {
    "activity": "activities/2026-03-14-kelas/index.md",
    "reflection": "reflections/2026-05-01-suara/index.md",
    "testimonial": "testimonials/ibu.md",
    "page": "pages/kontak/index.md",
    "selection": "selections/yayasan.md",
    "profile": "profile.md",
    "site": "site.yml",
    "event": "events/2027-01-01-pantai/index.md",
    "member": "members/alya.yml",
    "community": "site.yml",
}
BASE: Mapping[str, Mapping[str, str]] = {
    "activity": {"title": "Kelas", "organization": "Pelangi", "hours": "2", "photos": "[{file: a.jpg, alt: Kelas, people: none}, b.jpg]"},
    "reflection": {"title": "Suara"},
    "testimonial": {"from": "Ibu Sri", "consent": "yes"},
    "page": {"title": "Kontak"},
    "selection": {"title": "Untuk yayasan", "activities": "[lain]"},
    "profile": {"name": "Alya", "skills": "[membaca]"},
    "site": {"title": "Jejak", "url": "https://a.example/"},
    "event": {"title": "Pantai", "participants": "[alya]"},
    "member": {"status": "active"},
    "community": {"kind": "community", "title": "Kita", "url": "https://a.example/"},
}  # fmt: skip
"""What each file says beside the key that is looked at."""
LISTED = "[{file: a.jpg, alt: Satu, people: none}]"
COMMON = {
    "title": "Lain sama sekali",
    "slug": "alamat-lain",
    "description": "Satu kalimat.",
    "lang": "en",
    "tags": "[buku]",
    "aliases": "[/lama/]",
    "updated": "2026-04-01",
    "draft": "true",
    "visibility": "unlisted",
    "publish_after": "2027-01-01",
    "risk_accepted": "Nomor itu milik yayasan",
}


def without(*keys: str) -> dict[str, str]:
    """Return the cases that entries of all kinds have, but those of some keys."""
    return {key: value for key, value in COMMON.items() if key not in keys}


CASES: Mapping[str, Mapping[str, str]] = {
    "activity": {
        **COMMON,
        "date": "2025-01-01",
        "end": "2026-06-20",
        "ongoing": "true",
        "hours": "42",
        "hours_are": "estimated",
        "sdgs": "[4]",
        "cover": "b.jpg",
        "organization": "Rumah Lain",
        "role": "Pengajar",
        "causes": "[education]",
        "skills": "[mengajar]",
        "place": "Sleman, ID",
        "impact": "[{value: 25, what: anak membaca}]",
        "with": "[Bima]",
        "quote": "Aku menunggu.",
        "photos": LISTED,
        "evidence": "[{kind: link, url: 'https://b.example/', label: Berita}]",
        "videos": "[{file: clip.mp4, alt: Lagu}]",
    },
    "reflection": {
        **COMMON,
        "date": "2025-01-01",
        "activity": "lain",
        "frame": "gibbs",
        "quote": "Aku terburu-buru.",
        "photos": LISTED,
    },
    "testimonial": {
        **{key: COMMON[key] for key in ("lang", "draft", "visibility", "publish_after", "risk_accepted")},
        "from": "Pak Jumadi",
        "relation": "Koordinator",
        "date": "2026-06-21",
        "activity": "lain",
        "consent": "pending",
    },
    "page": {**without("tags", "updated"), "photos": "[{file: a.jpg, credit: Bima}]"},
    "selection": {
        **without("tags", "updated"),
        "visibility": "private",
        "to": "Yayasan Terang",
        "activities": "[kelas]",
        "reflections": "[suara]",
        "until": "2026-01-01",
        "cv": "false",
        "menu": "true",
        "photos": LISTED,
    },
    "profile": {
        "name": "Bima",
        "headline": "Aku membaca.",
        "pronouns": "dia",
        "photo": "{file: p.jpg, alt: Alya, people: none}",
        "place": "Sleman, ID",
        "email": "halo@a.example",
        "links": "[{label: Rumah, url: 'https://b.example/'}]",
        "skills": "[menulis]",
        "languages": "[Jawa]",
        "interests": "[sungai]",
        "education": "[{institution: Universitas Lereng}]",
        "work": "[{name: Toko Buku}]",
        "awards": "[{title: Catatan terbaik}]",
        "certificates": "[{name: P3K}]",
        "photos": "[{file: p.jpg, alt: Ruang, people: none}]",
        "risk_accepted": "Nomor itu milik yayasan",
    },
    "site": {
        "title": "Langkah",
        "url": "https://b.example/",
        "description": "Yang kulakukan.",
        "language": "en",
        "languages": "[id, en]",
        "theme": "lembar",
        "theme_options": "{strip: false}",
        "brand": "{color: '#aa0044'}",
        "hours": "hide",
        "photos": "{policy: strict}",
        "cards": "{formats: [link]}",
        "feed": "{limit: 1}",
        "menu": "[{label: Kegiatan, page: activities}]",
        "noindex": "true",
        "extra": "{a: 1}",
    },
}
COMMUNITY = {
    "event": {
        "participants": "[bima]",
        "capacity": "20",
        "register": "https://b.example/daftar",
    },
    "member": {
        "since": "2024-03",
        "until": "2026-01",
        "cohort": "2024",
        "role": "Koordinator",
        "status": "paused",
        "moved_to": "https://b.example/",
    },
    "community": {
        "members": "{per_page: 1}",
        "join": "{label: Ikut, url: 'https://b.example/'}",
        "featured": "[bima]",
    },
}
"""Keys of a community's files that no portfolio has; all others of an event are an activity's."""
ELSEWHERE: Mapping[str, Mapping[str, str]] = {
    "activity": {"event": "build/test_community.py"},
    "testimonial": dict.fromkeys(("title", "slug", "description", "tags", "aliases", "updated"), ""),
    "page": dict.fromkeys(("tags", "updated"), ""),
    "selection": dict.fromkeys(("tags", "updated"), ""),
    "member": {"accounts": "authoring/test_review.py", "source": "authoring/test_member_pull.py"},
    "profile": {
        "events": "build/test_community.py",
        "id": "cli/test_attest.py",
    },
    "site": {
        "kind": "build/test_community.py",
        "timezone": "cli/test_exit_codes.py",
        "on_error": "build/test_community.py",
        "cv": "export/test_published_cv.py",
        "limits": "build/test_community_contract.py",
        "attesters": "authoring/test_member_leaving.py",
        "cool_off": "build/test_cool_off.py",
    },
}
"""Keys that a plan of one portfolio does not show, and the test that does; empty where nothing shows them."""
EVERYWHERE = {
    "coach": "lint/test_coach_rules.py",
    "circle": "circle/test_circle.py",
    "extra": "export/sample_site.py",
}


def text_of(kind: str, keys: Mapping[str, str]) -> str:
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    body = "![Foto](a.jpg)\n\nHubungi 0812-3456-7890.\n" if kind == "page" else "Hubungi 0812-3456-7890.\n"
    return lines if FILES[kind].endswith(".yml") else f"---\n{lines}---\n{body}"


class Planner:
    """One site whose files are said one after another."""

    def __init__(self, root: Path, kinds: Iterable[str], files: Mapping[str, str | bytes]) -> None:
        self.root = root
        write_files(root / "content", {**files, **{FILES[kind]: text_of(kind, BASE[kind]) for kind in kinds}})
        self.base = self.planned()

    def planned(self) -> tuple[object, ...]:
        asked = request_in(self.root, jobs=None)
        found = read_and_plan(asked, lambda stage, done, total: None)
        problems = [problem for problem in found.problems if problem.code != "photo-not-listed"]
        assert found.plan is not None and not any(problem.is_error for problem in problems), problems
        return found.plan, found.theme and found.theme.digests, [problem.code for problem in problems]

    def planned_with(self, kind: str, key: str, value: str) -> tuple[object, ...]:
        file = self.root / "content" / FILES[kind]
        file.write_text(text_of(kind, {**BASE[kind], key: value}), "utf-8")
        try:
            return self.planned()
        finally:
            file.write_text(text_of(kind, BASE[kind]), "utf-8")


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Planner:
    folders = ("activities/2026-03-14-kelas", "reflections/2026-05-01-suara", "pages/kontak")
    files: dict[str, str | bytes] = {f"{folder}/{name}.jpg": jpeg() for folder in folders for name in "ab"}
    files |= {"p.jpg": jpeg(70), "selections/a.jpg": jpeg(), "activities/2026-03-14-kelas/clip.mp4": video()}
    files |= {"activities/2026-03-01-lain.md": "---\ntitle: Lain\nhours: 2\n---\nIsi.\n"}
    return Planner(tmp_path_factory.mktemp("portfolio"), CASES, files)


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Planner:
    day = "---\ntitle: Hari\n---\nIsi.\n"
    files: dict[str, str | bytes] = {f"members/{one}/activities/2026-03-01-hari.md": day for one in ("alya", "bima")}
    files |= {f"members/{one}/profile.md": f"---\nname: {one.title()}\n---\nHalo.\n" for one in ("alya", "bima")}
    return Planner(
        tmp_path_factory.mktemp("together"), COMMUNITY, {**files, "about.md": "---\ntitle: Kita\n---\nIsi.\n"}
    )


def test_every_key_has_a_case() -> None:
    for kind, declared in FILE_DECLARATIONS.items():
        keys = {field.name for field in declared.fields}
        told = {**ELSEWHERE.get(kind, {}), **CASES.get(kind, {}), **COMMUNITY.get(kind, {})}
        told |= {**CASES["activity"], **EVERYWHERE} if kind == "event" else EVERYWHERE
        told |= COMMUNITY["community"] if kind == "site" else {}
        assert keys - told.keys() == set(), kind
        assert ELSEWHERE.get(kind, {}).keys() <= keys, kind


def test_what_is_shown_elsewhere_is_named_by_a_test() -> None:
    tests = Path(__file__).parents[1]
    named = [(key, path) for one in (*ELSEWHERE.values(), EVERYWHERE) for key, path in one.items() if path]
    missing = [(key, path) for key, path in named if key not in (tests / path).read_text("utf-8")]
    assert len(named) > 10 and missing == []


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, keys in CASES.items() for key in keys])
def test_another_value_plans_another_site(portfolio: Planner, kind: str, key: str) -> None:
    assert portfolio.planned_with(kind, key, CASES[kind][key]) != portfolio.base


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, keys in COMMUNITY.items() for key in keys])
def test_another_value_plans_another_community(together: Planner, kind: str, key: str) -> None:
    assert together.planned_with(kind, key, COMMUNITY[kind][key]) != together.base


def test_the_same_values_plan_the_same_sites(portfolio: Planner, together: Planner) -> None:
    assert (portfolio.planned(), together.planned()) == (portfolio.base, together.base)


def inner(kind: str, key: str, base: str, *values: str) -> list[tuple[str, str, str, str]]:
    """Return a case for each value of a key that differs from another in one key within."""
    return [(kind, key, base, value) for value in values]


WITHIN = [
    *inner(
        "activity",
        "organization",
        "{name: Pelangi}",
        "{name: Lain}",
        "{name: Pelangi, url: 'https://b.example/'}",
        "{name: Pelangi, about: Rumah baca}",
    ),
    *inner(
        "activity",
        "impact",
        "[{value: 25, what: anak}]",
        "[{value: 26, what: anak}]",
        "[{value: 25, what: buku}]",
        "[{value: 25, what: anak, source: measured}]",
    ),
    *inner(
        "activity",
        "evidence",
        "[{kind: link, url: 'https://b.example/'}]",
        "[{kind: media, url: 'https://b.example/'}]",
        "[{kind: link, url: 'https://c.example/'}]",
        "[{kind: link, url: 'https://b.example/', label: Berita}]",
    ),
    *inner(
        "activity",
        "videos",
        "[{file: clip.mp4, alt: Lagu}]",
        "[{file: clip.mp4, alt: Angin}]",
        "[{file: clip.mp4, alt: Lagu, poster: a.jpg}]",
    ),
    *inner(
        "activity",
        "photos",
        "[{file: a.jpg}]",
        "[{file: b.jpg}]",
        "[{file: a.jpg, alt: Satu}]",
        "[{file: a.jpg, caption: Sabtu}]",
        "[{file: a.jpg, credit: Bima}]",
        "[{file: a.jpg, focus: [0.1, 0.9]}]",
        "[{file: a.jpg, people: adults}]",
        "[{file: a.jpg, consent: pending}]",
        "[{file: a.jpg, consent_until: 2026-01-01}]",
        "[{file: a.jpg, hide: [[0, 0, 0.5, 0.5]]}]",
    ),
    *inner(
        "profile",
        "photo",
        "{file: p.jpg, people: none}",
        "{file: p.jpg, people: none, alt: Alya tertawa}",
        "{file: p.jpg, people: none, caption: Di pantai}",
        "{file: p.jpg, people: none, credit: Bima}",
        "{file: p.jpg, people: none, focus: [0.1, 0.9]}",
        "{file: p.jpg, people: none, consent: withdrawn}",
        "{file: p.jpg, people: none, hide: [[0, 0, 0.5, 0.5]]}",
    ),
    *inner("profile", "links", "[{label: A, url: 'https://b.example/'}]", "[{label: B, url: 'https://b.example/'}]"),
    *inner("profile", "languages", "[{language: Jawa}]", "[{language: Jawa, fluency: B2}]"),
    *inner(
        "profile",
        "education",
        "[{institution: Lereng}]",
        *(
            f"[{{institution: Lereng, {more}}}]"
            for more in (
                "url: 'https://b.example/'",
                "area: Pustaka",
                "studyType: S1",
                "startDate: 2024-08",
                "endDate: 2025-08",
                "score: A",
                "courses: [Bacaan anak]",
            )
        ),
    ),
    *inner(
        "profile",
        "work",
        "[{name: Toko}]",
        *(
            f"[{{name: Toko, {more}}}]"
            for more in (
                "position: Penjaga",
                "url: 'https://b.example/'",
                "location: 'Sleman, ID'",
                "startDate: 2024-08",
                "endDate: 2025-08",
                "summary: Sabtu",
                "highlights: [Rak baru]",
            )
        ),
    ),
    *inner(
        "profile",
        "awards",
        "[{title: Catatan}]",
        *(
            f"[{{title: Catatan, {more}}}]"
            for more in ("date: 2026-05", "awarder: Kelurahan", "summary: Gagal pun ditulis")
        ),
    ),
    *inner(
        "profile",
        "certificates",
        "[{name: P3K}]",
        *(f"[{{name: P3K, {more}}}]" for more in ("date: 2025-11", "url: 'https://b.example/'", "issuer: Pos Siaga")),
    ),
    *inner("site", "photos", "{}", "{widths: [32]}", "{formats: [jpeg]}", "{policy: strict}"),
    *inner("site", "cards", "{qr: true}", "{qr: false}", "{qr: true, formats: [square]}"),
    *inner(
        "site",
        "menu",
        "[{label: Isi, page: activities}]",
        "[{label: Semua, page: activities}]",
        "[{label: Isi, page: cv}]",
        "[{label: Isi, url: 'https://b.example/'}]",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "key", "base", "value"), WITHIN)
def test_another_value_within_a_key_plans_another_site(
    portfolio: Planner, kind: str, key: str, base: str, value: str
) -> None:
    assert portfolio.planned_with(kind, key, value) != portfolio.planned_with(kind, key, base)
