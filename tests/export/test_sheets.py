"""Sheets: whole, counted as the form counts, typed, and with nothing in them that was not asked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from sample_site import LONG, SECRET

from kiprah.build.export.export_request import ExportReport
from kiprah.build.export.export_targets import target_of
from kiprah.cli.export import TARGETS
from kiprah.plan.export.target import cut_at, length_of
from support.package import PACKAGE
from support.sites import make_site
from support.variants import variants

Made = Callable[..., dict[str, bytes]]
Exported = Callable[..., ExportReport]
SHEETS = ("linkedin", "commonapp", "ucas", "skpi", "cas", "hours", "europass", "log")


def table(content: bytes, delimiter: str = ";") -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def test_every_target_is_a_data_file_that_says_where_it_is_known_from() -> None:
    assert {path.stem for path in (PACKAGE / "plan/export/targets").glob("*.toml")} == set(TARGETS)
    for name in TARGETS:
        target = target_of(name)
        if any(field.limit for field in target.fields) or target.total:
            assert target.sources and date.fromisoformat(target.checked), name


@pytest.mark.parametrize("target", SHEETS)
@pytest.mark.parametrize("language", variants(["id", "en"], quick=1))
def test_nothing_hidden_is_in_any_sheet(made: Made, target: str, language: str) -> None:
    files = made(target, language=language)
    assert files
    for kind, content in files.items():
        text = (
            content.decode("utf-8", "replace")
            if kind in ("html", "txt", "csv")
            else _cells(content)
            if kind == "xlsx"
            else ""
        )
        for word in (SECRET, "Diam-diam", "Lewat tautan", "Draf", "Nanti"):
            assert word not in text, (target, kind, word)


def _cells(content: bytes) -> str:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return repr(book.get_sheet_by_index(0).to_python())


@pytest.mark.parametrize(
    ("flag", "title"), [("private", "Diam-diam"), ("unlisted", "Lewat tautan"), ("drafts", "Draf"), ("future", "Nanti")]
)
def test_a_hidden_entry_needs_its_own_flag(made: Made, flag: str, title: str) -> None:
    titles = [row[3] for row in table(made("log", **{flag: True})["csv"])]
    hidden = {"Diam-diam", "Lewat tautan", "Draf", "Nanti"}
    assert hidden & set(titles) == {title}
    assert SECRET not in made("log", private=True)["csv"].decode()


@pytest.mark.parametrize(
    ("slug", "flag"), [("diam", "--private"), ("tautan", "--unlisted"), ("draf", "--drafts"), ("nanti", "--future")]
)
def test_naming_a_hidden_entry_says_which_flag_shows_it(exported: Exported, slug: str, flag: str) -> None:
    report = exported("log", slug)
    assert (report.exit_code, report.files) == (2, ())
    assert [(r.key, r.values["flag"]) for r in report.refusals] == [("hidden", flag)]
    assert [(r.key, r.values["nearest"]) for r in exported("log", "pantaai").refusals] == [("unknown-near", "pantai")]
    assert [r.key for r in exported("log", year=2019).refusals] == ["nothing-in-year"]


def test_an_over_long_text_is_whole_with_its_cut_marked(made: Made, exported: Exported) -> None:
    report = exported("commonapp", language="id")
    assert report.sheet is not None and report.sheet.over == 1
    files = made("commonapp", language="id")
    whole = LONG.strip()
    text = files["txt"].decode()
    assert f"({len(whole)}/150)" in text
    assert f"{whole[:150]} \u2702 {whole[150:]}" in text
    assert f'<span class="cut">{whole[150:]}</span>' in files["html"].decode()
    assert any(whole in row for row in table(files["csv"]))


def test_ones_own_shorter_words_are_taken(made: Made, exported: Exported, tmp_path: Path) -> None:
    words = (
        "organization: Pesisir\nrole: Ketua\ndescription: '"
        + LONG
        + "'\nextra: {short: {commonapp: Lampu di gang.}, ringkas: Lain.}"
    )
    root = make_site(
        tmp_path / "own", {"content/activities/2026-02-14-pantai.md": f"---\ntitle: Pantai\n{words}\n---\nIsi.\n"}
    )
    report = exported("commonapp", folder=root / "content")
    assert report.sheet is not None and report.sheet.over == 0
    assert "Lampu di gang." in [value.text for value in report.sheet.items[0].values]


def test_forms_count_as_they_do() -> None:
    text = "a😀b"
    assert (length_of(text, "characters"), length_of(text, "utf16")) == (3, 4)
    assert (cut_at(text, 2, "characters"), cut_at(text, 2, "utf16"), cut_at(text, 3, "utf16")) == ("a😀", "a", "a😀")


def test_what_does_not_fit_is_told(exported: Exported, tmp_path: Path) -> None:
    files = {
        f"content/activities/2026-01-{n:02}-x{n}.md": f"---\ntitle: T{n}\norganization: O{n}\nrole: R\nhours: 1\n---\nIsi.\n"
        for n in range(1, 13)
    }
    report = exported("commonapp", folder=make_site(tmp_path / "many", files) / "content")
    assert report.sheet is not None
    assert [item.beyond for item in report.sheet.items] == [False] * 10 + [True] * 2
    assert any("2 entries" in note for note in report.sheet.notes)


def test_a_formula_stays_text(made: Made) -> None:
    rows = table(made("log")["csv"])
    assert '\'=HYPERLINK("http://x")' in [row[3] for row in rows]
    sheet = openpyxl.load_workbook(io.BytesIO(made("skpi")["xlsx"])).active
    assert sheet is not None
    cell = next(c for row in sheet.iter_rows() for c in row if str(c.value).startswith("=HYPERLINK"))
    assert cell.data_type == "s"


def test_the_delimiter_is_the_languages(made: Made) -> None:
    indonesian, english = made("log", language="id")["csv"], made("log", language="en")["csv"]
    assert table(indonesian)[1][6] == "4" and table(indonesian)[2][6] == "2,33"
    assert table(english, ",")[2][6] == "2.33"


def test_the_campus_sheet_leaves_points_empty_and_names_what_is_missing(made: Made) -> None:
    head, *rows = table(made("skpi")["csv"])
    row = dict(zip(head, next(row for row in rows if row[1] == "Kelas baca"), strict=True))
    assert (row["Nama kegiatan (Inggris)"], row["Jenis"], row["Tingkat"], row["Poin"]) == (
        "Reading class",
        "Pengabdian",
        "Lokal",
        "",
    )
    assert row["Yang belum ada"] == "surat tugas atau daftar hadir"
    assert all(not row[head.index("Poin")] for row in rows)


def test_hours_are_typed_and_their_sum_is_alive(made: Made) -> None:
    content = made("hours", year=2026)["xlsx"]
    formulas = openpyxl.load_workbook(io.BytesIO(content)).active
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active
    assert formulas is not None and values is not None
    total = next(row for row in formulas.iter_rows(values_only=True) if row[0] == "Jumlah")[4]
    assert total == "=SUM(E5:E7)"
    hours = [row[4] for row in values.iter_rows(min_row=5, max_row=7, values_only=True)]
    assert hours == [timedelta(hours=2, minutes=20), timedelta(hours=3, minutes=20), timedelta(minutes=20)]
    assert next(row for row in values.iter_rows(values_only=True) if row[0] == "Jumlah")[4] == timedelta(hours=6)
    judge = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert judge[4][4] == timedelta(hours=2, minutes=20)


def test_the_same_content_gives_the_same_bytes(made: Made) -> None:
    assert made("skpi") == made("skpi") and made("hours") == made("hours")


def test_the_code_of_a_sheet_changes_with_its_text_alone(exported: Exported, tmp_path: Path) -> None:
    sheet = exported("hours").sheet
    assert sheet is not None and len(sheet.code) == 12
    again = exported("hours", expected=sheet.code.upper())
    assert (again.exit_code, again.files, [r.key for r in again.refusals]) == (0, (), ["code-same"])
    other = exported("hours", year=2026, expected=sheet.code)
    assert (other.exit_code, [r.key for r in other.refusals]) == (1, ["code-changed"])


def test_outcomes_stand_with_what_shows_them(exported: Exported) -> None:
    sheet = exported("cas", language="en").sheet
    assert sheet is not None
    assert [item.title[:1] for item in sheet.items] == ["4", "5"]
    assert any("1. " in note and "7. " in note for note in sheet.notes)


def test_one_kind_of_file_where_the_name_says_so(exported: Exported, tmp_path: Path, site: Path) -> None:
    report = exported("skpi", output=tmp_path / "kampus.csv")
    assert report.files == (tmp_path / "kampus.csv",)
    assert [r.key for r in exported("log", output=tmp_path / "x.pdf").refusals] == ["no-such-format"]
    assert [r.key for r in exported("log", output=site / "static" / "x.csv").refusals] == ["inside-site"]
    assert not (site / "static").exists()


def test_a_site_with_mistakes_is_not_exported(exported: Exported, tmp_path: Path) -> None:
    root = make_site(tmp_path / "bad", {"content/activities/2026-01-01-x.md": "---\ntitle: T\nhours: two\n---\nIsi.\n"})
    report = exported("log", folder=root / "content")
    assert (report.exit_code, report.files) == (1, ()) and [p.code for p in report.problems] == ["bad-hours"]
