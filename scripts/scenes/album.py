"""The album: which scene becomes which file, and what the camera wrote of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scenes import gathering, kitchen, portrait, reading, road, shore
from scenes.camera import Shot
from scenes.canvas import Canvas, Point

WIDE, TALL = (1800, 1350), (1350, 1800)
DAY, EVENING, BACK = (-0.55, -0.83), (0.35, -0.94), (0.05, -1.0)


@dataclass(frozen=True, slots=True)
class Picture:
    """One file of the album."""

    file: str
    """From ``content/``."""
    paint: Callable[[Canvas], None]
    seed: int
    shot: Shot
    size: tuple[int, int] = WIDE
    sun: Point = DAY
    warm: str = "#ffe2b0"
    keep: float = 0.3
    """The share of the drawing that stays under the brush."""
    dusk: float = 0.0
    """More blue in the shadows."""


def _a(entry: str, name: str) -> str:
    return f"activities/{entry}/{name}.jpg"


BY_ALYA, BY_WENING = "Alya Sekarjati", "Wening"

ALBUM: tuple[Picture, ...] = (
    Picture(
        "alya.jpg",
        portrait.portrait,
        101,
        Shot("2026:08:30 15:48:12", -7.71342, 110.36521, 6, "potret untuk profil", BY_WENING),
        TALL,
        keep=0.5,
    ),
    Picture(
        _a("2024-09-14-hari-pertama", "rak"),
        reading.shelves_first_day,
        102,
        Shot("2024:09:14 08:12:40", -7.71342, 110.36521),
    ),
    Picture(
        _a("2024-09-14-hari-pertama", "label"),
        reading.labels,
        103,
        Shot("2024:09:14 10:57:03", -7.71343, 110.36519, 6),
        TALL,
    ),
    Picture(
        _a("2024-10-05-sabtu-pagi", "tikar"),
        reading.saturday_mats,
        104,
        Shot("2024:10:26 09:41:18", -7.71341, 110.36523, 1, "jangan diunggah tanpa izin orang tua", BY_ALYA),
        sun=(0, -1),
    ),
    Picture(
        _a("2024-10-05-sabtu-pagi", "teh"),
        reading.tea_and_rain,
        105,
        Shot("2024:10:26 10:20:55", -7.71340, 110.36520, 8),
        TALL,
        warm="#e4f0dc",
    ),
    Picture(
        _a("2024-11-17-bersih-pantai", "senja"),
        shore.beach_evening,
        106,
        Shot("2024:11:17 17:22:09", -8.01355, 110.29104),
        sun=EVENING,
        warm="#ffd08c",
    ),
    Picture(
        _a("2024-11-17-bersih-pantai", "garis-pasang"),
        shore.tide_line,
        107,
        Shot("2024:11:17 15:03:31", -8.01362, 110.29120, 3),
    ),
    Picture(
        _a("2024-11-17-bersih-pantai", "karung"),
        shore.sacks_and_truck,
        108,
        Shot("2024:11:17 16:47:50", -8.01301, 110.29088),
    ),
    Picture(
        _a("2025-02-15-delapan-anak", "meja-rendah"),
        reading.low_table,
        109,
        Shot("2025:03:15 15:36:27", -7.71342, 110.36521, 1, "", BY_WENING),
        sun=BACK,
    ),
    Picture(
        _a("2025-02-15-delapan-anak", "kartu"), reading.syllables, 110, Shot("2025:04:26 15:12:44", -7.71344, 110.36522)
    ),
    Picture(
        _a("2025-02-15-delapan-anak", "kelompok"),
        reading.class_portrait,
        111,
        Shot("2025:06:21 16:58:36", -7.71351, 110.36530, 1, "nama anak ada di buku biru"),
    ),
    Picture(
        _a("2025-03-09-bersih-sungai", "bantaran"),
        shore.river_bank,
        112,
        Shot("2025:03:09 08:05:19", -7.74411, 110.35872),
    ),
    Picture(
        _a("2025-04-12-meja-donor", "meja"), gathering.donor_desk, 113, Shot("2025:04:12 08:33:02", -7.76602, 110.37745)
    ),
    Picture(
        _a("2025-04-12-meja-donor", "kursi"),
        gathering.empty_chairs,
        114,
        Shot("2025:04:12 06:02:48", -7.76605, 110.37741),
        sun=(0.6, -0.8),
    ),
    Picture(
        _a("2025-05-07-belajar-isyarat", "tangan"),
        gathering.signing_hands,
        115,
        Shot("2025:06:11 16:49:30", -7.76990, 110.38011),
    ),
    Picture(
        _a("2025-05-07-belajar-isyarat", "lingkar"),
        gathering.signing_circle,
        116,
        Shot("2025:07:23 15:30:14", -7.76988, 110.38020),
    ),
    Picture(
        _a("2025-08-16-panggung-kecil", "mikrofon"),
        gathering.microphone,
        117,
        Shot("2025:08:16 19:46:33", -7.71420, 110.36611, 1, "detik ke-31"),
        sun=BACK,
        warm="#ffc98a",
        dusk=0.25,
    ),
    Picture(
        _a("2025-08-16-panggung-kecil", "lapangan"),
        gathering.chairs_at_dusk,
        118,
        Shot("2025:08:16 18:01:07", -7.71422, 110.36608),
        sun=BACK,
        warm="#ffc48a",
        dusk=0.2,
    ),
    Picture(
        _a("2025-09-13-sepeda-buku", "sepeda"),
        road.bicycle,
        119,
        Shot("2025:09:13 07:14:52", -7.71342, 110.36521, 6, "", BY_ALYA),
        TALL,
    ),
    Picture(
        _a("2025-09-13-sepeda-buku", "jalan-sawah"),
        road.field_road,
        120,
        Shot("2025:10:04 07:51:23", -7.70188, 110.35240),
    ),
    Picture(
        _a("2025-11-22-dapur-umum", "dapur"),
        kitchen.big_pots,
        121,
        Shot("2025:11:23 10:18:41", -7.79012, 110.16433),
        warm="#ffd9a0",
    ),
    Picture(
        _a("2025-11-22-dapur-umum", "bungkus"), kitchen.parcels, 122, Shot("2025:11:23 11:27:16", -7.79013, 110.16431)
    ),
    Picture(
        _a("2025-11-22-dapur-umum", "malam"),
        kitchen.night_post,
        123,
        Shot("2025:11:23 21:09:58", -7.79010, 110.16429),
        sun=(0, -1),
        warm="#ffbf75",
        dusk=0.35,
    ),
    Picture(
        _a("2025-11-22-dapur-umum", "antrean"),
        kitchen.waiting_line,
        124,
        Shot("2025:11:23 12:04:37", -7.79020, 110.16440, 1, "belum minta izin"),
    ),
    Picture(
        _a("2026-01-18-menanam-bakau", "tambak"),
        shore.mangrove_flat,
        125,
        Shot("2026:01:18 08:55:10", -7.89512, 110.05233),
    ),
    Picture(
        _a("2026-01-18-menanam-bakau", "tangan"),
        shore.planting_hands,
        126,
        Shot("2026:01:18 09:31:45", -7.89515, 110.05239, 8),
        TALL,
        keep=0.4,
    ),
    Picture(
        _a("2026-01-18-menanam-bakau", "bibit"),
        shore.seedling_rows,
        127,
        Shot("2026:01:18 06:48:29", -7.89302, 110.05410),
    ),
    Picture(
        _a("2026-02-07-koordinator-sabtu", "papan"),
        reading.sticky_notes,
        128,
        Shot("2026:04:11 14:40:02", -7.71342, 110.36521),
    ),
    Picture(
        _a("2026-02-07-koordinator-sabtu", "kelas"),
        reading.blackboard,
        129,
        Shot("2026:05:30 15:22:57", -7.71342, 110.36521, 3, "", BY_WENING),
    ),
    Picture(
        _a("2026-03-14-kelas-isyarat", "kelas"),
        gathering.sign_class,
        130,
        Shot("2026:03:14 09:37:20", -7.71342, 110.36521),
        sun=(0.6, -0.8),
    ),
    Picture(
        _a("2026-07-04-sabtu-kini", "senja-bersama"),
        reading.together_at_dusk,
        131,
        Shot("2026:08:22 17:33:48", -7.71360, 110.36540),
        sun=BACK,
        warm="#ffc98a",
        dusk=0.1,
    ),
    Picture(
        _a("2026-07-04-sabtu-kini", "halaman"),
        reading.house_at_dusk,
        132,
        Shot("2026:10:31 17:52:11", -7.71350, 110.36527),
        sun=BACK,
        warm="#ffc98a",
        dusk=0.2,
    ),
    Picture(
        _a("2026-07-06-katalog-buku", "lorong"),
        reading.aisle,
        133,
        Shot("2026:07:08 13:15:36", -7.77105, 110.37922, 6),
        TALL,
        sun=BACK,
    ),
    Picture(
        _a("2026-07-06-katalog-buku", "meja"),
        reading.catalogue_desk,
        134,
        Shot("2026:08:05 20:44:09", -7.71342, 110.36521),
        sun=(0.5, -0.85),
        warm="#ffcf90",
        dusk=0.2,
    ),
    Picture(
        _a("2026-09-05-lokakarya-relawan", "lingkaran"),
        reading.circle,
        135,
        Shot("2026:09:05 10:26:13", -7.71342, 110.36521),
    ),
    Picture(
        _a("2026-09-05-lokakarya-relawan", "nama"),
        reading.name_tags,
        136,
        Shot("2026:09:05 07:58:22", -7.71342, 110.36521),
    ),
    Picture(
        _a("2026-10-10-sungai-pagi", "pagi"), shore.river_morning, 137, Shot("2026:10:10 06:11:54", -7.72840, 110.35120)
    ),
    Picture(
        _a("2026-11-08-pameran-kecil", "pameran"),
        reading.small_fair,
        138,
        Shot("2026:11:08 09:05:40", -7.71350, 110.36527),
    ),
)
