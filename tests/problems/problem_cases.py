"""A small site for each problem, wrong in just that way; and values for those only a failing machine can bring."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pypdf
from PIL import Image

from kiprah.problem import Level, Place, Problem

ENTRY = "content/activities/2026-05-01-hari/index.md"
BESIDE = "content/activities/2026-05-01-hari"
SETTINGS = "title: Jejak\nurl: https://a.example/\ncards: {formats: []}\nphotos: {widths: [16], formats: [jpeg]}\n"


@dataclass(frozen=True)
class Case:
    """What differs from a sound site, and how it is looked at."""

    files: Mapping[str, str | bytes | None] = field(default_factory=dict)
    """Path from the project's folder to what stands there; None: it is missing."""
    build: bool = False
    """Built rather than checked."""
    output: str = "public"
    cache: str = ".kiprah"
    drafts: bool = False
    before: Callable[[Path], None] | None = None
    """What happens before the site is looked at."""


def entry(keys: str, body: str = "Isi.", **beside: str | bytes) -> Case:
    """Make a case of one activity: its keys below the title, its body, and files beside it."""
    files: dict[str, str | bytes | None] = {ENTRY: f"---\ntitle: Hari baik\n{keys}\n---\n{body}\n"}
    return Case({**files, **{f"{BESIDE}/{name}": content for name, content in beside.items()}})


def raw(text: str | bytes) -> Case:
    """Make a case of one activity's whole file."""
    return Case({ENTRY: text})


def settings(line: str) -> Case:
    """Make a case of one more line in ``site.yml``."""
    return Case({"content/site.yml": SETTINGS + line + "\n"})


def built(case: Case, **changes: object) -> Case:
    """Make the same case, to be built."""
    return Case(**{**case.__dict__, "build": True, **changes})  # type: ignore[arg-type]


def jpeg(width: int = 64, height: int = 48) -> bytes:
    """Make a small photo."""
    target = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(target, "JPEG")
    return target.getvalue()


def pdf(*, password: str = "", pages: int = 1) -> bytes:
    """Make a PDF of blank pages."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def theme(files: Mapping[str, str], extends: str = "pelita") -> Case:
    """Make a case of a theme of one's own that extends another."""
    own: dict[str, str | bytes | None] = {"themes/milikku/theme.yml": f"name: Milikku\nextends: {extends}\n"}
    own |= {f"themes/milikku/{name}": text for name, text in files.items()}
    return Case({**own, "content/site.yml": SETTINGS.replace("title:", "theme: milikku\ntitle:")})


def layout(text: str) -> Case:
    """Make a case of a theme whose card for activities is this."""
    return theme({"cards/activity.yml": text})


def evidence(name: str, content: bytes) -> Case:
    """Make a case of a file that vouches for the activity."""
    return built(entry(f"evidence: [{{kind: letter, file: {name}}}]", **{name: content}))


def video(content: bytes) -> Case:
    """Make a case of a video beside the activity."""
    return built(entry("videos: [{file: klip.mp4, alt: Membaca}]", **{"klip.mp4": content}))


def photo(content: bytes, name: str = "kelas.jpg") -> Case:
    """Make a case of a photo with a description."""
    return entry(f"photos: [{{file: {name}, alt: Kelas, people: none}}]", **{name: content})


def _link(root: Path) -> None:
    (root / "content" / "static").mkdir()
    (root / "content" / "static" / "peta.pdf").symlink_to("/etc/hostname")


def _odd_name(root: Path) -> None:
    (root / "content" / "static").mkdir()
    os.close(os.open(os.fsencode(root / "content" / "static") + b"/\xff.txt", os.O_CREAT | os.O_WRONLY))


def _foreign(root: Path) -> None:
    (root / "public").mkdir()
    (root / "public" / "index.html").write_text("milik orang lain", "utf-8")


def _in_the_way(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "public").mkdir()
    (root / "public" / "activities").symlink_to("../elsewhere")


def _left_over(root: Path) -> None:
    (root / "public").mkdir()
    (root / "public" / "lama.html").write_text("lama", "utf-8")


def _output_file(root: Path) -> None:
    (root / "public").write_text("x", "utf-8")


def _output_link(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "public").symlink_to("elsewhere")


TWO_LANGUAGES = SETTINGS + "language: id\nlanguages: [id, en]\n"
PHOTO_KEYS = "photos: [{file: kelas.jpg, alt: Kelas, people: none%s}]"
LAYER = "layers:\n  words:\n    type: stack\n    box: all\n"

TRIGGERED: dict[str, Case] = {
    # Values
    "bad-hours": entry("hours: two"),
    "bad-date": entry("date: 13/03/2026"),
    "hours-like-time": entry("hours: 2.30"),
    "hours-too-many": entry("hours: 30"),
    "bad-date-in-name": Case({"content/activities/2026-02-30-hari.md": "---\ntitle: Hari\n---\n"}),
    "missing-date": Case({"content/activities/hari-lain.md": "---\ntitle: Hari\n---\n"}),
    "end-before-date": entry("end: 2026-04-01"),
    "end-and-ongoing": entry("end: 2026-06-01\nongoing: true"),
    "missing-key": Case({ENTRY: "---\nrole: Guru\n---\nIsi.\n"}),
    "unknown-key": entry("visibilty: private"),
    "unknown-key-far": entry("photos: [{file: a.jpg, zodiak: leo}]"),
    "foreign-key": entry("lastmod: 2026-05-02"),
    "foreign-key-unneeded": entry("layout: post"),
    "duplicate-key": entry("role: Guru\nrole: Pengajar"),
    "bad-choice": entry("hours_are: exact"),
    "bad-visibility": entry("visibility: privat"),
    "bad-people": entry("photos: [{file: kelas.jpg, people: anak}]", **{"kelas.jpg": jpeg()}),
    "bad-consent": entry("photos: [{file: kelas.jpg, people: adults, consent: maybe}]", **{"kelas.jpg": jpeg()}),
    "not-true-or-false": entry("draft: yes"),
    "bad-number": entry("sdgs: [SDG 4]"),
    "bad-amount": entry("impact: [{value: 25 anak, what: membaca}]"),
    "bad-share": entry(PHOTO_KEYS % ", focus: [40, 30]", **{"kelas.jpg": jpeg()}),
    "bad-url": entry("organization: {name: Rumah Pelangi, url: www.pelangi.example}"),
    "bad-site-url": Case({"content/site.yml": SETTINGS.replace("https://a.example/", "https://a.example/?x=1")}),
    "bad-email": Case({"content/profile.md": "---\nname: Alya\nemail: alya(at)a.example\n---\n"}),
    "bad-color": settings("brand: {color: teal}"),
    "bad-language": settings("language: Indonesia"),
    "bad-timezone": settings("timezone: WIB"),
    "bad-slug": entry("slug: Hari Baik"),
    "empty-slug": Case({"content/activities/2026-05-02.md": "---\ntitle: Hari\n---\n"}),
    "reserved-slug": entry("slug: con"),
    "slug-taken": entry("slug: profile"),
    "double-slug": Case({"content/activities/2026-06-01-hari.md": "---\ntitle: Lain\n---\n"}),
    "double-address": Case({"content/static/activities/index.html": "x"}),
    "page-taken": Case({"content/pages/cards.md": "---\ntitle: Kartu\n---\n"}),
    "bad-file-name": entry(r"photos: [C:\Users\alya\kelas.jpg]"),
    "bad-alias": entry("aliases: [../lama]"),
    "coordinates": entry("place: -7.7156, 110.3556"),
    "text-too-long": entry(f"role: {'g' * 121}"),
    "too-many": entry("sdgs: [1, 2, 3, 4]"),
    "not-a-list": entry("impact: 25 anak membaca"),
    "not-a-value": entry("role: [Guru, Murid]"),
    "not-keys": Case({"content/profile.md": "---\nname: Alya\nlinks: [https://a.example/]\n---\n"}),
    "list-hyphen": entry("skills:\n  -mengajar\n  -menulis"),
    "decimal-comma": entry(PHOTO_KEYS % ", focus: [0,4, 0,3]", **{"kelas.jpg": jpeg()}),
    "curly-kept": entry("role: “Guru”"),
    "smart-quotes": entry("hours: “2”"),
    "language-not-listed": settings("language: en\nlanguages: [id]"),
    "translation-alone": Case(
        {"content/site.yml": TWO_LANGUAGES, "content/pages/kontak.en.md": "---\ntitle: Contact\n---\n"}
    ),
    "translation-length": Case(
        {
            "content/site.yml": TWO_LANGUAGES,
            ENTRY: "---\ntitle: Hari\nskills: [mengajar, menulis]\n---\nIsi.\n",
            ENTRY.replace("index", "index.en"): "---\ntitle: Day\nskills: [teaching]\n---\nText.\n",
        }
    ),
    "event-in-portfolio": entry("event: bersih-pantai"),
    "evidence-one": entry("evidence: [{kind: letter, label: Surat}]"),
    "testimonial-empty": Case({"content/testimonials/ibu-sri.md": "---\nfrom: Ibu Sri\nconsent: yes\n---\n\n"}),
    "unknown-activity": Case(
        {"content/testimonials/ibu-sri.md": "---\nfrom: Ibu Sri\nconsent: yes\nactivity: senam-pagi\n---\nBaik.\n"}
    ),
    "unknown-activity-near": Case(
        {"content/testimonials/ibu-sri.md": "---\nfrom: Ibu Sri\nconsent: yes\nactivity: harii\n---\nBaik.\n"}
    ),
    # YAML and the block on top
    "no-front-matter": raw("Hari ini kami mengajar.\n"),
    "toml-front-matter": raw('+++\ntitle = "Hari"\n+++\n'),
    "json-front-matter": raw('{"title": "Hari"}\n'),
    "front-matter-open": raw("---\ntitle: Hari\nhours: 2\n\nHari ini kami mengajar.\n"),
    "front-matter-fence": raw("---\ntitle: Hari\n—-\nHari ini kami mengajar.\n"),
    "front-matter-not-keys": raw("---\n- Hari\n---\n"),
    "yaml-tab": entry("organization:\n\tname: Rumah Pelangi"),
    "yaml-colon": raw("---\ntitle: Mengajar: hari pertama\n---\n"),
    "yaml-colon-space": raw("---\ntitle:Hari\nhours: 2\n---\n"),
    "yaml-space": raw("---\ntitle:\u00a0Hari\nhours: 2\n---\n"),
    "yaml-quote": entry('role: "Guru'),
    "yaml-after-quote": raw('---\ntitle: "Hari" pertama\n---\n'),
    "yaml-escape": entry('role: "C:\\guru"'),
    "yaml-sign": entry("role: @alya"),
    "yaml-anchor": entry("role: *penting*"),
    "yaml-tag": entry("role: !penting"),
    "yaml-no-key": raw("---\ntitle: Hari\n\nHari ini kami mengajar.\n\n---\n\nLalu pulang.\n"),
    "yaml-indent": entry("  role: Guru"),
    "yaml-documents": settings("---\ntitle: Lain"),
    "yaml-depth": entry("extra: " + "[" * 14 + "]" * 14),
    "yaml-key": entry("? [role]\n: Guru"),
    "bad-yaml": entry("skills: - mengajar"),
    "not-utf8": raw("---\ntitle: Caf\u00e9\n---\n".encode("latin-1")),
    "control-character": entry("role: Gu\x07ru"),
    "file-too-large": raw("---\ntitle: Hari\n---\n" + "a" * 1_000_001),
    # Folders
    "link-ignored": Case(before=_link),
    "name-not-utf8": Case(before=_odd_name),
    "site-missing": Case({"content/site.yml": None}),
    "profile-missing": Case({"content/profile.md": None}),
    "entry-ending": Case({"content/activities/2026-05-02-lagi.md.txt": "---\ntitle: Lagi\n---\n"}),
    "bundle-without-index": Case({ENTRY: None, f"{BESIDE}/catatan.md": "---\ntitle: Hari\n---\n"}),
    "community-later": Case({"content/site.yml": SETTINGS + "kind: community\n"}),
    # Settings
    "bad-theme-options": settings("theme_options: [strip]"),
    "theme-option": settings("theme_options: {stripe: true}"),
    "theme-missing": settings("theme: tiada"),
    "menu-one": settings("menu: [{label: Kontak}]"),
    "menu-page": settings("menu: [{label: Kontak, page: kontak}]"),
    "font-missing": settings("brand: {font: huruf.ttf}"),
    "font-kind": Case({"content/site.yml": SETTINGS + "brand: {font: huruf.woff2}\n", "content/huruf.woff2": b"wOF2"}),
    "url-missing": Case({"content/site.yml": SETTINGS.replace("url: https://a.example/\n", "")}),
    "preview-build": Case(drafts=True),
    # Files beside an entry
    "file-missing": entry("cover: a\nphotos: [a]"),
    "file-missing-near": entry("photos: [kelsa.jpg]", **{"kelas.jpg": jpeg()}),
    "file-case": entry("photos: [IMG_1234.jpg]", **{"IMG_1234.JPG": jpeg()}),
    "file-kind": entry("evidence: [{kind: letter, file: surat.docx}]", **{"surat.docx": b"PK"}),
    "cover-not-listed": entry("cover: b.jpg\n" + PHOTO_KEYS % "", **{"kelas.jpg": jpeg(), "b.jpg": jpeg(32, 32)}),
    "photo-twice": entry("photos: [kelas.jpg, kelas.jpg]", **{"kelas.jpg": jpeg()}),
    "photo-not-listed": entry("role: Guru", **{"kelas.jpg": jpeg()}),
    "missing-alt": entry("photos: [{file: kelas.jpg, people: none}]", **{"kelas.jpg": jpeg()}),
    "people-not-said": entry("photos: [{file: kelas.jpg, alt: Kelas}]", **{"kelas.jpg": jpeg()}),
    "photo-kind": photo(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "photo-broken": photo(jpeg()[:40] + b"\0" * 400),
    "photo-cut-short": photo(jpeg(400, 300)[:-800]),
    "photo-empty": photo(b""),
    "photo-too-long": photo(jpeg(16_500, 4)),
    # Bodies
    "body-too-heavy": entry("role: Guru", "[" * 500),
    "comment-open": entry("role: Guru", "Isi.\n\n<!-- nanti"),
    "visibility-unclear": entry("role: Guru", "## Catatan {visibility=pirvate}\n\nRahasia."),
    "heading-attribute": entry("role: Guru", "## Catatan {kelas=merah}\n\nIsi."),
    "merge-marks": entry("role: Guru", "<<<<<<< HEAD\n12 anak\n=======\n15 anak\n>>>>>>> origin/main"),
    "html-dropped": entry("role: Guru", "Isi.\n\n<iframe src='https://b.example/'></iframe>"),
    "foreign-markup": entry("role: Guru", "Isi.\n\n{% include galeri.html %}"),
    "link-mistyped": entry("role: Guru", "Lihat [ini](htp://b.example/surat)."),
    "link-local": entry("role: Guru", "![Kelas](C:\\Foto\\kelas.jpg)"),
    "link-scheme": entry("role: Guru", "Tulis [pesan](whatsapp://send?phone=62215550100)."),
    "dead-link": entry("role: Guru", "Lihat [ini](zzz.md)."),
    "dead-link-near": Case(
        {
            ENTRY: "---\ntitle: Hari\n---\nLihat [kontak](../../pages/kontk.md).\n",
            "content/pages/kontak.md": "---\ntitle: Kontak\n---\n",
        }
    ),
    "link-hidden": Case(
        {
            ENTRY: "---\ntitle: Hari\n---\nLihat [nanti](../../pages/nanti.md).\n",
            "content/pages/nanti.md": "---\ntitle: Nanti\ndraft: true\n---\n",
        }
    ),
    "dead-anchor": Case(
        {
            ENTRY: "---\ntitle: Hari\n---\nLihat [kontak](../../pages/kontak.md#alamt).\n",
            "content/pages/kontak.md": "---\ntitle: Kontak\n---\n## Alamat\n\nSurat.\n",
        }
    ),
    # Advice
    "title-long": Case({ENTRY: f"---\ntitle: {'Hari yang panjang ' * 6}\n---\nIsi.\n"}),
    "headline-long": Case({"content/profile.md": f"---\nname: Alya\nheadline: {'Relawan yang sabar ' * 8}\n---\n"}),
    "evidence-without-file": entry("evidence: [{kind: letter, url: 'https://b.example/surat'}]"),
    "brand-contrast": settings("brand: {color: '#ffcc00'}"),
    "place-exact": entry("place: Jl. Kaliurang No. 5, Sleman"),
    "risk-triangle": entry(
        "photos: [{file: kelas.jpg, alt: Budi Santoso membaca, people: minors, consent: guardian}]\n"
        "organization: SD Negeri Tunas Bangsa",
        **{"kelas.jpg": jpeg()},
    ),
    # Themes and cards
    "theme-circle": theme({}, extends="milikku"),
    "template-syntax": theme({"templates/page.html": "{% if x %}\n{{ x }"}),
    "card-length": layout("layers:\n  a: {type: fill, color: ink, box: [0, 0, 10, x]}\n"),
    "card-box": layout("layers:\n  a: {type: fill, color: ink, box: [0, 0, 10]}\n"),
    "card-expression": layout(LAYER + "    pieces:\n      t: {type: text, value: titel, size: 30}\n"),
    "card-extends-circle": layout("extends: activity\n"),
    "card-extends-missing": layout("extends: bse\n"),
    "card-scrim": layout("extends: base\nlayers:\n  photo: {type: photo, box: all, scrim: tiada}\n"),
    "card-after": layout("extends: base\nlayers:\n  sign: {after: tiada}\n"),
    "logo-svg": Case(
        {
            "content/site.yml": SETTINGS.replace("[]", "[link]"),
            "content/static/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        }
    ),
    "logo-broken": Case(
        {
            "content/site.yml": SETTINGS.replace("formats: []", "formats: [link]"),
            "content/static/logo.png": b"bukan PNG",
        },
        build=True,
    ),
    "card-type-missing": layout("layers:\n  a: {color: ink}\n"),
    "card-glyphs": Case(
        {
            "content/site.yml": SETTINGS.replace("formats: []", "formats: [link]"),
            ENTRY: "---\ntitle: Hari \U00012000\n---\nIsi.\n",
        }
    ),
    "card-emoji": Case(
        {
            "content/site.yml": SETTINGS.replace("formats: []", "formats: [link]"),
            ENTRY: "---\ntitle: Menanam cabai \U0001f336\ufe0f di kebun\n---\nIsi.\n",
        }
    ),
    # Building
    "output-link": built(Case(before=_output_link)),
    "output-not-folder": built(Case(before=_output_file)),
    "output-holds-content": Case(build=True, output="."),
    "output-in-content": Case(build=True, output="content/activities/x"),
    "output-holds-cache": Case(build=True, cache="public/cache"),
    "output-in-cache": Case(build=True, output=".kiprah/public"),
    "output-foreign": Case(build=True, before=_foreign),
    "output-in-the-way": Case(build=True, before=_in_the_way),
    "output-left-over": Case(build=True, before=_left_over),
    "document-kind": evidence("surat.pdf", b"bukan PDF"),
    "document-broken": evidence("surat.pdf", b"%PDF-1.7\nrusak"),
    "document-locked": evidence("surat.pdf", pdf(password="rahasia")),
    "document-pages": evidence("surat.pdf", pdf(pages=0)),
    "video-kind": video(b"RIFFxxxxAVI "),
    "video-broken": video(b"\0\0\0\x18ftypisom\0\0\0\0isommp42\0\0\xff\xffmoov"),
}


def _photo_with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    target = BytesIO()
    Image.new("RGB", (16, 16)).save(target, "JPEG", exif=exif)
    return target.getvalue()


TRIGGERED["page-promise"] = Case(
    {
        "content/site.yml": "title: Jejak\nurl: https://a.example/\ntheme: milikku\ncards: {formats: []}\n",
        "themes/milikku/theme.yml": "name: Milikku\nextends: pelita\n",
        "themes/milikku/templates/cv.html": "<!doctype html><img src='https://b.example/pixel.gif' alt=''>",
    },
    build=True,
)
TRIGGERED["metadata-left"] = Case({"content/static/foto.jpg": _photo_with_exif()}, build=True)
TRIGGERED["hidden-text"] = Case(
    {
        "content/static/catatan.html": "<p>Anak yang bernama Budi menangis lama sekali hari itu.</p>",
        "content/activities/2026-05-02-draf.md": (
            "---\ntitle: Draf\ndraft: true\n---\nAnak yang bernama Budi menangis lama sekali hari itu.\n"
        ),
    },
    build=True,
)

PHOTO_PLACE = Place("activities/2026-05-01-hari/index.md", 4, 11)


def said(code: str, values: Mapping[str, str], place: Place = PHOTO_PLACE, level: Level = "error") -> Problem:
    """Make a problem that only a failing machine, or a file too odd or large to keep here, would bring."""
    return Problem(code, place, values, level)


FILE_FAULTS = {
    "document-too-large": {"limit": "20"},
    "document-hidden-data": {},
    "document-hidden-layers": {},
    "video-too-large": {"limit": "200"},
    "video-codec": {},
    "video-elsewhere": {},
    "video-fragmented": {},
    "video-metadata-track": {},
}
"""Each is brought about in ``tests/render``; here only its words are held."""

SAID: dict[str, Problem] = {
    "file-unreadable": said("file-unreadable", {"reason": os.strerror(errno.EACCES), "file": "kelas.jpg"}),
    "photo-unreadable": said("photo-unreadable", {"file": "kelas.jpg", "reason": os.strerror(errno.EIO)}),
    "photo-changed": said("photo-changed", {"file": "kelas.jpg"}),
    "photo-depth": said("photo-depth", {"file": "pindaian.tif", "mode": "F"}),
    "photo-too-large": said("photo-too-large", {"file": "kelas.jpg", "megapixels": "250", "limit": "200"}),
    "photo-too-heavy": said("photo-too-heavy", {"file": "kelas.tif", "limit": "100"}),
    "heic-needs-extra": said("heic-needs-extra", {"file": "IMG_1234.HEIC"}),
    "picture-not-encoded": said(
        "picture-not-encoded", {"file": "kelas.jpg", "format": "webp", "width": "20000", "height": "9000"}
    ),
    "template-fault": said(
        "template-fault",
        {"message": "'tahun' is undefined", "page": "activities/hari/index.html"},
        Place("themes/milikku/templates/activity.html", 12),
    ),
    "store-lost": said("store-lost", {"path": "activities/hari/index.html"}, Place("activities/hari/index.html")),
    "worker-died": said("worker-died", {"path": "media/hari-1-0a1b.webp"}, Place("media/hari-1-0a1b.webp")),
    "worker-hung": said("worker-hung", {"path": "media/hari-1-0a1b.webp"}, Place("media/hari-1-0a1b.webp")),
    "card-layout-missing": said("card-layout-missing", {"kind": "year"}, Place("themes/milikku/cards/year.yml")),
    "already-building": said("already-building", {}, Place("/site/.kiprah")),
    "disk-full": said("disk-full", {"path": "/site/public", "reason": ""}, Place("/site/public")),
    "no-permission": said("no-permission", {"path": "/site/public", "reason": ""}, Place("/site/public")),
    "read-only": said("read-only", {"path": "/site/public", "reason": ""}, Place("/site/public")),
    "machine": said("machine", {"path": "/site/public", "reason": os.strerror(errno.EIO)}, Place("/site/public")),
    "no-network": said("no-network", {"count": "12"}, Place("site.yml"), "warning"),
    "link-gone": said("link-gone", {"address": "https://b.example/surat", "detail": "404"}, level="warning"),
    "link-troubled": said("link-troubled", {"address": "https://b.example/surat", "detail": "503"}, level="warning"),
    "link-unreachable": said(
        "link-unreachable", {"address": "https://b.example/surat", "detail": "timeout"}, level="warning"
    ),
    "link-unreadable": said(
        "link-unreadable", {"address": "https://b.example/surat", "detail": "ftp"}, level="warning"
    ),
    "link-private": said(
        "link-private", {"address": "http://192.168.1.5/surat", "detail": "192.168.1.5"}, level="warning"
    ),
    "link-guarded": said("link-guarded", {"address": "https://b.example/surat", "detail": "403"}, level="note"),
    "link-moved": said(
        "link-moved", {"address": "http://b.example/surat", "nearest": "https://b.example/surat/"}, level="note"
    ),
    **{
        code: said(code, {"file": "surat.pdf" if code.startswith("document") else "klip.mp4", **values})
        for code, values in FILE_FAULTS.items()
    },
}
