"""Write the sites that themes are looked at with: invented people and a community; the same bytes every time.

``python scripts/example_people.py FOLDER`` writes ``few``, ``many`` and ``club`` there; the club has ``--members``.
Between ``few`` (three entries, no photo) and ``many`` (120, some photos, from right to left) stands ``content/``.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from example_club import club
from example_files import Files, front_matter, reflected, write

ROOT = Path(__file__).parents[1]


def few() -> Files:
    """Return three entries of a beginner: no photo, no portrait, nothing that vouches for more than one of them."""
    bank = {"name": "Bank Sampah Kali Bersih", "about": "Warga dua RT yang menimbang dan menjual sampah terpilah"}
    entries = {
        "2026-08-16-menimbang": (
            {
                "title": "Menimbang sampah dua RT untuk pertama kali",
                "organization": bank,
                "role": "Relawan penimbang",
                "hours": 3,
                "causes": ["environment"],
                "skills": ["mencatat"],
                "place": "Malang, ID",
                "impact": [{"value": 64, "what": "kilogram terpilah dan tercatat", "source": "organization"}],
                "evidence": [{"kind": "link", "url": "https://kalibersih.example/agustus", "label": "Catatan Agustus"}],
            },
            "Timbangannya gantung, jadi setiap karung harus diangkat dua orang. Saya memegang buku tulis dan menyebut "
            "angkanya keras-keras supaya ibu-ibu bisa membantah.\n\nTiga kali saya salah menulis nol.",
        ),
        "2026-09-20-menimbang-lagi": (
            {
                "title": "Buku catatan yang bisa dibaca orang lain",
                "organization": bank,
                "role": "Relawan penimbang",
                "hours": 3.5,
                "causes": ["environment"],
                "skills": ["mencatat", "membuat tabel"],
                "place": "Malang, ID",
                "quote": "Catatan yang hanya saya mengerti belum menjadi catatan.",
            },
            "Saya menyalin buku tulis ke satu tabel dengan tanggal, nama, dan berat. Bu Sum menemukan dua baris yang "
            "tertukar dalam lima menit.",
        ),
        "2026-11-07-tanaman-obat": (
            {
                "title": "Memindahkan tanaman obat dari pot ke kebun sekolah",
                "hours": 2,
                "causes": ["environment", "education"],
                "place": "Malang, ID",
                "with": ["kelas XI-2"],
            },
            "Dua belas pot jahe dan kunyit. Sembilan masih hidup seminggu kemudian.",
        ),
    }
    files = {f"activities/{name}.md": front_matter(values, body) for name, (values, body) in entries.items()}
    files["profile.md"] = front_matter(
        {
            "name": "Bagas Wirayudha",
            "headline": "Siswa kelas sebelas yang mulai dari menimbang dan mencatat",
            "place": "Malang, ID",
            "links": [{"label": "Bank Sampah Kali Bersih", "url": "https://kalibersih.example/"}],
        },
        "Saya baru mulai tahun ini. Di sini ada tiga catatan, dan dua di antaranya tentang timbangan yang sama.",
    )
    files["site.yml"] = (
        b'kind: portfolio\ntitle: Catatan Bagas\nurl: https://bagas.example/\nlanguage: id\nbrand: {color: "#b45309"}\n'
    )
    return files


class Work(NamedTuple):
    """One kind of work that somebody does again and again."""

    organization: str
    role: str
    causes: tuple[str, ...]
    skill: str
    place: str
    titles: tuple[str, ...]
    says: str
    photos: tuple[str, ...]
    counted: tuple[int, str]


WORKS = (
    Work(
        "مكتبة النخلة",
        "مُيسِّرة قراءة",
        ("education",),
        "القراءة بصوت عالٍ",
        "الإسكندرية، مصر",
        ("ساعة قراءة مع أطفال الحي", "حكاية واحدة وثلاث نهايات", "رفّ جديد للكتب المستعملة", "طفل قرأ صفحته الأولى"),
        "جلسنا على الأرض في حلقة صغيرة. قرأتُ صفحة، ثم قرأ كلُّ طفل جملة، وانتظرنا من تأخّر.",
        ("2024-09-14-hari-pertama/rak.jpg", "2026-07-06-katalog-buku/meja.jpg"),
        (9, "أطفال قرأوا وحدهم صفحة كاملة"),
    ),
    Work(
        "شاطئنا",
        "متطوعة",
        ("environment", "community"),
        "فرز النفايات",
        "أبو قير، مصر",
        ("تنظيف الشاطئ قبل شروق الشمس", "عدّ أغطية القوارير على خط المدّ", "أربعون كيسًا وشاحنة واحدة"),
        "بدأنا من الصخور. من يلتقط لا يكتب، ومن يكتب لا يلتقط، ثم نتبادل بعد ساعة.",
        ("2024-11-17-bersih-pantai/garis-pasang.jpg", "2024-11-17-bersih-pantai/karung.jpg"),
        (38, "كيسًا حُملت من الشاطئ"),
    ),
    Work(
        "مطبخ الجيران",
        "منسّقة الوجبات",
        ("community", "disaster-relief"),
        "تنظيم العمل",
        "الإسكندرية، مصر",
        ("مئة وعشرون وجبة قبل المغرب", "قائمة المشتريات التي نقصت", "ليلة المطر في المطبخ"),
        "قسّمنا الخضار على ثلاث طاولات. نقص الأرز مرة، فاعتذرنا لمن وصل آخرًا وسجّلنا أسماءهم لليوم التالي.",
        ("2025-11-22-dapur-umum/dapur.jpg", "2025-11-22-dapur-umum/bungkus.jpg"),
        (120, "وجبة وُزِّعت في ليلة واحدة"),
    ),
    Work(
        "حديقة المدرسة",
        "متطوعة",
        ("environment", "education"),
        "الزراعة",
        "دمنهور، مصر",
        ("شتلات على حافة القناة", "سقي الصيف بالتناوب", "ما بقي حيًّا من شتلات الربيع"),
        "زرعنا صفّين. عدنا بعد شهر وعددنا ما بقي، وكتبنا ما مات أيضًا.",
        ("2026-01-18-menanam-bakau/bibit.jpg", "2026-10-10-sungai-pagi/pagi.jpg"),
        (64, "شتلة ما زالت حيّة بعد ستة أشهر"),
    ),
)
THOUGHTS = (
    ("حين صمتُّ قرؤوا", "كنتُ أُكمل الجملة عنهم. حين صمتُّ، أكملوها."),
    ("ما لم أعدّه", "الرقم الكبير جميل في الصورة. الورقة الناقصة هي التي علّمتني."),
    ("اعتذار عند الباب", "أن تعتذر لمن وصل آخرًا أصعب من أن تطبخ لمئة."),
)


def many() -> Files:
    """Return 120 entries of five years in Arabic: a photo at one in six, three reflections, two who vouch."""
    files: Files = {}
    day = date(2022, 1, 14)
    for number in range(120):
        work = WORKS[(number * 7 // 3 + number // 29) % len(WORKS)]
        title = work.titles[number * 5 % len(work.titles)]
        place = f"activities/{day}-amal-{number + 1:03}"
        values: dict[str, object] = {
            "title": title,
            "organization": work.organization,
            "role": work.role,
            "hours": 2 + number * 3 % 5 / 2,
            "causes": work.causes,
            "skills": [work.skill],
            "place": work.place,
        }
        if number in (3, 31, 64, 90):
            values["impact"] = [
                {"value": work.counted[0] + number % 4, "what": work.counted[1], "source": "organization"}
            ]
        if number % 9 == 4:
            values["evidence"] = [{"kind": "report", "url": f"https://nakhla.example/{day}", "label": "سجلّ ذلك اليوم"}]
        if number % 11 == 5:
            values["quote"] = THOUGHTS[number % 3][1]
        if number % 6 == 1:
            name = work.photos[number // 6 % 2]
            files[f"{place}/photo.jpg"] = reflected(name, warm=0.05 * (number % 3 - 1))
            values["photos"] = [{"file": "photo.jpg", "alt": title, "people": "none"}]
        files[f"{place}/index.md"] = front_matter(values, work.says)
        day += timedelta(days=7 + number * 11 % 14)
    for number, (title, quote) in enumerate(THOUGHTS):
        values = {"title": title, "date": f"{2024 + number}-05-1{number}", "quote": quote}
        files[f"reflections/{2024 + number}-05-1{number}-khatira-{number + 1}.md"] = front_matter(values, quote)
    values = {"from": "أم يوسف", "relation": "أمينة مكتبة النخلة", "consent": "yes", "date": "2026-06-01"}
    files["testimonials/umm-yusuf.md"] = front_matter(values, "تصل قبل الأطفال وتغادر بعدهم، ولا تنسى من غاب.")
    values = {
        "name": "ليلى منصور",
        "headline": "أقرأ مع الأطفال يوم السبت، وأعدّ ما نلتقطه من الشاطئ يوم الجمعة",
        "place": "الإسكندرية، مصر",
        "email": "salam@layla.example",
        "languages": ["العربية", "الإنجليزية"],
        "interests": ["البحر", "كتب الأطفال"],
    }
    bio = (
        "بدأتُ في شتاء 2022 بترتيب رفّ واحد في مكتبة النخلة. كنتُ أظن أن التطوع كلام كثير، فوجدته جلوسًا طويلًا.\n\n"
        "أسجّل هنا ما فعلته ومع من وكم ساعة، وما لم ينجح أيضًا."
    )
    files["profile.md"] = front_matter(values, bio)
    settings = 'kind: portfolio\ntitle: دفتر ليلى\nurl: https://layla.example/\nlanguage: ar\nbrand: {color: "#9d174d"'
    font = ROOT / "tests/look/node_modules/@expo-google-fonts/noto-naskh-arabic/500Medium/NotoNaskhArabic_500Medium.ttf"
    if font.is_file():
        files["fonts/NotoNaskhArabic.ttf"] = font.read_bytes()
        settings += ", font: fonts/NotoNaskhArabic.ttf"
    files["site.yml"] = f"{settings}}}\n".encode()
    return files


def main() -> None:
    """Write all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--members", type=int, default=24)
    parser.add_argument("--theme", default="pelita")
    arguments = parser.parse_args()
    for name, files in (("few", few()), ("many", many()), ("club", club(arguments.members))):
        files["site.yml"] += f"theme: {arguments.theme}\n".encode()
        write(arguments.folder / name, files)


if __name__ == "__main__":
    main()
