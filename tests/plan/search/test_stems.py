"""The forms of a word meet under one class, whatever stands before and after its root."""

from __future__ import annotations

import pytest

from kiprah.plan.search.stems import term_hash, word_class, word_stem


@pytest.mark.parametrize(
    "forms",
    [
        "tulis menulis penulis tulisan ditulis menulisnya",
        "tanam menanam ditanam penanaman tanaman",
        "sapu menyapu disapu penyapu",
        "kirim mengirim dikirim pengiriman kiriman",
        "pakai memakai dipakai pemakaian",
        "mulai memulai dimulai",
        "masak memasak dimasak",
        "nilai menilai penilaian",
        "nyanyi menyanyi nyanyian penyanyi",
        "baca membaca pembaca bacaan membacakan",
        "ajar mengajar belajar pelajaran pengajar pembelajaran",
        "relawan kerelawanan relawannya",
        "giat kegiatan berkegiatan",
        "bersih membersihkan kebersihan",
    ],
)
def test_indonesian_forms_meet(forms: str) -> None:
    assert len({word_class(form, "id") for form in forms.split()}) == 1


def test_what_has_nothing_to_do_with_each_other_stays_apart() -> None:
    words = ["anak", "sungai", "buku", "darah", "hutan", "guru", "laut", "sampah", "bakau", "isyarat"]
    assert len({word_class(word, "id") for word in words}) == len(words)


def test_english_forms_meet_and_lose_no_first_letter() -> None:
    assert len({word_class(form, "en") for form in ("volunteer", "volunteers", "volunteering", "volunteered")}) == 1
    assert word_class("tables", "en") == "tabl"
    assert word_class("tables", "en-GB") == "tabl"


@pytest.mark.parametrize("word", ["menulis", "volunteers", "12", "jalan2", "\u0645\u062d\u0645\u062f", "東京"])
def test_other_languages_and_scripts_are_taken_as_they_stand(word: str) -> None:
    assert word_class(word, "jv") == word
    if not word.isascii() or not word.isalpha():
        assert word_class(word, "id") == word_class(word, "en") == word


def test_no_other_implementation_is_taken_where_it_happens_to_be_installed() -> None:
    assert word_stem("membacakan", "id") == "baca"
    from kiprah.plan.search import stems

    assert type(stems._stemmer("id")).__module__ == "snowballstemmer.indonesian_stemmer"


def test_places_in_the_index_are_spread_evenly() -> None:
    counts = [0] * 16
    for number in range(4000):
        counts[term_hash(f"word{number}") >> 28] += 1
    assert min(counts) > 200
    # Addresses of chunks follow from it: it must never change.
    assert [term_hash(word) for word in ("", "ulis", "東京")] == [2872998923, 1478587584, 1354228455]
