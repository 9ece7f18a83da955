"""The community that themes are looked at with: invented members, what they did, and their events."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise

from example_files import Files, front_matter, reflected

FIRST = (
    "Ayu", "Bima", "Citra", "Dewi", "Eka", "Fajar", "Gita", "Hana", "Indra", "Jaka", "Kirana", "Lintang", "Mahesa",
    "Nadia", "Oki", "Putri", "Rangga", "Sekar", "Tirta", "Utari", "Wulan", "Yoga", "Zahra", "Arif", "Banyu",
)  # fmt: skip
LAST = (
    "Lestari", "Pratama", "Anggraini", "Wijaya", "Nugroho", "Safitri", "Halim", "Permata", "Saputra", "Maheswari",
    "Hidayat", "Kusuma", "Siregar", "Tanjung", "Mulyadi", "Rahayu", "Sitompul",
)  # fmt: skip
LINES = (
    "Membaca bersama anak-anak di teras masjid setiap Sabtu",
    "Mengantar buku dengan sepeda",
    "Menghitung sampah sungai sebelum memungutnya",
    "Belajar isyarat supaya rapat kami bisa diikuti semua orang",
    "Menyusun jadwal, menyeduh teh",
    "",
    "Memperbaiki rak, meja, dan apa saja yang goyah",
    "Menjaga meja pendaftaran donor darah",
)
FACES = (
    "2024-10-05-sabtu-pagi/teh.jpg",
    "2025-09-13-sepeda-buku/sepeda.jpg",
    "2026-01-18-menanam-bakau/tangan.jpg",
    "2024-09-14-hari-pertama/label.jpg",
    "2026-07-06-katalog-buku/lorong.jpg",
)
PLACES = ("Sleman, ID", "Bantul, ID", "Kota Yogyakarta, ID", "Kulon Progo, ID")
DEEDS = (
    ("Sabtu baca di teras", ["education"], "mendampingi baca"),
    ("Menyusuri sungai pagi-pagi", ["environment"], "mencatat data lapangan"),
    ("Meja donor di balai desa", ["health"], "mendata"),
    ("Rak baru dari peti buah", ["education", "community"], "pertukangan"),
    ("Kelas isyarat untuk panitia", ["inclusion"], "bahasa isyarat dasar"),
)
RIVER, FAIR = "2025-03-09-bersih-sungai/bantaran.jpg", "2026-11-08-pameran-kecil/pameran.jpg"
EVENTS = (
    ("2026-03-08", "bersih-sungai", "Bersih sungai dari jembatan ke bendung", "environment", RIVER),
    ("2026-06-20", "hari-baca", "Satu hari membaca di lima teras", "education", FAIR),
    ("2026-09-12", "donor", "Donor darah bersama PMI", "health", ""),
    ("2026-12-13", "tanam", "Menanam pandan di tebing sungai", "environment", ""),
)  # fmt: skip


def club(members: int, *, photos: bool = True) -> Files:
    """Return a community of so many members, with three events that were, one to come, and a deed or more of each."""
    files: Files = {}
    slugs = []
    for number in range(members):
        first, last = FIRST[number % len(FIRST)], LAST[number * 5 // 3 % len(LAST)]
        slug = f"{first}-{last}".lower() + (f"-{number}" if number >= len(FIRST) else "")
        slugs.append(slug)
        profile: dict[str, object] = {"name": f"{first} {last}", "place": PLACES[number % len(PLACES)]}
        if LINES[number % len(LINES)]:
            profile["headline"] = LINES[number % len(LINES)]
        if photos and number % 4 == 0 and number < 40:
            files[f"members/{slug}/me.jpg"] = reflected(FACES[number // 4 % len(FACES)], 640)
            profile["photo"] = {"file": "me.jpg", "alt": "Foto yang saya pilih", "people": "none"}
        files[f"members/{slug}/profile.md"] = front_matter(profile, "Ikut sejak diajak tetangga.")
        word: dict[str, object] = {"since": str(2022 + number % 5), "cohort": str(2022 + number % 5)}
        if number % 9 == 0:
            word["role"] = "Koordinator"
        files[f"members/{slug}.yml"] = front_matter(word, "").replace(b"---\n", b"").strip() + b"\n"
        for turn in range(1 + number % 3):
            title, causes, skill = DEEDS[(number + turn * 2) % len(DEEDS)]
            day = date(2025, 1, 4) + timedelta(days=(number * 37 + turn * 113) % 650)
            values = {
                "title": title,
                "date": str(day),
                "hours": 2 + number % 4,
                "causes": causes,
                "skills": [skill],
                "place": PLACES[number % len(PLACES)],
                "organization": "Teras Kita",
                "role": "Relawan",
            }
            files[f"members/{slug}/activities/{day}-catatan-{turn + 1}.md"] = front_matter(
                values, "Kami mulai pukul tujuh dan pulang sebelum panas. Yang belum selesai kami tulis di papan."
            )
    for (held, name, title, cause, photo), step in zip(EVENTS, (3, 2, 7, 5), strict=True):
        event: dict[str, object] = {
            "title": title,
            "hours": 3,
            "causes": [cause],
            "place": "Sleman, ID",
            "participants": slugs[:60:step] or slugs[:1],
            "organization": "Teras Kita",
        }
        if photo and photos:
            files[f"events/{held}-{name}/photo.jpg"] = reflected(photo)
            event["photos"] = [{"file": "photo.jpg", "alt": title, "people": "none"}]
        if held > "2026-11-22":
            event |= {"capacity": 40, "register": "https://teras.example/daftar"}
        files[f"events/{held}-{name}/index.md"] = front_matter(
            event, "Siapa pun boleh datang. Bawa botol minum sendiri."
        )
    files["about.md"] = front_matter(
        {"title": "Tentang kami"},
        "Teras Kita dimulai dari satu tikar di teras Bu Warsi. Sekarang terasnya beberapa, tikarnya masih itu.\n\n"
        "Kami bertemu setiap Sabtu. Tidak ada iuran dan tidak ada seragam.",
    )
    chosen = [slug for slug, _ in pairwise(slugs)][:2] or slugs[:1]
    files["site.yml"] = (
        "kind: community\ntitle: Teras Kita\nurl: https://teras.example/\nlanguage: id\n"
        "description: Tetangga yang membaca, memungut, menanam, dan mencatat bersama.\n"
        'brand: {color: "#3f6212"}\njoin: {label: Ikut Sabtu ini, url: "https://teras.example/ikut"}\n'
        f"featured: {json.dumps(chosen)}\n"
    ).encode()
    return files
