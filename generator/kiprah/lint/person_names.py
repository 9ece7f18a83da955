"""Full names of people in running text, told by their look: two to four words in capitals that are nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable

_RUN = r"[A-Z][a-z'’]+(?:-[A-Z][a-z]+)?(?:\s+[A-Z][a-z'’]+(?:-[A-Z][a-z]+)?)+"
_ADULT_WORDS = """
    abang aunt bang bapak bp bpk bu bude dr dra drs ibu kak kakak kiai mas mba mbak miss mr mrs ms nyai om pak pakde
    prof professor sir tante teacher uncle ustadz ustadzah
"""
_ADULT = frozenset(_ADULT_WORDS.split())
"""Forms of address for adults: whoever is called so is no child, and is named with respect."""
_OTHER_WORDS = """
    a adha after agustus akademi all also alun and april as asia assistant at august bacaan bahasa balai bali
    bandung bank barat bay beach before belajar berbagi bersama bridge bukit but by candi cathedral center centre
    christmas church city club college community coordinator council cross daerah dan danau dari day december dengan
    desember di donor east easter english every fakultas februari february festival first fitri for forum foundation
    friday from garden gedung gereja group gunung hall hari he her hill his hospital house how i idul if imlek in
    indonesia inggris ini institut institute internasional international island istimewa it itu jakarta januari
    january jawa juli july jumat june juni kabupaten kali kalimantan kami kamis kampus kantor karang karena karya
    kebun kecamatan kelas kemudian ketika kita klinik komunitas koordinator kota lake lalu lapangan lembaga library
    lomba maka maluku march maret market masjid masyarakat matematika mathematics may mei membaca mengajar menulis
    merah mereka minggu monday mount mountain musala museum my namun nasional natal national north november nusa
    nyepi october oktober organisasi our pada palang panitia pantai papua para park pasar pelabuhan pengajar peran
    perpustakaan posyandu program provinsi proyek pulau pura pusat puskesmas rabu ramadan ramadhan reading red
    relawan river room rumah saat sabtu sakit sambil sanggar saturday saya school sebelum sejak sekolah selama
    selasa selatan selokan sementara semua senin seorang seperti september sesudah setelah setiap she siaga since
    sleman so solo some south square stasiun student sulawesi sumatra sunday sungai surabaya taman tapi teluk tengah
    tenggara tetapi that the their then there they this thursday tim timur to today tuesday tugu tutor union united
    universitas university untuk utara vihara volunteer waisak walau we wednesday week west what when where who why
    with workshop world yang yayasan yogyakarta you your youth
"""
_NOT_NAMES = frozenset(_OTHER_WORDS.split())
"""Words that begin sentences, and those that days, places, institutions and titles of entries are made of."""


def full_names(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return what looks like a person's full name, in order; ``known`` (folded) are names that may stand there."""
    allowed = tuple(known)
    found: dict[str, None] = {}
    for match in re.finditer(_RUN, text):
        words = match[0].split()
        if words[0].casefold() in _ADULT or (
            (before := text[: match.start()].rstrip(" .").split()[-1:]) and (before[0].casefold() in _ADULT)
        ):
            continue
        while words and words[0].casefold() in _NOT_NAMES:
            words = words[1:]
        if not 2 <= len(words) <= 4 or any(w.casefold() in _NOT_NAMES or w.casefold() in _ADULT for w in words):
            continue
        name = " ".join(words)
        if not any(name.casefold() in one or one in name.casefold() for one in allowed):
            found.setdefault(name)
    return tuple(found)
