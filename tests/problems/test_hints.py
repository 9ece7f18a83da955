"""What beginners do, on the real command: every slip in an entry of its own, printed word for word."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from problem_cases import SETTINGS, jpeg

from support.command import TODAY, run

GOLDENS = Path(__file__).parent / "slips"
DOCS = Path(__file__).parents[2] / "docs"
SLIPS = {
    "a-tab": "---\ntitle: Hari\norganization:\n\tname: Rumah Pelangi\n---\nIsi.\n",
    "an-unquoted-colon": "---\ntitle: Mengajar: hari pertama\n---\nIsi.\n",
    "no-space-after-the-colon": "---\ntitle:Hari\nhours: 2\n---\nIsi.\n",
    "curly-quotes": "---\ntitle: “Hari pertama”\nhours: “2”\ndraft: ‘true’\n---\nIsi.\n",
    "curly-quotes-and-a-colon": "---\ntitle: “Hari: satu”\n---\nIsi.\n",
    "an-open-quote": '---\ntitle: "Hari pertama\nhours: 2\n---\nIsi.\n',
    "quotes-inside": '---\ntitle: "Hari" pertama\n---\nIsi.\n',
    "no-closing-line": "---\ntitle: Hari\nhours: 2\n\nHari ini kami mengajar.\n",
    "a-dash-for-the-closing-line": "---\ntitle: Hari\n—\nHari ini kami mengajar.\n",
    "no-closing-line-and-a-rule-below": "---\ntitle: Hari\n\nHari ini kami mengajar.\n\n---\n\nPulang.\n",
    "day-first": "---\ntitle: Hari\ndate: 13/03/2026\n---\nIsi.\n",
    "day-or-month-first": "---\ntitle: Hari\ndate: 03/04/2026\n---\nIsi.\n",
    "a-decimal-comma": "---\ntitle: Hari\nhours: 2,5\n---\nIsi.\n",
    "hours-in-english": "---\ntitle: Hari\nhours: two\n---\nIsi.\n",
    "hours-in-indonesian": "---\ntitle: Hari\nhours: dua\n---\nIsi.\n",
    "a-day-in-words": "---\ntitle: Hari\ndate: 7 November 2026\n---\nIsi.\n",
    "a-day-in-indonesian": "---\ntitle: Hari\ndate: 7 Agustus 2026\n---\nIsi.\n",
    "a-day-with-the-month-first": "---\ntitle: Hari\ndate: Nov 7, 2026\n---\nIsi.\n",
    "half-an-hour-more": "---\ntitle: Hari\nhours: 3 jam setengah\n---\nIsi.\n",
    "a-comma-and-a-word": "---\ntitle: Hari\nhours: 3,5 jam\n---\nIsi.\n",
    "a-file-for-evidence": "---\ntitle: Hari\nevidence: cert.pdf\n---\nIsi.\n",
    "a-list-of-files-for-evidence": "---\ntitle: Hari\nevidence: [cert.pdf]\n---\nIsi.\n",
    "one-box-to-hide": "---\ntitle: Hari\nphotos: [{file: IMG_1234.JPG, alt: Kelas, people: none, hide: [0.1, 0.2, 0.15, 0.2]}]\n---\nIsi.\n",
    "a-permalink": "---\ntitle: Hari\npermalink: /blog/mengajar-membaca/\n---\nIsi.\n",
    "hours-with-a-word": "---\ntitle: Hari\nhours: 2 jam\n---\nIsi.\n",
    "hours-like-a-clock": "---\ntitle: Hari\nhours: 2.30\n---\nIsi.\n",
    "small-letters-for-capitals": "---\ntitle: Hari\nphotos: [{file: IMG_1234.jpg, alt: Kelas, people: none}]\n---\nIsi.\n",
    "small-letters-in-the-text": "---\ntitle: Hari\n---\n![Kelas](IMG_1234.jpg)\n",
    "coordinates": "---\ntitle: Hari\nplace: -7.7156, 110.3556\n---\nIsi.\n",
    "a-link-to-a-map": "---\ntitle: Hari\nplace: https://maps.app.goo.gl/abc\n---\nIsi.\n",
    "evidence-by-its-name": "---\ntitle: Hari\nevidence: sertifikat.pdf\n---\nIsi.\n",
    "evidence-in-a-list": "---\ntitle: Hari\nevidence: [https://a.example/surat]\n---\nIsi.\n",
    "impact-in-a-sentence": "---\ntitle: Hari\nimpact: [25 anak membaca sendiri]\n---\nIsi.\n",
    "goals-without-brackets": "---\ntitle: Hari\nsdgs: 4, 10\n---\nIsi.\n",
    "skills-without-brackets": "---\ntitle: Hari\nskills: mengajar; menulis\n---\nIsi.\n",
    "a-month-in-words": "---\ntitle: Hari\ndate: 7 November 2026\n---\nIsi.\n",
    "a-month-in-indonesian": "---\ntitle: Hari\ndate: Sabtu, 8 Agustus 2026\n---\nIsi.\n",
    "hours-and-a-half": "---\ntitle: Hari\nhours: 3 jam setengah\n---\nIsi.\n",
    "an-address-of-jekyll": "---\ntitle: Hari\npermalink: /hari/\n---\nIsi.\n",
    "a-hashtag": "---\ntitle: Kelas #membaca bersama\n---\nIsi.\n",
    "a-hashtag-in-brackets": "---\ntitle: Hari\nphotos:\n  - {file: a.jpg, alt: Kelas, caption: Kelas #membaca}\n---\nIsi.\n",
    "a-hashtag-in-a-list": "---\ntitle: Hari\nskills: [mengajar #membaca, menulis]\n---\nIsi.\n",
    "keys-of-hugo": "---\ntitle: Hari\nlastmod: 2026-01-01\nweight: 3\nfeatured_image: a.jpg\n---\nIsi.\n",
    "keys-of-jekyll": "---\nlayout: post\ntitle: Hari\npublished: false\nexcerpt: Singkat\n---\nIsi.\n",
    "keys-in-indonesian": "---\njudul: Hari\ntanggal: 2026-03-01\njam: 2\n---\nIsi.\n",
    "keys-in-capitals": "---\nTitle: Hari\n---\nIsi.\n",
    "a-list-on-its-keys-line": "---\ntitle: Hari\nskills: - mengajar\n---\nIsi.\n",
    "a-list-without-spaces": "---\ntitle: Hari\nskills:\n  -mengajar\n  -menulis\n---\nIsi.\n",
    "a-heading-for-a-title": "---\ntitle: # Hari pertama\n---\nIsi.\n",
    "a-name-with-a-sign": "---\ntitle: @alya mengajar\n---\nIsi.\n",
    "yes-for-true": "---\ntitle: Hari\ndraft: ya\n---\nIsi.\n",
    "children-in-the-photo": "---\ntitle: Hari\nphotos: [{file: IMG_1234.JPG, alt: Kelas, people: anak-anak}]\n---\nIsi.\n",
}


@pytest.mark.parametrize("language", ["en", "id"])
def test_slips_are_printed_so(tmp_path: Path, language: str) -> None:
    content = tmp_path / "content"
    for name, text in SLIPS.items():
        folder = content / "activities" / f"2026-05-01-{name}"
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(text, "utf-8")
        if "IMG_1234" in text:
            (folder / "IMG_1234.JPG").write_bytes(jpeg())
    (content / "site.yml").write_text(SETTINGS, "utf-8")
    (content / "profile.md").write_text("---\nname: Alya\n---\nHalo.\n", "utf-8")
    done = run(tmp_path, "check", *TODAY, KIPRAH_LANG=language)
    printed = done.stderr.replace(str(DOCS), "/docs")
    path = GOLDENS / f"{language}.txt"
    if os.environ.get("KIPRAH_WRITE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(printed, "utf-8")
    assert done.returncode == 1 and done.stdout == ""
    assert printed == path.read_text("utf-8")
    for name in SLIPS:
        assert f"2026-05-01-{name}/index.md:" in done.stderr, name
