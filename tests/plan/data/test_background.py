"""The profile's background goes out in JSON Resume's words, as exact as it is known, in each language."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from test_resume import errors

PROFILE = """
    ---
    name: Alya Putri
    skills: [mengajar, menyulam]
    languages: [Indonesia, {language: Inggris, fluency: B2}]
    education:
      - {institution: Universitas Merapi, area: Perpustakaan, studyType: S1, startDate: 2024-08, score: "3,71", courses: [Katalog]}
      - {institution: SMA 3, startDate: 2021, endDate: 2024-05-17, url: "https://sma.example/"}
    work:
      - {name: Toko Buku, position: Kasir, location: "Sleman, ID", startDate: 2023-12, endDate: 2024-01, highlights: [Menata ulang rak]}
    awards: [{title: Relawan Muda, awarder: Kabupaten, date: 2026, summary: Untuk kelas baca}]
    certificates: [{name: P3K, issuer: PMI, date: 2025-11, url: "https://pmi.example/1"}]
    ---
    Halo.
"""
ENGLISH = """
    ---
    education:
      - {institution: Merapi University, studyType: BA}
      - {institution: High school 3}
    awards: [{title: Young volunteer}, {title: one too many}]
    ---
"""


def resume(site: Any, path: str = "resume.json") -> Any:
    document = json.loads(site.text(path))
    assert errors(document) == []
    return document


def test_it_goes_out_whole_and_no_day_is_invented(planned: Callable[..., Any]) -> None:
    document = resume(planned({"profile.md": PROFILE}))
    assert document["education"] == [
        {
            "institution": "Universitas Merapi",
            "area": "Perpustakaan",
            "studyType": "S1",
            "startDate": "2024-08",
            "score": "3,71",
            "courses": ["Katalog"],
        },
        {"institution": "SMA 3", "url": "https://sma.example/", "startDate": "2021", "endDate": "2024-05-17"},
    ]
    assert document["work"] == [
        {
            "name": "Toko Buku",
            "position": "Kasir",
            "location": "Sleman, ID",
            "startDate": "2023-12",
            "endDate": "2024-01",
            "highlights": ["Menata ulang rak"],
        }
    ]
    assert document["awards"] == [
        {"title": "Relawan Muda", "date": "2026", "awarder": "Kabupaten", "summary": "Untuk kelas baca"}
    ]
    assert document["certificates"][0] == {
        "name": "P3K",
        "date": "2025-11",
        "url": "https://pmi.example/1",
        "issuer": "PMI",
    }
    assert document["languages"] == [{"language": "Indonesia"}, {"language": "Inggris", "fluency": "B2"}]


def test_a_translation_carries_words_and_leaves_the_facts(planned: Callable[..., Any]) -> None:
    english = resume(planned({"profile.md": PROFILE, "profile.en.md": ENGLISH}), "en/resume.json")
    first, second = english["education"]
    assert (first["institution"], first["studyType"], first["startDate"]) == ("Merapi University", "BA", "2024-08")
    assert first["area"] == "Perpustakaan"
    assert (second["institution"], second["endDate"]) == ("High school 3", "2024-05-17")
    # A list of another length names other things: the original's words stand.
    assert [award["title"] for award in english["awards"]] == ["Relawan Muda"]


def test_hours_of_all_items_add_up_to_the_total(planned: Callable[..., Any]) -> None:
    alone = "---\ntitle: Dapur umum\ndate: 2026-05-02\nhours: 10\n---\nIsi.\n"
    site = planned({"activities/2026-05-02-dapur.md": alone})
    total = json.loads(site.text("portfolio.json"))["totals"]["hours"]
    items = resume(site)["volunteer"]
    assert sum(item.get("hours", 0) for item in items) == total
    assert [item["hours"] for item in items if "organization" not in item] == [10]


def test_the_cv_tells_it(planned: Callable[..., Any]) -> None:
    plan = planned({"profile.md": PROFILE}).plan
    (cv,) = (output.subject for output in plan.outputs if output.path == "cv/index.html")
    assert [item.when.text for item in cv.background.education] == ["Agu 2024 – kini", "2021 – 17 Mei 2024"]
    assert [item.when.text for item in cv.background.awards] == ["2026"]
    # A skill that an activity shows stands with its proof, and not once more.
    assert cv.background.skills == ("menyulam",)
