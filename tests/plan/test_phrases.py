"""Many phrases are found in a text as each by itself would be, and what is hidden is found however it is written."""

from __future__ import annotations

import random

import pytest

from kiprah.plan.privacy.leaks import LeakTrace, find_leak, suspects_in
from kiprah.plan.privacy.phrases import FEW, Phrases, found_phrases
from kiprah.publish.output_scan import scan_text

WORDS = [
    "kami",
    "anak",
    "baca",
    "buku",
    "di",
    "yang",
    "tidak",
    "hari",
    "itu",
    "pagi",
    "rumah",
    "mereka",
    "kelas",
    "a",
    "b",
    "cc",
    "belajar",
]


@pytest.mark.parametrize("seed", range(40))
def test_many_are_found_as_each_by_itself(seed: int) -> None:
    chance = random.Random(seed)
    text = " ".join(chance.choices(WORDS, k=chance.choice([1, 5, 400])))
    phrases = []
    for _ in range(FEW + chance.randrange(1, 200)):
        begin = chance.randrange(len(text))
        piece = text[begin : begin + chance.randrange(1, 40)].strip() or "x"
        phrases.append(piece if chance.random() < 0.5 else " ".join(chance.choices(WORDS, k=chance.randrange(1, 6))))
    expected = frozenset(phrase for phrase in phrases if phrase in text)
    assert expected and Phrases(phrases).found_in(text) == expected == found_phrases(phrases, text)


SECRET = 'ibunya berkata "jangan pulang" kepada dua anak itu'


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.txt", f"Lalu {SECRET} semalam."),
        ("a.html", "<p>Lalu ibunya berkata “jangan pulang” kepada dua anak itu semalam.</p>"),
        ("a.html", "<p>ibunya berkata &#34;jangan <em>pulang</em>&#34; kepada\n<a href='x'>dua</a> anak itu</p>"),
        ("a.html", f'<script>{{"a":"{SECRET.replace(chr(34), chr(92) + chr(34))}"}}</script>'),
        ("a.html", "<p title='ibunya berkata &quot;jangan pulang&quot; kepada dua anak itu'>"),
        ("a.json", SECRET.replace('"', '\\"')),
        ("a.json", SECRET.replace("a", "\\u0061").replace('"', "\\u0022")),
        ("a.json", SECRET.replace('"', '\\"').replace(" dua ", "\\ndua\\t")),
        ("a.ics", f"DESCRIPTION:Lalu {SECRET[:20]}\r\n {SECRET[20:37]}\r\n {SECRET[37:]}\\, semalam"),
    ],
)
@pytest.mark.parametrize("others", [0, FEW * 3, FEW * 9])
def test_a_hidden_sentence_is_found_however_it_is_written(path: str, text: str, others: int) -> None:
    more = [LeakTrace(f"kalimat nomor {number} yang tidak ada di mana pun", "b.md") for number in range(others)]
    traces = tuple(sorted([*more, LeakTrace(SECRET, "a.md")], key=lambda trace: trace.text))
    problem = scan_text(path, text.encode(), traces)
    assert problem is not None and problem.code == "hidden-text" and problem.place.path == "a.md"
    assert scan_text(path, text.replace("anak", "orang").replace("\\u0061n\\u0061k", "x").encode(), traces) is None


def test_the_first_of_many_is_told() -> None:
    traces = [LeakTrace(f"kalimat nomor {number:03} ada di sini juga", f"{number}.md") for number in range(100)]
    text = f"<p>{traces[70].text}</p><p>{traces[31].text}</p>"
    assert find_leak(text, traces) == traces[31] == find_leak(text, traces[30:34])


def test_a_text_is_searched_for_those_alone_whose_words_it_holds() -> None:
    near = LeakTrace("ibunya menangis di depan sekolah kami", "near.md")
    traces = (near, *(LeakTrace(f"kalimat nomor {number} yang tidak ada di mana pun", "b.md") for number in range(30)))
    assert suspects_in("<p>Sekolah kami jauh; ibunya datang.</p>", traces) == [], "it has two of four words"
    assert suspects_in("<p>Ibunya menangis di Sekolah, depan kelas.</p>", traces) == [near]
    assert suspects_in("<p>Halo.</p>", traces * 3) == traces * 3, "so many are sorted and looked for together"
