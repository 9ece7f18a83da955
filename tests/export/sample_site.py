"""Content that forms stumble over, and what of it is hidden."""

from __future__ import annotations

SECRET = "RAHASIA-BUKU-HARIAN tentang ibu yang sakit keras"
LONG = "Kami menyalakan lampu baca di gang sempit setiap Sabtu, lalu " * 4


def entry(title: str, keys: str = "", body: str = "Isi.") -> str:
    return f"---\ntitle: {title!r}\n{keys}\n---\n{body}\n"


FILES: dict[str, str | bytes] = {
    "content/profile.md": "---\nname: Alya Sekarjati\nheadline: Pendamping baca\nskills: [mengajar]\n---\nSaya membaca.\n",
    "content/activities/2026-01-10-baca/index.md": entry(
        "Kelas baca",
        "organization: Rumah Pelangi\nrole: Pengajar\nhours: 2h 20m\ncauses: [education]\nskills: [mengajar]\n"
        "impact: [{value: 25, what: anak membaca}]\nphotos: [{file: a.jpg, alt: Buku, people: none}]\n"
        "evidence: [{kind: certificate, url: 'https://pelangi.example/1', label: Piagam}]\n"
        "extra: {skpi: {jenis: Pengabdian, tingkat: Lokal}, cas: {outcomes: [4, 5], strand: service}}",
        f"Kami membaca.\n\n## Refleksi\n\nSaya belajar sabar.\n\n## Catatan {{visibility=private}}\n\n{SECRET}.",
    ),
    "content/activities/2026-01-10-baca/index.en.md": "---\ntitle: Reading class\n---\nWe read.\n",
    "content/activities/2026-02-14-pantai.md": entry(
        "Bersih pantai", f"organization: Pesisir\nrole: Ketua\nhours: 3:20\ncauses: [environment]\ndescription: '{LONG}'"
    ),
    "content/activities/2026-03-01-dapur.md": entry("=HYPERLINK(\"http://x\")", "hours: 0:20\nhours_are: estimated"),
    "content/activities/2025-12-01-lama.md": entry("Donor darah", "organization: PMI\nhours: 4"),
    "content/activities/2026-04-01-diam.md": entry("Diam-diam", "visibility: private\nhours: 8"),
    "content/activities/2026-04-02-tautan.md": entry("Lewat tautan", "visibility: unlisted\nhours: 1"),
    "content/activities/2026-04-03-draf.md": entry("Draf", "draft: true"),
    "content/activities/2027-01-01-nanti.md": entry("Nanti"),
    "content/pages/diam.md": "---\ntitle: Halaman diam\nvisibility: unlisted\n---\nIsi.\n",
    "content/selections/beasiswa.md": "---\ntitle: Untuk yayasan\nactivities: [baca]\n---\nSalam.\n",
    "content/reflections/2026-02-20-suara.md": entry("Suara", "", "Suara saya kembali."),
}  # fmt: skip
SETTINGS = "title: Jejak\nurl: https://a.example/\nlanguages: [id, en]\ncards: {formats: []}\nphotos: {widths: [16, 48], formats: [jpeg]}\n"
