"""What ``kiprah check`` says beyond mistakes: anchors, alt texts, lengths, evidence, colour, and the triangle of risk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kiprah.build.check import check
from kiprah.lint.person_names import full_names
from support.building import request_in

SITE = "title: Jejak\nurl: https://a.example/\ncards: {formats: []}\n"
DAY = "content/activities/2026-05-01-hari"


@pytest.fixture
def found(tree, photo) -> Callable[..., list[tuple[str, int, str]]]:
    def look(files: dict[str, str], *photos: str) -> list[tuple[str, int, str]]:
        root: Path = tree({"content/profile.md": "---\nname: Alya Putri\n---\nHalo.\n", **files}, SITE)
        for name in photos:
            photo(root / name)
        report = check(request_in(root))
        assert not (root / "public").exists()
        return [(p.place.path, p.place.line, p.code) for p in report.problems]

    return look


def child(*, keys: str = "", body: str = "Isi.", alt: str = "Anak membaca", photo_keys: str = "") -> dict[str, str]:
    photo = f"{{file: a.jpg, alt: {alt}, people: minors, consent: guardian{photo_keys}}}"
    return {f"{DAY}/index.md": f"---\ntitle: Hari\nphotos: [{photo}]\n{keys}---\n{body}\n"}


@pytest.mark.parametrize(
    "files",
    [
        child(alt="Budi Santoso membaca", keys="organization: SD Negeri Tunas Bangsa\n"),
        child(body="Budi Santoso datang lagi.", keys="place: Desa Sukamaju\n"),
        child(body="Kami bertemu di Jl. Melati No. 5. Setelah itu Rina Wulandari menyanyi.", keys="tags: [baca]\n"),
        child(
            keys="evidence: [{kind: link, url: 'https://b.example/', label: Surat untuk Budi Santoso}]\ntags: [SMP 3 Depok]\n"
        ),
        child(body="Emma Woods read aloud at Green Hill Primary School."),
        child(
            body="Isi.\n\n## Refleksi\n\nBudi Santoso mengajari saya sabar.",
            keys="role: Pengajar di Panti Asuhan Bunda\n",
        ),
    ],
)
def test_child_name_and_spot_in_one_entry_are_asked_about(found, files: dict[str, str]) -> None:
    assert ("activities/2026-05-01-hari/index.md", 3, "risk-triangle") in found(files, f"{DAY}/a.jpg")


@pytest.mark.parametrize(
    "files",
    [
        child(alt="Budi Santoso membaca"),
        child(keys="organization: SD Negeri Tunas Bangsa\n"),
        child(body="Budi datang lagi.", keys="organization: SD Negeri Tunas Bangsa\n"),
        child(body="Ibu Sri Rahayu menyambut kami.", keys="organization: SD Negeri Tunas Bangsa\n"),
        child(body="Saya, Alya Putri, mengajar.", keys="organization: SD Negeri Tunas Bangsa\nwith: [Bima Aditya]\n"),
        child(body="Bima Aditya memasak.", keys="organization: SD Negeri Tunas Bangsa\nwith: [Bima Aditya]\n"),
        child(body="Hari Minggu di Jawa Tengah bersama Palang Merah Indonesia.", keys="place: Desa Sukamaju\n"),
        child(body="Budi Santoso datang.", keys="place: Desa Sukamaju\n", photo_keys=", hide: [[0, 0, 0.5, 0.5]]"),
        {f"{DAY}/index.md": "---\ntitle: Hari\nplace: Desa Sukamaju\n---\nBudi Santoso datang.\n"},
    ],
)
def test_two_of_the_three_may_stand_together(found, files: dict[str, str]) -> None:
    assert "risk-triangle" not in {code for _, _, code in found(files, f"{DAY}/a.jpg")}


def test_what_points_at_an_activity_counts_as_its_own_words(found) -> None:
    files = child(keys="organization: SD Negeri Tunas Bangsa\n") | {
        "content/reflections/2026-05-02-sabar.md": "---\ntitle: Sabar\nactivity: hari\n---\nBudi Santoso lagi.\n"
    }
    assert "risk-triangle" in {code for _, _, code in found(files, f"{DAY}/a.jpg")}


def test_a_hidden_entry_is_no_risk(found) -> None:
    files = child(alt="Budi Santoso membaca", keys="organization: SD Negeri Tunas Bangsa\ndraft: true\n")
    assert found(files, f"{DAY}/a.jpg") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Budi Santoso membaca.", ("Budi Santoso",)),
        ("Lalu Siti Nur Aini dan Budi pulang", ("Siti Nur Aini",)),
        ("Pak Budi Santoso dan Dr. Rina Dewi", ()),
        ("Taman Bacaan Masyarakat di Gunung Kidul", ()),
        ("WORLD CLEANUP DAY", ()),
    ],
)
def test_names_are_told_by_their_look(text: str, names: tuple[str, ...]) -> None:
    assert full_names(text, ()) == names


def test_anchors_within_a_page_and_to_another(found) -> None:
    files = {
        f"{DAY}/index.md": "---\ntitle: Hari\n---\n## Kebun {#kebun}\n\n[a](#kebun) [b](#tiada)\n\n[c](../../pages/k.md#alamat)\n"
        "[d](../../pages/k.md#rumah)\n",
        "content/pages/k.md": "---\ntitle: K\n---\n## Alamat\n\nSurat.\n",
    }
    assert found(files) == [
        ("activities/2026-05-01-hari/index.md", 6, "dead-anchor"),
        ("activities/2026-05-01-hari/index.md", 9, "dead-anchor"),
    ]


def test_photos_of_every_kind_of_entry_need_alt_and_people(found) -> None:
    files = {
        "content/reflections/2026-05-02-r/index.md": "---\ntitle: R\nphotos: [a.jpg]\n---\nIsi.\n",
        "content/pages/p/index.md": "---\ntitle: P\n---\n![](b.jpg)\n",
        "content/profile.md": "---\nname: Alya\nphoto: c.jpg\n---\nHalo.\n",
    }
    photos = ("content/reflections/2026-05-02-r/a.jpg", "content/pages/p/b.jpg", "content/c.jpg")
    assert found(files, *photos) == [
        ("pages/p/index.md", 4, "missing-alt"),
        ("profile.md", 3, "people-not-said"),
        ("reflections/2026-05-02-r/index.md", 3, "missing-alt"),
        ("reflections/2026-05-02-r/index.md", 3, "people-not-said"),
    ]


def test_advice_never_ends_with_a_failure_and_warnings_do_when_strict(tree) -> None:
    root = tree(
        {
            "content/profile.md": f"---\nname: Alya\nheadline: {'kata ' * 30}\n---\nHalo.\n",
            f"{DAY}.md": "---\ntitle: Hari\nplace: RT 03/RW 02 Sleman\n---\n[a](#b)\n",
        },
        SITE + "brand: {color: '#ffee88'}\n",
    )
    request = request_in(root)
    report = check(request)
    assert report.exit_code == 0
    assert {(p.code, p.level) for p in report.problems} == {
        ("brand-contrast", "note"),
        ("headline-long", "note"),
        ("place-exact", "warning"),
        ("dead-anchor", "warning"),
    }
    strict = check(request_in(root, strict=True))
    assert strict.exit_code == 1


@pytest.mark.slow
def test_the_example_has_no_warnings(tmp_path: Path, example: Path) -> None:
    root = Path(__file__).parents[2]
    # What the example's build drew is there already: a check asks for the same.
    cache = shutil.copytree(example.parent / "cache", tmp_path / "cache")
    report = check(request_in(root, tmp_path / "public", cache))
    assert [p for p in report.problems if p.level != "note"] == []
