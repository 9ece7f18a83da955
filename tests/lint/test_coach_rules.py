"""The coach's rules, each with sentences as people write them: what must make it ask, and what must not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from kiprah.build.coach import read_coached
from kiprah.lint.coach.report import COACH_RULES, CoachReport
from kiprah.model.coaching import CoachRule
from support.building import request_in
from support.sites import SETTINGS, make_site

PITY = {
    "id": (
        "Kasihan sekali melihat anak-anak itu.",
        "Kami datang untuk membantu anak miskin di ujung kampung.",
        "Kami berbagi dengan mereka yang kurang beruntung.",
        "Bocah-bocah malang itu menunggu kami sejak pagi.",
        "Kehidupan keluarga yang miskin itu membuat kami terdiam.",
        "Kondisi warga di sana sungguh memprihatinkan.",
    ),
    "en": (
        "We wanted to help the less fortunate.",
        "The poor children waited for us since dawn.",
        "We felt sorry for them all day.",
        "It was a gift to underprivileged kids.",
        "Those helpless people had nobody else.",
    ),
}
NO_PITY = {
    "id": (
        "Kami naik kereta ke Malang bersama anak-anak.",
        "Terima kasih kepada Rumah Kasih yang meminjamkan tikar.",
        "Mereka tidak perlu dikasihani, mereka perlu bangku.",
        "Kami kurang beruntung hari itu karena hujan turun sejak pagi.",
        "Bu Ratri berkata, “Jangan panggil kami anak miskin.”",
        "Apakah kami memandang mereka sebagai anak miskin?",
        "Kami mendata penerima kartu keluarga miskin di kelurahan.",
        "Kosakata saya miskin sekali waktu itu.",
        "Dulu saya menyebut mereka anak malang.",
    ),
    "en": (
        "The light was poor and the photos came out dark.",
        "I felt helpless in front of the form.",
        "She told us, “we are not the less fortunate.”",
        "They did not want to be called poor people.",
        "Are we helping poor children, or ourselves?",
        "Poorly folded maps cost us an hour.",
        "I used to write about poor children.",
    ),
}
PROPS = {
    "id": (
        "Kami mengubah hidup anak-anak di desa itu.",
        "Hari itu kami memberi senyum untuk adik-adik.",
        "Tujuan kami menebar kebahagiaan di panti.",
        "Wajah polos mereka tidak akan saya lupakan.",
        "Kami membuat mereka semua tersenyum lagi.",
        "Saya ingin menjadi pahlawan bagi anak bangsa.",
        "Mata mereka berbinar melihat kami datang.",
    ),
    "en": (
        "We changed their lives in a single week.",
        "We brought hope to the village.",
        "I will never forget the smiles on their faces.",
        "Our visit put a smile on everyone.",
        "We made the day so that we could give them hope.",
        "Their innocent faces said more than words.",
    ),
}
NO_PROPS = {
    "id": (
        "Anak-anak memilih buku dan kami membacanya bersama.",
        "Apakah kami mengubah hidup mereka?",
        "Kami tidak mengubah hidup siapa pun; kami menggelar tikar.",
        "Mereka mengubah jadwal kami menjadi lebih masuk akal.",
        "Pada Hari Pahlawan kami mengecat pagar sekolah.",
        "Kami takut memberi harapan palsu.",
        "Bu Marsih tersenyum dan menyuruh kami makan dulu.",
        "Wajah papan tulis itu akhirnya bersih.",
    ),
    "en": (
        "Save the Children lent us the tents.",
        "We did not change their lives; we moved chairs.",
        "The children chose the books and read them aloud.",
        "Did we really change their lives?",
        "They changed our plan, and the plan got better.",
        "A smile from the driver, and the van started.",
    ),
}
SUPERLATIVE = {
    "id": (
        "Pengalaman ini luar biasa bagi saya.",
        "Program kami berdampak besar di masyarakat.",
        "Acara itu sukses besar.",
        "Saya relawan yang berdedikasi tinggi.",
        "Sungguh hari yang tak terlupakan.",
    ),
    "en": (
        "It was an amazing experience.",
        "I am passionate about helping.",
        "We made a real difference that day.",
        "A life-changing journey for all of us.",
    ),
}
NO_SUPERLATIVE = {
    "id": (
        "Kami mengajar di Sekolah Luar Biasa Mekar setiap Rabu.",
        "Puskesmas mencatat kejadian luar biasa demam berdarah.",
        "Bagian terbaiknya adalah ketika saya berhenti bicara.",
        "Ini tidak luar biasa; kami hanya mencuci piring.",
        "Acara itu sukses besar: 214 barang kembali ke pemiliknya.",
        "Dampaknya belum kami ketahui.",
    ),
    "en": (
        "The best part was when I stopped talking.",
        "Nothing amazing happened, and that was fine.",
        "It was not life-changing, it was a Tuesday.",
        "An amazing 61 of 200 seedlings lived.",
        "The difference was 12 kilograms.",
    ),
}
COUNTED = {
    "id": (
        "Kami mengajar 120 anak selama semester itu.",
        "Ratusan warga datang pada hari kedua.",
        "Terkumpul 350 paket sembako.",
    ),
    "en": ("We taught 120 children that term.", "Hundreds of people came on the second day.", "We packed 350 meals."),
}
NOT_COUNTED = {
    "id": ("Kami bertemu pukul 10 di depan gerbang.", "Ada 3 anak dan satu kucing.", "Pada 2024 kami pindah ke teras."),
    "en": (
        "We met at 10 in front of the gate.",
        "There were 3 children and one cat.",
        "In 2024 we moved to the porch.",
    ),
}
CASES: tuple[tuple[CoachRule, dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]], ...] = (
    ("pity", PITY, NO_PITY),
    ("props", PROPS, NO_PROPS),
    ("superlative", SUPERLATIVE, NO_SUPERLATIVE),
    ("number-without-source", COUNTED, NOT_COUNTED),
)


def entry(body: str, day: int = 1, more: str = "", title: str = "Hari", month: str = "2026-03") -> dict[str, str]:
    path = f"content/activities/{month}-{day:02d}-hari-{day}.md"
    return {path: f"---\ntitle: {title} {day}\n{more}---\n{body}\n"}


def entries(bodies: Iterable[str], language: str) -> dict[str, str]:
    files: dict[str, str] = {}
    for day, body in enumerate(bodies, 1):
        files |= entry(body, day, f"lang: {language}\n")
    return files


def read(root: Path, files: dict[str, str], profile: str = "name: Alya\n", bio: str = "") -> CoachReport:
    site = make_site(root, {"content/profile.md": f"---\n{profile}---\n{bio}\n", **files}, SETTINGS + "language: id\n")
    coached = read_coached(request_in(site, jobs=None, today=date(2026, 11, 28)))
    assert [p.code for p in coached.problems if p.is_error] == []
    assert coached.report is not None
    return coached.report


def quoted(report: CoachReport, rule: str) -> set[str]:
    """Return what a rule quotes; a sentence of how many more there are stands for the rest."""
    remarks = [remark for section in report.sections for remark in section.remarks if remark.name == rule]
    return {word.text for remark in remarks for word in remark.words}


def asked(report: CoachReport) -> set[str]:
    return {remark.name for section in report.sections for remark in section.remarks}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("rule", "yes", "no"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_hears_what_it_listens_for_and_nothing_else(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rule: CoachRule,
    yes: dict[str, tuple[str, ...]],
    no: dict[str, tuple[str, ...]],
    language: str,
) -> None:
    monkeypatch.setattr("kiprah.build.coach.MOST_WORDS", 50)
    report = read(tmp_path, entries((*yes[language], *no[language]), language))
    assert quoted(report, rule) == set(yes[language])


def test_every_word_of_a_sentence_is_found_in_any_form_that_people_write(tmp_path: Path) -> None:
    report = read(tmp_path, entries(("Kami menebarkan senyum.", "Kami telah MENGUBAH hidup mereka."), "id"))
    assert len(quoted(report, "props")) == 2


def test_an_entry_s_own_language_decides(tmp_path: Path) -> None:
    report = read(
        tmp_path, {**entries(("Poor children waited here.",), "id"), **entry("Anak miskin.", 9, "lang: en\n")}
    )
    assert quoted(report, "pity") == set()


def test_a_language_nobody_gathered_words_of_is_left_alone(tmp_path: Path) -> None:
    report = read(tmp_path, entries(("Bocah-bocah malang, kasihan.", "Luar biasa!"), "jv"))
    assert quoted(report, "pity") == quoted(report, "superlative") == set()


def test_words_of_somebody_else_are_not_coached(tmp_path: Path) -> None:
    voice = {
        "content/testimonials/bu.md": "---\nfrom: Bu Sri\nconsent: yes\n---\nKasihan anak-anak itu, Alya luar biasa.\n"
    }
    report = read(tmp_path, {**voice, **entry("Kami menyapu.")})
    assert asked(report) <= {"headline-missing", "recurring"}


def test_a_quotation_names_its_file_and_line(tmp_path: Path) -> None:
    report = read(tmp_path, entry("Kami *menyapu* halaman.\n\nKasihan [sekali](https://a.example/)\nanak-anak itu."))
    remark = next(r for s in report.sections for r in s.remarks if r.name == "pity")
    assert [(w.path, w.line) for w in remark.words] == [("activities/2026-03-01-hari-1.md", 6)]


def test_a_heading_begins_no_sentence(tmp_path: Path) -> None:
    report = read(tmp_path, entry("## Pagi *hari*\n\nKasihan mereka.\n\n## Sore\n\nKami pulang."))
    assert quoted(report, "pity") == {"Kasihan mereka."}


def test_a_long_quotation_shows_what_it_is_about(tmp_path: Path) -> None:
    report = read(tmp_path, entry(f"{'kata ' * 200}lalu kasihan mereka {'kata ' * 200}"))
    (words,) = quoted(report, "pity")
    assert len(words) < 240 and "kasihan mereka" in words and words[0] == words[-1] == "…"


SILENCED = {
    "pity": entry("Kasihan anak-anak itu.", 1),
    "props": entry("Kami mengubah hidup mereka.", 2),
    "superlative": entry("Hari yang luar biasa.", 3),
    "number-without-source": entry("Kami mengajar 120 anak.", 4),
    "round-number": entry("Isi.", 5, "impact: [{value: 500, what: nasi bungkus, source: self}]\n"),
    "nobody-vouches": entry("Isi.", 6, "organization: Tetes Pagi\nhours: 40\n"),
    "alone": entry("Saya datang. Saya menyapu. Saya memasak. Saya mencuci. Saya pulang. Saya tidur.", 7),
    "long-sentence": entry("Isi.", 8, f"description: {' '.join(['kata'] * 40)}.\n"),
    "abbreviation": entry("Isi.", 9, "description: Kami bekerja bersama FKPT di kampung.\n"),
}


def test_a_rule_is_silenced_by_one_line_in_the_entry_or_the_profile(tmp_path: Path) -> None:
    everything = {path: text for files in SILENCED.values() for path, text in files.items()}
    assert asked(read(tmp_path / "a", everything)) >= SILENCED.keys()
    line = f"coach: {{quiet: [{', '.join(SILENCED)}]}}\n"
    assert asked(read(tmp_path / "b", everything, f"name: Alya\n{line}")) & SILENCED.keys() == set()
    own = {
        path: text.replace("title:", f"coach: {{quiet: [{rule}]}}\ntitle:")
        for rule, files in SILENCED.items()
        for path, text in files.items()
    }
    assert asked(read(tmp_path / "c", own)) & SILENCED.keys() == set()
    # In one entry it is about that entry alone.
    others = [*SILENCED]
    moved = {
        path: text.replace("title:", f"coach: {{quiet: [{others[place - 1]}]}}\ntitle:")
        for place, files in enumerate(SILENCED.values())
        for path, text in files.items()
    }
    assert asked(read(tmp_path / "d", moved)) >= SILENCED.keys()


def test_a_rule_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    site = make_site(tmp_path, entry("Isi.", 1, "coach: {quiet: [pitty]}\n"))
    coached = read_coached(request_in(site, today=None, jobs=None))
    wrong = next(problem for problem in coached.problems if problem.is_error)
    assert (wrong.code, wrong.values["nearest"]) == ("bad-choice", "pity")


def test_facts_that_need_no_source(tmp_path: Path) -> None:
    sourced = entry("Kami mengajar 120 anak.", 1, "impact: [{value: 120, what: anak, source: organization}]\n")
    proven = entry("Kami mengajar 120 anak.", 2, "evidence: [{kind: link, url: https://a.example/}]\n")
    small = entry("Isi.", 3, "impact: [{value: 87, what: buku}]\n") | entry(
        "Isi.", 4, "impact: [{value: 101, what: buku}]\n"
    )
    assert asked(read(tmp_path, {**sourced, **proven, **small})) & {"number-without-source", "round-number"} == set()


def test_an_organization_with_a_voice_is_not_asked_about(tmp_path: Path) -> None:
    work = entry("Isi.", 1, "organization: Tetes Pagi\nhours: 40\n")
    voice = {"content/testimonials/tika.md": "---\nfrom: Tika\nrelation: Tetes Pagi\nconsent: yes\n---\nIa datang.\n"}
    assert "nobody-vouches" in asked(read(tmp_path / "a", work))
    assert "nobody-vouches" not in asked(read(tmp_path / "b", work | voice))
    assert "nobody-vouches" in asked(read(tmp_path / "c", work | {p: t.replace("yes", "no") for p, t in voice.items()}))


def test_who_names_others_is_not_alone(tmp_path: Path) -> None:
    text = "Saya datang. Saya menyapu. Saya memasak. Saya mencuci. Saya pulang. Saya tidur."
    assert "alone" not in asked(read(tmp_path / "a", entry(text, 1, "with: [Wening]\n")))
    assert "alone" not in asked(read(tmp_path / "b", entry(text + " Kami lelah.", 1)))
    assert "alone" not in asked(read(tmp_path / "c", entry("Kami.\n\n## Refleksi\n" + text, 1)))


def test_the_headline_is_compared_with_the_last_year(tmp_path: Path) -> None:
    def year(title: str) -> dict[str, str]:
        return {k: v for day in (1, 2, 3, 4) for k, v in entry("Isi.", day, "role: Pendamping baca\n", title).items()}

    assert "headline-now" in asked(read(tmp_path / "a", year("Rak"), "name: A\nheadline: Penyelamat hutan bakau\n"))
    assert "headline-now" not in asked(
        read(tmp_path / "b", year("Rak"), "name: A\nheadline: Mendampingi anak membaca\n")
    )
    # By its cause, though no word is the same.
    causes = {
        path: text.replace("role: Pendamping baca", "causes: [environment]") for path, text in year("Rak").items()
    }
    assert "headline-now" not in asked(read(tmp_path / "c", causes, "name: A\nheadline: Menjaga sungai\n"))
    assert "headline-now" not in asked(read(tmp_path / "d", entry("Isi."), "name: A\nheadline: Penyelamat hutan\n"))


def test_a_silence_is_named_kindly_and_only_a_long_one(tmp_path: Path) -> None:
    before, after = entry("Isi.", 1, month="2024-03"), entry("Isi.", 2, month="2025-06")
    report = read(tmp_path / "a", before | after)
    remark = next(r for s in report.sections for r in s.remarks if r.name == "silence")
    assert remark.values == {"first": date(2024, 3, 1), "last": date(2025, 6, 1)}
    assert "silence" not in asked(read(tmp_path / "b", entry("Isi.", 1, month="2025-03") | after))
    running = {path: text.replace("title:", "ongoing: true\ntitle:") for path, text in before.items()}
    assert "silence" not in asked(read(tmp_path / "c", running | after))
    unknown = entry("Isi.", 5, "date: 2024\n", month="2024-01")
    assert "silence" not in asked(
        read(tmp_path / "d", {"content/activities/awal.md": next(iter(unknown.values()))} | after)
    )


def test_skills_said_and_shown(tmp_path: Path) -> None:
    work = {k: v for day in (1, 2, 3) for k, v in entry("Isi.", day, "skills: [mencatat data]\n").items()}
    report = read(tmp_path, work, "name: A\nskills: [pencatatan, memanah]\n")
    assert quoted(report, "said-not-shown") == {"memanah"}
    assert "shown-not-said" not in asked(report)
    assert "shown-not-said" in asked(read(tmp_path / "b", work, "name: A\nskills: [memanah]\n"))


def test_many_directions_are_a_question_only_where_there_are_many(tmp_path: Path) -> None:
    causes = ("education", "health", "environment", "arts", "animals")
    spread = {k: v for day in range(1, 11) for k, v in entry("Isi.", day, f"causes: [{causes[day % 5]}]\n").items()}
    assert "many-directions" in asked(read(tmp_path / "a", spread))
    few = {k: v for day in range(1, 11) for k, v in entry("Isi.", day, f"causes: [{causes[day % 2]}]\n").items()}
    assert "many-directions" not in asked(read(tmp_path / "b", few))


def test_plainness_is_asked_for_only_where_nothing_ever_failed(tmp_path: Path) -> None:
    fine = {k: v for day in range(1, 7) for k, v in entry("Kami menyapu.", day).items()}
    assert "nothing-failed" in asked(read(tmp_path / "a", fine))
    private = entry("Kami menyapu.\n\n## Catatan {visibility=private}\n\nSaya lupa membawa kunci.\n", 7)
    report = read(tmp_path / "b", fine | private)
    assert "nothing-failed" not in asked(report)
    english = {k: v for d in range(1, 7) for k, v in entry("We swept. I forgot the key.", d, "lang: en\n").items()}
    assert "nothing-failed" not in asked(read(tmp_path / "c", english))


def test_rules_are_registered_once_each_with_their_words() -> None:
    from typing import get_args

    from kiprah.catalog import words

    assert tuple(rule.name for rule in COACH_RULES) == get_args(CoachRule)
    for language in ("id", "en"):
        said = words(language, "coach")
        missing = [
            f"{r.name}{end}" for r in COACH_RULES for end in ("", ".why", ".source") if not said.has(r.name + end)
        ]
        assert missing == []
