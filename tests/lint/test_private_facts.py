"""Private facts are found by their look, and what is ordinary in a log of good work passes."""

from __future__ import annotations

import random

import pytest

from kiprah.content.keys.key_types import PLACE
from kiprah.fields.decoding import DecodeContext, Wrong
from kiprah.fields.source import Source
from kiprah.fields.yaml_tree import Scalar
from kiprah.lint.private_facts import _holds_number, _numbers, may_have_facts, private_address, private_facts

PRIVATE = {
    "identity": (
        "NIK saya 3404011203050001.", "3404 0112 0305 0001", "34.04.01.120305.0001", "KTP: 3404015203050001",
        "NISN 0051234567", "nomor 1234567890123456",
    ),
    "phone": (
        "Hubungi 0812-3456-7890 ya", "WA 081234567890", "+62 812 3456 7890", "(0274) 512345", "+65 9123 4567",
        "+1 (415) 555-2671", "telp 0274-512345", "call 021 5551234", "+62 274 512345",
    ),
    "coordinates": (
        "-7.7956, 110.3695", "-7.77, 110.37", "7°46'12\" LS", "7.7956° S", "6P5Q+XQ Sleman", "///kata.dua.tiga",
    ),
    "map": ("https://maps.app.goo.gl/abc", "lihat maps.google.com/?q=1", "geo:-7.7,110.3", "www.google.co.id/maps/x"),
    "address": (
        "Jl. Kaliurang No. 12", "Jalan Mawar 5", "RT 03/RW 05", "RT 02", "12 Baker Street", "Gg. Melati No. 3A",
        "Rumahnya di Jl. Kaliurang Km 5 No. 12",
    ),
}  # fmt: skip
ORDINARY = (
    "Pada 14 Maret 2026 pukul 08.00-10.30 WIB kami mulai.", "08:00 - 12:00", "Rp 1.250.000 dan Rp12.500, 15.000 lembar",
    "ISBN 978-602-8519-93-9", "ISBN 9786028519939", "ISBN 979-8-88645-174-0", "tahun 2024-2026", "2024, 2025 dan 2026",
    "12.500, 13.750 buku", "3,5 jam dan 4,25 jam", "nilai 3.25, 4.50", "Kami bertemu di Jalan Malioboro, lalu pulang.",
    "Jalan Kaki 5 km", "Di Jalan Malioboro 12 anak menyanyi", "10.000 langkah", "08-12-2026", "2026-03-14",
    "1.000.000.000.000", "Resi JNE 0123456", "skor 21-15, 21-17", "100.00, 99.50", "suhu 31°C", "suhu 30.5 °C",
    "pukul 7.30, 110 orang", "H+2", "C4+5", "2024 Main Street clean-up", "Kami lari 5,25; 10,50 kilometer",
    "Rp. 8.500.000", "No. 12/2024", "nomor surat 045/UKM/III/2026", "SK No. 0812/UN1/2025", "DOI 10.1000/182",
    "https://example.org/12345678901234567", "+25 anak", "+100 000 bibit", "0812.345 ton", "p. 123-4567",
    "RT dan RW setempat hadir", "Rukun Tetangga", "kelas 7.75, 8.25", "versi 1.12.345, 2.10.123", "+2026",
    "dari 1.234,56 ke 110,25", "3,141 dan 2,718", "From 9 to 5 we sorted 1,204 books in 3 rooms.",
    "42 hours, 25 children, 3 tutors", "We raised £1,250.50 and $3,400.00.", "Chapter 3, verse 16", "SDG 4, 10 and 17",
    "page 1200-1350", "Jalan pagi 07.00", "Jl. Kaliurang 20 anak menunggu", "Kelas 5 SD, 12 siswa",
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in PRIVATE.items() for text in texts])
def test_what_leads_to_somebody_is_found(kind: str, text: str) -> None:
    assert [fact.kind for fact in private_facts(text)] == [kind]
    assert [fact.kind for fact in private_facts(f"Kami senang. {text}\nSampai jumpa.")] == [kind]


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_ordinary_passes(text: str) -> None:
    assert private_facts(text) == ()


def test_a_number_of_a_document_is_never_shown_whole() -> None:
    (fact,) = private_facts("NIK 3404011203050001")
    assert fact.shown == "34…01"


def test_links_give_away_where_they_lead() -> None:
    kinds = [
        fact.kind if (fact := private_address(url)) is not None else None
        for url in ("https://wa.me/6281234567890", "tel:+62812345678", "https://www.google.co.id/maps/place/x",
                    "https://example.org/maps", "https://wa.me/?text=halo")
    ]  # fmt: skip
    assert kinds == ["phone", "phone", "map", None, None]


@pytest.mark.parametrize(
    "place",
    ["-7.77, 110.37", "-7, 110", "7.7 110.3", "-7,77; 110,37", "7.77 LS", "S 7.7, E 110.4", "-7.797068,110.370529"],
)
def test_coordinates_are_no_place_at_any_precision(place: str) -> None:
    with pytest.raises(Wrong) as wrong:
        PLACE.read(Scalar(place, 1, 1, quoted=False), DecodeContext(Source("", place)))
    assert wrong.value.code == "coordinates"


@pytest.mark.parametrize(
    "place", ["Sleman, ID", "Kelas 7, 8 Depok", "Jakarta 12", "Desa 2, 3 dan 4", "RW 5, 6", "London SW1"]
)
def test_a_coarse_place_is_a_place(place: str) -> None:
    assert PLACE.read(Scalar(place, 1, 1, quoted=False), DecodeContext(Source("", place))) == place


@pytest.mark.parametrize("piece", ["1 ", "+1 ", "0812 ", "Jl. A ", "12 A ", "-7.77, ", "3404 ", "RT 1/", "No KK "])
def test_a_long_hostile_text_ends_and_hides_nothing_behind_it(piece: str) -> None:
    found = private_facts(f"{piece * 3_000}\n\nhubungi 0812-3456-7890")
    assert "phone" in {fact.kind for fact in found}


def test_a_text_that_is_passed_over_has_no_number_of_anybody() -> None:
    """Whether numbers are looked for at all is told by digits that stand together: that must never hide one."""
    rng = random.Random(20261129)
    pieces = (
        *(
            "08",
            "+62",
            "62",
            "8",
            "0274",
            "3404011203050001",
            "34",
            "04",
            "011203",
            "0001",
            "1203",
            "-7.7956",
            "110.3695",
        ),
        *("7,79", "110,36", "0812", "3456", "7890", "+1", "(0274)", "555", "12.500", "2026", "5"),
        *(" ", " ", "-", ".", "\u00a0", "\u2013", ", ", "; ", " / ", "° S, ", " S ", " N; ", "(", ")", "\n", "  "),
        *("NIK ", "NIK: ", "No. KK ", "HP ", "Hubungi ke ", "WA: ", "Telp. ", "passport no ", "A", "buku ", "\u2212"),
    )
    found = 0
    for _ in range(30_000):
        text = "".join(rng.choice(pieces) for _ in range(rng.randint(2, 9)))
        facts = list(_numbers(text))
        found += bool(facts)
        assert not facts or (_holds_number(text) and may_have_facts(text)), (text, facts)
    assert found > 1_000
