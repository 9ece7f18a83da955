"""``kiprah coach`` speaks to one person: gently to a beginner, truly to the example, and it leaves nothing behind."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest

from kiprah.build.coach import read_coached
from kiprah.lint.coach.report import coach_report
from kiprah.lint.coach.rules import coach_input
from kiprah.model.entry import ActivityText, Body
from kiprah.model.member import Member, Profile, ProfileText
from kiprah.problem import Place
from support.building import request_in
from support.command import run
from support.communities import make_community
from support.sites import PROFILE, SETTINGS, make_site, write_files

INDONESIAN = SETTINGS + "language: id\n"
BEGINNER = {
    "content/profile.md": "---\nname: Dwi\nheadline: Belajar jadi relawan perpustakaan\n---\nSaya kelas sebelas.\n",
    "content/activities/2026-09-05-rak.md": "---\ntitle: Merapikan rak\nhours: 2\n---\nAku datang bersama Tika. Aku lupa bawa lap.\n",
    "content/activities/2026-09-12-dongeng.md": "---\ntitle: Dongeng Sabtu\n---\nKami membaca tentang kodok.\n",
    "content/activities/2026-09-19-label.md": "---\ntitle: Label baru\n---\nAku menulis label, Tika menempel.\n",
}
EXAMPLE = Path(__file__).parents[2] / "content"


def output(root: Path, *args: str, language: str = "id") -> str:
    done = run(root, "coach", *args, KIPRAH_LANG=language)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_beginner_hears_what_is_good_and_no_reproach(tmp_path: Path) -> None:
    said = output(make_site(tmp_path, BEGINNER, INDONESIAN))
    assert said.index("Yang baik dan benar") < said.index("Jelas")
    assert "3 hal sudah Anda catat" in said and "“Kami membaca tentang kodok.”" in said
    assert "Aku lupa bawa lap." in said  # named as what makes the rest believed
    # Nothing is asked but what was found, and three entries are too few for nearly everything.
    assert set(re.findall(r"\[([a-z-]+)\]", said)) <= {"recurring", "one-sentence"}
    assert said.count("Tidak ada yang perlu ditanyakan di sini.") >= 4


def test_nothing_written_is_no_fault(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/profile.md": "---\nname: Dwi\n---\n"}, INDONESIAN)
    said = output(site)
    assert "Belum ada catatan" in said and "new activity" in said and "[" not in said
    assert "Nothing is written yet" in output(site, language="en")


def test_a_profile_that_cannot_be_read_is_shown_and_the_coach_waits(tmp_path: Path) -> None:
    site = make_site(tmp_path, {"content/profile.md": "---\nheadline: tanpa nama\n---\n"}, INDONESIAN)
    said = " ".join(output(site).split())
    assert "Untuk Anda saja." in said and "kiprah check menunjukkan di mana" in said
    write_files(site, {"content/profile.md": b"\xff\xfe\x00"})
    assert "profile.md" in output(site)


@pytest.mark.slow
def test_the_example_is_read_truly(tmp_path: Path) -> None:
    """Every line of it was read as Alya would; what is asked of her is this, and nothing about her sentences."""
    coached = read_coached(
        request_in(EXAMPLE.parent, tmp_path / "public", tmp_path / "cache", today=date(2026, 11, 28))
    )
    assert coached.report is not None
    asked = [remark.name for section in coached.report.sections for remark in section.remarks]
    assert asked == ["one-sentence", "recurring", "shown-not-said", "nobody-vouches"]
    good = [remark.name for remark in coached.report.good]
    assert good[:5] == ["good.attested", "good.counted", "good.plain", "good.reflects", "good.others"]
    words = [word for remark in coached.report.good for word in remark.words]
    assert words and all(word.line for word in words)


def test_usage_errors_alone_are_errors(tmp_path: Path) -> None:
    site = make_site(tmp_path / "one", BEGINNER)
    assert run(site, "coach", "--member", "alya").returncode == 2
    assert run(site, "coach", "--today", "gestern").returncode == 2
    many = make_community(tmp_path / "many")
    unsaid = run(many, "coach", KIPRAH_LANG="en")
    assert unsaid.returncode == 2 and "--member SLUG" in unsaid.stderr
    assert run(many, "coach", "--member", "nobody").returncode == 2
    assert run(many, "coach", "--member", "../alya").returncode == 2


def test_of_a_community_one_member_is_read_and_nobody_else(tmp_path: Path) -> None:
    files = {
        "content/members/alya/profile.md": "---\nname: Alya\n---\n",
        "content/members/alya/activities/2026-03-01-rak.md": "---\ntitle: Rak\n---\nKami lupa kunci.\n",
        "content/members/bima/profile.md": "---\nname: Bima\n---\n",
        "content/members/bima/activities/2026-03-01-laut.md": "---\ntitle: Laut\n---\nKasihan.\n",
    }
    many = make_community(tmp_path, files)
    alya = output(many, "--member", "alya")
    assert "Untuk Alya saja" in alya and "Bima" not in alya and "Kasihan" not in alya
    assert "members/bima/activities/2026-03-01-laut.md:4" in output(many, "--member", "bima")


@pytest.mark.slow
def test_nothing_of_it_is_published(tmp_path: Path) -> None:
    private = {
        "content/activities/2026-03-01-a.md": "---\ntitle: A\nvisibility: private\n---\nKasihan sekali Kenanga itu.\n",
        "content/activities/2026-03-02-b.md": "---\ntitle: B\ndraft: true\n---\nHari Melati yang luar biasa.\n",
        "content/activities/2026-03-03-c.md": "---\ntitle: C\ncoach: {quiet: [superlative]}\n---\nIsi.\n",
    }
    site = make_site(tmp_path, BEGINNER | private, INDONESIAN)
    said = output(site)
    assert "(hanya untuk Anda)" in said and "(rancangan)" in said and "Kenanga" in said and "Melati" in said
    assert run(site, "build").returncode == 0
    output(site)
    assert run(site, "build").returncode == 0
    for path in (p for folder in ("public", ".kiprah") for p in (site / folder).rglob("*") if p.is_file()):
        content = path.read_bytes()
        assert b"Kenanga" not in content and b"Melati" not in content, path
    published = b"".join(p.read_bytes() for p in (site / "public").rglob("*") if p.is_file())
    for trace in (b"quiet: [", b"Teman baca", b"teman baca", b"_kiprah", b"superlative"):
        assert trace not in published, trace


def test_a_terminal_obeys_nothing_that_is_quoted(tmp_path: Path) -> None:
    hostile = {"content/activities/2026-03-01-x.md": "---\ntitle: X\n---\nKasihan sekali \u202emereka\u202c itu.\n"}
    assert "\u202e" not in output(make_site(tmp_path, hostile))


@pytest.mark.parametrize(
    "piece",
    ["kasihan ", "“kasihan ", "anak yang miskin ", "sekolah luar biasa ", '."', "x", "membuat mereka ", "\n", "ABCD "],
)
@pytest.mark.slow
def test_time_grows_with_a_text_and_not_with_its_square(tmp_path: Path, piece: str) -> None:
    from kiprah.build.coach import coach_lexicons
    from kiprah.model.entry import Activity, Common

    def seconds(size: int) -> float:
        common = Common("a.md", Place("a.md"), "a")
        text = ActivityText("id", "a.md", body=Body(text=(piece * (size // len(piece) + 1))[:size]))
        profile = Profile("profile.md", Place("profile.md"), (ProfileText("id", "profile.md", name="A"),))
        member = Member("", profile, (Activity(common, date(2026, 3, 1), (text,), ""),), (), (), (), (), (), ())
        begun = time.process_time()
        coach_report(coach_input(member, date(2026, 11, 28), coach_lexicons()))
        return time.process_time() - begun

    seconds(1000)
    small, large = min(seconds(20_000) for _ in range(3)), min(seconds(160_000) for _ in range(2))
    assert large < max(0.3, 24 * small), (small, large)


def test_a_translation_is_read_in_its_own_language(tmp_path: Path) -> None:
    site = make_site(tmp_path, {}, SETTINGS + "languages: [id, en]\n")
    write_files(
        site,
        {
            "content/profile.md": PROFILE,
            "content/activities/2026-03-01-x/index.md": "---\ntitle: X\n---\nKami menyapu.\n",
            "content/activities/2026-03-01-x/index.en.md": "---\ntitle: X\n---\nThe poor children swept with us.\n",
        },
    )
    said = output(site)
    assert "index.en.md:4" in said and "[pity]" in said
