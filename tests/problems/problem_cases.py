"""Sites for the goldens of problems: one for each, wrong in just that way; and the makers of what a site cannot bring."""

from __future__ import annotations

import errno
import os
import struct
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pypdf
from msgspec.structs import replace
from PIL import Image
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

from kiprah.bucket.errors import BucketFailed
from kiprah.build.address_registers import not_kept
from kiprah.build.checks.git_check import tracked_files
from kiprah.build.community.community_build import removals
from kiprah.build.community.members import lost_problem
from kiprah.build.git_lists import list_not_written
from kiprah.build.load import with_pdf_only_if_installed
from kiprah.build.shared_places import bucket_problem, busy, objects_in_the_way, unconditional
from kiprah.cards import LayerFault, load_layouts
from kiprah.cards.layers import PluginLayer
from kiprah.cards.plugins import plugin_of
from kiprah.content.credential_files import read_credentials
from kiprah.content.folder import SiteFolder
from kiprah.content.member_record import parse_member_record
from kiprah.deploy.built_site import touched_problem
from kiprah.deploy.netlify import NetlifyFailed
from kiprah.distributed import cluster_problems
from kiprah.imaging.decode import MAX_PHOTO_BYTES as PHOTO_BYTES
from kiprah.imaging.photo_fault import MAX_PIXELS, lost_photo
from kiprah.linkcheck.hosts import RequestPolicy, check_links, problems_of
from kiprah.linkcheck.request import LinkStatus, check_link, link_status, status_of_error
from kiprah.model.community import Community
from kiprah.model.member import EntryFile
from kiprah.model.settings import CvSettings, Settings
from kiprah.problem import Place, Problem, machine_problem
from kiprah.render.jobs import photo_problem
from kiprah.render.pdf.typesetter import SettingFailed
from kiprah.sanitize.mp4 import MAX_VIDEO_BYTES as VIDEO_BYTES
from kiprah.sanitize.pdf import MAX_PDF_BYTES as PDF_BYTES
from kiprah.task_runner import LostTask
from support.credentials import KNOWN, PERSON, did_json, secret_key, signed_hours, status_json
from support.mp4 import box, full
from support.mp4 import video as moving_pictures
from support.photos import jpeg, located
from support.repositories import git

BUCKET_TROUBLES = ("bucket-denied", "bucket-credentials", "bucket-missing", "bucket-unreachable", "bucket-clock", "bucket-extra", "bucket-key")  # fmt: skip
OTHER_PERSON = "urn:uuid:22222222-2222-4222-8222-222222222222"
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
    while_making: Callable[[Path], None] | None = None
    """What happens when all is planned and the first file is about to be made."""
    locked: bool = False
    """Another build holds the cache."""


def entry(keys: str, body: str = "Isi.", **beside: str | bytes) -> Case:
    """Make a case of one activity: its keys below the title, its body, and files beside it."""
    files: dict[str, str | bytes | None] = {ENTRY: f"---\ntitle: Hari baik\n{keys}\n---\n{body}\n"}
    return Case({**files, **{f"{BESIDE}/{name}": content for name, content in beside.items()}})


COMMUNITY = SETTINGS + "kind: community\n"
EVENT = "content/events/2026-05-01-bersih-pantai/index.md"
MEMBER_ENTRY = "content/members/alya/activities/2026-05-02-ikut.md"
MORE = "---\ntitle: Lebih\n---\nIsi.\n"


REGISTER = "content/addresses.yml"


def known(page: str, entry: str = "", more: str = "") -> str:
    """Write a register of one address."""
    of = f", entry: {entry}" if entry else ""
    return f"addresses:\n  {page}: {{first: 2026-05-02{of}{more}}}\n"


def community(files: Mapping[str, str | bytes | None]) -> Case:
    """Make a case of a community of one member."""
    sound: dict[str, str | bytes | None] = {
        "content/profile.md": None,
        ENTRY: None,
        "content/site.yml": COMMUNITY,
        "content/members/alya/profile.md": "---\nname: Alya\n---\nHalo.\n",
        "content/members/alya/activities/2026-05-01-hari.md": "---\ntitle: Hari baik\n---\nIsi.\n",
    }
    return Case({**sound, **files}, build=True)


def event(lines: str) -> str:
    """Write an event."""
    return f"---\ntitle: Bersih pantai\n{lines}\n---\nIsi.\n"


def signed_event(**ids: str) -> Case:
    """Make a case of an event with hours signed for one person, and of members with these ids."""
    members = {
        f"content/members/{slug}/profile.md": f"---\nname: {slug}\nid: {one}\n---\n" for slug, one in ids.items()
    }
    keys = f"date: 2026-05-01\nhours: 4\nparticipants: [{', '.join(ids)}]\nevidence: [{{kind: credential, file: jam.json}}]"
    beside = {"content/events/2026-05-01-pantai/jam.json": signed_hours()}
    return community({"content/events/2026-05-01-pantai/index.md": event(keys), **members, **beside})


def raw(text: str | bytes) -> Case:
    """Make a case of one activity's whole file."""
    return Case({ENTRY: text})


def settings(line: str) -> Case:
    """Make a case of one more line in ``site.yml``."""
    return Case({"content/site.yml": SETTINGS + line + "\n"})


def built(case: Case, **changes: object) -> Case:
    """Make the same case, to be built."""
    return Case(**{**case.__dict__, "build": True, **changes})  # type: ignore[arg-type]


def in_git(case: Case, *, remote: str = "", damaged: bool = False) -> Case:
    """Make the same case in a repository that tracks all of it."""

    def track(root: Path) -> None:
        git(root, "init", "-q", "-b", "main")
        git(root, "add", "-A", "-f")
        if remote:
            git(root, "remote", "add", "origin", remote)
        if damaged:
            (root / ".git/index").write_bytes(b"DIRC" + b"\0" * 40)

    return Case(**{**case.__dict__, "before": track})


def in_sveltia(case: Case) -> Case:
    """Make the same case in a site that Sveltia CMS edits."""
    return Case(**{**case.__dict__, "files": {**case.files, "admin/config.yml": "collections: []\n"}})


LIST = "# kiprah: kept\n/activities/*\n"
"""What new sites keep out of Git with."""
PRIVATE_PART = "Isi.\n\n## Hanya untukku {visibility=private}\n\nRahasia yang panjang sekali.\n"
HIDES = "photos: [{file: kelas.jpg, alt: Kelas, people: none, hide: [[0.1, 0.1, 0.2, 0.2]]}]"
SHOWS = "photos: [{file: kelas.jpg, alt: Kelas, people: none}]"
WAITS = "photos: [{file: kelas.jpg, alt: Kelas, people: adults, consent: pending}]"


def with_list(case: Case) -> Case:
    """Make the same case in a site that keeps out of Git what is not published."""
    return Case(**{**case.__dict__, "files": {**case.files, "content/.gitignore": LIST}})


def pdf(*, password: str = "", pages: int = 1) -> bytes:
    """Make a PDF of blank pages."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    return _written(writer)


def grown(case: Case, name: str, size: int) -> Case:
    """Make the same case with a file beside the activity that is as large as this, and takes no room on disk."""

    def grow(root: Path) -> None:
        with (root / BESIDE / name).open("ab") as file:
            file.truncate(size - 1)
            # A file that ends in nothing but zeros is looked through to its beginning.
            file.write(b"\1")

    return Case(**{**case.__dict__, "before": grow})


def _written(writer: pypdf.PdfWriter) -> bytes:
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


def animation() -> bytes:
    """Draw a GIF of two pictures."""
    target = BytesIO()
    frames = [Image.new("RGB", (64, 48), color) for color in ("#c83c28", "#28a03c")]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], duration=200)
    return target.getvalue()


def pictured(content: bytes, name: str = "kelas.jpg") -> Case:
    """Make a case of a photo with a description."""
    return entry(f"photos: [{{file: {name}, alt: Kelas, people: none}}]", **{name: content})


def _link(root: Path) -> None:
    (root / "content" / "static").mkdir()
    (root / "content" / "static" / "peta.pdf").symlink_to("/etc/hostname")


def _keep_a_key(root: Path) -> None:
    (root / "content" / "static").mkdir()
    (root / "content" / "static" / "kunci").write_bytes(secret_key())


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
    "reserved-term": entry("skills: [mengajar, CON]"),
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
    "not-lists": entry(PHOTO_KEYS % ", hide: [0.2, 0.2, 0.3, 0.3]", **{"kelas.jpg": jpeg()}),
    "comma-list": entry("skills: mengajar, menulis"),
    "hash-comment": entry("quote: Belajar itu #seru sekali"),
    "decimal-comma": entry(PHOTO_KEYS % ", focus: [0,4, 0,3]", **{"kelas.jpg": jpeg()}),
    "curly-kept": entry("role: “Guru”"),
    "smart-quotes": entry("hours: “2”"),
    "language-not-listed": settings("language: en\nlanguages: [id]"),
    "translation-alone": Case(
        {"content/site.yml": TWO_LANGUAGES, "content/pages/kontak.en.md": "---\ntitle: Contact\n---\n"}
    ),
    "translation-fact": Case(
        {
            "content/site.yml": TWO_LANGUAGES,
            ENTRY.replace("index", "index.en"): "---\ntitle: Day\ndate: 2026-05-01\n---\nText.\n",
        }
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
    "profile-hides": Case({"content/profile.md": "---\nname: Alya\ndraft: true\n---\n"}),
    "entry-ending": Case({"content/activities/2026-05-02-lagi.md.txt": "---\ntitle: Lagi\n---\n"}),
    "bundle-without-index": Case({ENTRY: None, f"{BESIDE}/catatan.md": "---\ntitle: Hari\n---\n"}),
    "entry-too-deep": Case({"content/activities/2026/2026-05-02-lari/index.md": "---\ntitle: Lari\n---\n"}),
    "example-words": Case({"content/profile.md": "---\nname: Your Name\n---\nHalo.\n"}),
    "example-address": Case({"content/site.yml": SETTINGS.replace("https://a.example/", "https://example.org/")}),
    # Communities
    "bad-featured": community({"content/site.yml": COMMUNITY + "featured: [alya/kelas/foto]\n"}),
    "featured-unknown": community({"content/site.yml": COMMUNITY + "featured: [bima]\n"}),
    "alias-own-folder": community(
        {MEMBER_ENTRY: MORE.replace("---\n", "---\naliases: [/lama/, /alya/nama-lama/]\n", 1)}
    ),
    "event-not-joined": community({MEMBER_ENTRY: "---\nevent: bersih\n---\nIsi.\n"}),
    "event-twice": community(
        {
            MEMBER_ENTRY: "---\nevent: bersih-pantai\n---\nIsi.\n",
            "content/members/alya/activities/lagi.md": "---\nevent: bersih-pantai\n---\nIsi.\n",
            EVENT: event("participants: [alya]"),
        }
    ),
    "event-disagrees": community(
        {
            MEMBER_ENTRY: "---\nevent: bersih-pantai\nplace: Sleman, ID\n---\nIsi.\n",
            EVENT: event("place: Bantul, ID\nparticipants: [alya]"),
        }
    ),
    "participant-unknown": community({EVENT: event("participants: [hantu]")}),
    "member-name": community({"content/members/Bima S/profile.md": "---\nname: Bima\n---\n"}),
    "member-file": community({"content/members/alya/static/a.html": "<p>"}),
    "member-limits": community({"content/site.yml": COMMUNITY + "limits: {entries: 1}\n", MEMBER_ENTRY: MORE}),
    # Addresses
    "addresses-line": Case({REGISTER: "addresses:\n  /activities/hari/: kemarin\n"}),
    "address-moved": Case({REGISTER: known("/activities/dulu/", "activities/2026-05-01-hari/index.md")}),
    "address-gone": Case({REGISTER: known("/activities/dulu/", "activities/dulu.md")}),
    "printed-address-gone": Case(
        {REGISTER: known("/activities/dulu/", "activities/dulu.md", ", printed: true")}, build=True
    ),
    "lists-gone": Case({REGISTER: known("/causes/dulu/")}),
    "addresses-of-nobody": community({"content/addresses/hantu.yml": known("/members/hantu/")}),
    # Settings
    "bad-cool-off": settings("cool_off: 3 jam"),
    "cool-off-begins": settings("cool_off: 3d"),
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
    "photo-animated": pictured(animation()),
    "photo-kind": pictured(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "photo-unknown": pictured(b"\0\1\2\3" * 100),
    "photo-broken": pictured(jpeg()[:40] + b"\0" * 400),
    "photo-cut-short": pictured(jpeg(400, 300)[:-800]),
    "photo-empty": pictured(b""),
    "photo-too-long": pictured(jpeg(16_500, 4)),
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
    "pdf-letters": Case(
        {
            "content/site.yml": f"{SETTINGS}cv: {{pdf: true}}\n",
            "content/profile.md": "---\nname: \ua9b2\ua9a4\n---\nHalo.\n",
        },
        build=True,
    ),
    "selected-unknown": Case(
        {
            "content/selections/beasiswa.md": "---\ntitle: Beasiswa\nactivities: [harri]\n---\nSalam.\n",
            ENTRY: "---\ntitle: Hari baik\n---\nIsi.\n",
        }
    ),
    "selected-hidden": Case(
        {
            "content/selections/beasiswa.md": "---\ntitle: Beasiswa\nactivities: [hari]\n---\nSalam.\n",
            ENTRY: "---\ntitle: Hari baik\nvisibility: private\n---\nIsi.\n",
        }
    ),
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
    "private-identity": entry("quote: NIK saya 3404011203050001"),
    "private-phone": entry("quote: Hubungi 0812-3456-7890"),
    "private-coordinates": entry("quote: Kami di -7.7956, 110.3695"),
    "private-map": entry("quote: Lihat https://maps.app.goo.gl/abc"),
    "private-address": entry("quote: Rumahnya di Jl. Melati No. 5"),
    "pupil-named": entry("quote: Budi Santoso siswa SD Negeri Tunas Bangsa"),
    "child-identity": entry(
        "photos: [{file: kelas.jpg, alt: Anak membaca, people: minors, consent: guardian}]\nquote: NIK saya 3404011203050001",
        **{"kelas.jpg": jpeg()},
    ),
    "child-phone": entry(
        "photos: [{file: kelas.jpg, alt: Anak membaca, people: minors, consent: guardian}]\nquote: Hubungi 0812-3456-7890",
        **{"kelas.jpg": jpeg()},
    ),
    "child-coordinates": entry(
        "photos: [{file: kelas.jpg, alt: Anak membaca, people: minors, consent: guardian}]\nquote: Kami di -7.7956, 110.3695",
        **{"kelas.jpg": jpeg()},
    ),
    "child-map": entry(
        "photos: [{file: kelas.jpg, alt: Anak membaca, people: minors, consent: guardian}]\nquote: Lihat https://maps.app.goo.gl/abc",
        **{"kelas.jpg": jpeg()},
    ),
    "child-address": entry(
        "photos: [{file: kelas.jpg, alt: Anak membaca, people: minors, consent: guardian}]\nquote: Kami di Jl. Melati No. 5",
        **{"kelas.jpg": jpeg()},
    ),
    # Themes and cards
    "theme-circle": theme({}, extends="milikku"),
    "template-syntax": theme({"templates/page.html": "{% if x %}\n{{ x }"}),
    "template-missing": theme(
        {"templates/home.html": '{% extends "pelita/home.html" %}\n{% block main %}Halo{% endblock %}\n'}
    ),
    "template-circle": theme(
        {"templates/home.html": '{% extends "home.html" %}\n{% block main %}Halo{% endblock %}\n'}
    ),
    "credential-participant": signed_event(alya=OTHER_PERSON),
    "credential-two-people": signed_event(alya=PERSON, bima=PERSON),
    "unknown-block": theme({"templates/home.html": '{% extends "base.html" %}\n{% block mian %}Halo{% endblock %}\n'}),
    "style-name": theme({"assets/warna.css": ":root { --papre: #fffdf8 }\n"}),
    "unused-template": theme({"templates/hmoe.html": "Halo"}),
    "card-unused": theme({"cards/activty.yml": "extends: base\n"}),
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
TRIGGERED["metadata-unseen"] = Case({"content/static/surat.pdf": b"%PDF-1.7\nrusak"}, build=True)
TRIGGERED["metadata-made"] = Case(
    {
        "content/site.yml": "title: Jejak\nurl: https://a.example/\ntheme: milikku\ncards: {formats: []}\n",
        "themes/milikku/theme.yml": "name: Milikku\nextends: pelita\n",
        "themes/milikku/assets/foto.jpg": _photo_with_exif(),
    },
    build=True,
)
TRIGGERED["hidden-text"] = Case(
    {
        "content/static/catatan.html": "<p>Anak yang bernama Budi menangis lama sekali hari itu.</p>",
        "content/activities/2026-05-02-draf.md": (
            "---\ntitle: Draf\ndraft: true\n---\nAnak yang bernama Budi menangis lama sekali hari itu.\n"
        ),
    },
    build=True,
)


def _hidden_layer() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    layer = writer._add_object(DictionaryObject({NameObject("/Type"): NameObject("/OCG")}))
    off = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    switches = {NameObject("/D"): off, NameObject("/OCGs"): ArrayObject([layer])}
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(switches)
    return _written(writer)


def _hidden_data() -> bytes:
    drawing = DecodedStreamObject()
    drawing.set_data(b"BI /W 16 /H 16 /CS /RGB /BPC 8 /F /DCT ID " + _photo_with_exif() + b" EI")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)[NameObject("/Contents")] = writer._add_object(drawing)
    return _written(writer)


TRIGGERED |= {
    "document-too-large": grown(evidence("surat.pdf", b"%PDF-1.7"), "surat.pdf", PDF_BYTES + 1),
    "document-hidden-data": evidence("surat.pdf", _hidden_data()),
    "document-hidden-layers": evidence("surat.pdf", _hidden_layer()),
    "video-too-large": grown(video(moving_pictures()), "klip.mp4", VIDEO_BYTES + 1),
    "video-codec": video(moving_pictures().replace(b"avc1\0\0", b"ap4h\0\0")),
    "video-elsewhere": video(moving_pictures().replace(full(b"url ", flags=1), full(b"url ", flags=0))),
    "video-fragmented": video(moving_pictures(late=box(b"moof"))),
    "video-metadata-track": video(moving_pictures(b"camm")),
}

VANISHING = evidence("surat.pdf", pdf())


def _gone(root: Path) -> None:
    (root / BESIDE / "surat.pdf").unlink()


def _folder_for_photo(root: Path) -> None:
    (root / BESIDE / "kelas.jpg").unlink()
    (root / BESIDE / "kelas.jpg").mkdir()


def _other_photo(root: Path) -> None:
    (root / BESIDE / "kelas.jpg").write_bytes(jpeg(65, 48))


def _no_extra(root: Path) -> None:
    """Stand where ``pi_heif`` would be found, as where it was never installed."""
    (root / "pi_heif.py").write_text("raise ImportError", "utf-8")
    sys.path.insert(0, str(root))


def _saved(image: Image.Image, kind: str) -> bytes:
    target = BytesIO()
    image.save(target, kind)
    return target.getvalue()


def _tower(root: Path) -> None:
    Image.new("L", (1700, 16_400)).save(root / BESIDE / "menara.jpg")


def _sized(data: bytes, width: int, height: int) -> bytes:
    """Let a JPEG say that it is of another size, which is read before its pixels are."""
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1"
WEBP_ONLY = SETTINGS.replace("[16]", "[1700]").replace("[jpeg]", "[webp]")

TRIGGERED |= {
    "photo-depth": pictured(_saved(Image.new("F", (4, 4)), "TIFF"), "pindaian.tif"),
    "photo-too-large": pictured(_sized(jpeg(), 12_000, MAX_PIXELS // 12_000 + 1), "poster.jpg"),
    "photo-too-heavy": grown(pictured(b"II*\0", "kelas.tif"), "kelas.tif", PHOTO_BYTES + 1),
    "heic-needs-extra": Case(pictured(HEIC, "IMG_1234.HEIC").files, before=_no_extra),
    "picture-not-encoded": Case(
        {**pictured(b"", "menara.jpg").files, "content/site.yml": WEBP_ONLY}, build=True, before=_tower
    ),
    "file-unreadable": Case(VANISHING.files, build=True, while_making=_gone),
    "photo-unreadable": built(pictured(jpeg()), while_making=_folder_for_photo),
    "photo-changed": built(pictured(jpeg()), while_making=_other_photo),
    "template-fault": built(theme({"templates/activity.html": "{{ activity.cover.alt }}\n"})),
    "template-field": built(theme({"templates/activity.html": "{{ activity.item.titel }}\n"})),
    "template-name": built(
        theme(
            {
                "templates/activity.html": '{% extends "pelita:activity.html" %}\n'
                "{% block main %}{{ m.labl(activity.item.role) }}{% endblock %}\n"
            }
        )
    ),
    "card-layout-missing": Case(
        {**theme({"cards/activity.yml": "layers: {}\n"}).files, "themes/milikku/theme.yml": "name: Milikku\n"}
    ),
    "already-building": Case(build=True, locked=True),
}
"""What a machine brings about, too: files that vanish, extras that are not installed."""


def credential(content: str | bytes, settings_lines: str = "", person: str = PERSON, **more: str | bytes) -> Case:
    """Make a case of one activity with a signed file."""
    keys = "hours: 4\nevidence: [{kind: credential, file: hours.json}]"
    files: dict[str, str | bytes | None] = {**entry(keys, **{"hours.json": content}).files}
    files["content/profile.md"] = f"---\nname: Alya\nid: {person}\n---\nHalo.\n"
    files["content/site.yml"] = SETTINGS + settings_lines
    return Case({**files, **{f"content/attesters/{name}.json": text for name, text in more.items()}})


def _unchecked() -> Problem:
    """Read a signed file where the libraries of the extra are missing."""
    beside = EntryFile("activities/2026-05-01-hari/hours.json", Path("/site"), "", LINK_PLACE)
    with patch.dict(sys.modules, {"rfc8785": None}):
        (problem,) = read_credentials(SiteFolder(Path("/site"), {}, (), {}, {}), [beside])[1]
    return problem


SIGNED = signed_hours()
TRIGGERED |= {
    "credential-file": entry("evidence: [{kind: credential, url: 'https://b.example/jam.json'}]"),
    "credential-shape": credential('{"name": "Jam"}'),
    "credential-signature": credential(SIGNED.replace(b"Hari baik, 4 jam", b"Hari baik, 5 jam"), KNOWN),
    "credential-person": credential(SIGNED, KNOWN, person="urn:uuid:22222222-2222-4222-8222-222222222222"),
    "credential-status": credential(SIGNED, KNOWN, did=did_json()),
    "credential-withdrawn": credential(SIGNED, KNOWN, did=did_json(), status=status_json(5)),
    "credential-unknown": credential(SIGNED),
    "credential-changed": credential(signed_hours(minutes=300), KNOWN, did=did_json(), status=status_json()),
    "attester-copy": credential(SIGNED, KNOWN),
    "attester-file": credential(SIGNED, KNOWN, did=did_json().replace(b"Multikey", b"Multibook")),
    "bad-did": settings("attesters: [{did: gerimis.example, name: Gerimis}]"),
    "bad-id": Case({"content/profile.md": "---\nname: Alya\nid: alya\n---\nHalo.\n"}),
    "secret-key": Case(before=_keep_a_key, build=True),
    "sveltia-loses": in_sveltia(entry("organization: Taman Baca")),
    "sveltia-refuses": in_sveltia(entry("photos: [kelas.jpg]", **{"kelas.jpg": jpeg()})),
    "git-text-waits": in_git(entry("draft: true")),
    "git-photo-waits": in_git(entry(WAITS, **{"kelas.jpg": jpeg()})),
    "git-photo-hidden": in_git(entry(HIDES, **{"kelas.jpg": jpeg()})),
    "git-text-private": in_git(entry("hours: 2", PRIVATE_PART)),
    "git-photo-place": in_git(entry(SHOWS, **{"kelas.jpg": located()})),
    "git-photo-camera": in_git(entry(SHOWS, **{"kelas.jpg": located(place=False)})),
    "git-own-files": in_git(Case({"private/kunci.txt": "x"})),
    "git-remote": in_git(entry("draft: true"), remote="https://alya:rahasia@git.example/alya/jejak.git"),
    "git-no-remote": in_git(entry("draft: true")),
    "git-unreadable": in_git(Case(), damaged=True),
    "git-text-kept-out": in_git(with_list(entry("hours: 2", PRIVATE_PART))),
    "git-photo-kept-out": in_git(with_list(entry(HIDES, **{"kelas.jpg": jpeg()}))),
    "git-list-behind": with_list(Case()),
    "photo-elsewhere": entry(WAITS),
}

LINK_PLACE = Place("activities/2026-05-01-hari/index.md", 4, 11)
LETTER = "https://b.example/surat"


def asked(status: LinkStatus, address: str = LETTER) -> Problem:
    """Make the problem that the status of a link is."""
    return next(iter(problems_of(address, LINK_PLACE, status)))


def refused(number: int) -> Problem:
    """Make the problem that an error of the operating system is."""
    return machine_problem(OSError(number, os.strerror(number), "/site/public"))


def recorded(lines: str) -> Problem:
    """Return the one problem of a community's word on a member."""
    (problem,) = parse_member_record("members/alya.yml", f"{lines}\n".encode(), "alya")[1]
    return problem


def _unloaded_layer(*, lost: bool = False) -> Problem:
    """Install a package that misses another one, as pip would leave it, and read a layout that names its layer.

    With ``lost`` a process has loaded it before, and was lost.
    """
    layout = "layers:\n  bars: {type: bergaris, box: [0, 0, 100, 100]}\n"
    with TemporaryDirectory() as folder, patch.object(sys, "path", [folder, *sys.path]):
        info = Path(folder, "kiprah_bergaris-1.2.dist-info")
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: kiprah-bergaris\nVersion: 1.2\n")
        (info / "entry_points.txt").write_text("[kiprah.card_layers]\nbergaris = kiprah_bergaris:BERGARIS\n")
        Path(folder, "kiprah_bergaris.py").write_text("import garis_halus\n")
        plugin_of.cache_clear()
        layouts, _ = load_layouts({"activity.yml": layout}, ("activity",), ("bergaris",) if lost else ())
    assert layouts is not None
    [layer] = layouts.of("activity", "link", "none").layers
    assert isinstance(layer, PluginLayer) and layer.unloaded is not None
    return replace(layer.unloaded, place=replace(layer.unloaded.place, path="themes/milikku/cards/activity.yml"))


SCHEDULER, WORKER = "dask://scheduler:8786", "tcp://10.0.0.7:40123"
MADE: dict[str, Callable[[], Problem]] = {
    "credential-unchecked": _unchecked,
    "member-too-slow": lambda: lost_problem("alya", "time", ""),
    "member-too-large": lambda: lost_problem("alya", "memory", ""),
    "member-lost": lambda: lost_problem("alya", "crash", ""),
    "addresses-not-kept": lambda: not_kept("addresses.yml", OSError(errno.EROFS, os.strerror(errno.EROFS))),
    "too-many-removals": lambda: removals(
        Community(host=None, events=(), members=(), gone=()),  # type: ignore[arg-type]
        [f"members/{name}/" for name in ("alya", "bima", "citra", "dewi")],
        ["members/dewi/"],
    )[0],
    "bad-since": lambda: recorded("since: musim hujan"),
    "bad-account": lambda: recorded("accounts: [alya]"),
    "bad-commit": lambda: recorded("source: {git: https://git.example/alya, ref: main}"),
    "until-before-since": lambda: recorded("since: 2024-03\nuntil: 2023"),
    "card-layer-fault": lambda: LayerFault("stripes", KeyError("weeks")).problem("cards/hari/link.jpg"),
    "card-layer-unloaded": _unloaded_layer,
    "card-layer-lost": lambda: _unloaded_layer(lost=True),
    "photo-worker-died": lambda: photo_problem(
        lost_photo(LostTask(hung=False)), Place("activities/2026-05-01-hari/kelas.jpg")
    ),
    "photo-worker-hung": lambda: photo_problem(
        lost_photo(LostTask(hung=True)), Place("activities/2026-05-01-hari/kelas.jpg")
    ),
    "pdf-fault": lambda: SettingFailed("unknown variable: waktu").problem("cv.pdf", "profile.md"),
    "pdf-lost": lambda: SettingFailed("the typesetter ended", lost=True).problem("cv.pdf", "profile.md"),
    "worker-died": lambda: LostTask(hung=False).problem("media/hari-1-0a1b.webp"),
    "worker-hung": lambda: LostTask(hung=True).problem("media/hari-1-0a1b.webp"),
    "reader-died": lambda: LostTask(hung=False).problem("activities/2026-05-01-hari/index.md", reading=True),
    "reader-hung": lambda: LostTask(hung=True).problem("activities/2026-05-01-hari/index.md", reading=True),
    "disk-full": lambda: refused(errno.ENOSPC),
    "no-permission": lambda: refused(errno.EACCES),
    "read-only": lambda: refused(errno.EROFS),
    "machine": lambda: refused(errno.EIO),
    "git-list-not-written": lambda: list_not_written(OSError(errno.EROFS, os.strerror(errno.EROFS))),
    "git-photo-faces": lambda: next(iter(tracked_files("git-photo-faces", ["activities/2026-05-01-hari/kelas.jpg"]))),
    **{
        code: lambda code=code: bucket_problem(BucketFailed(code, "s3://arsip/situs", "PUT", "503"))  # type: ignore[misc]
        for code in BUCKET_TROUBLES
    },
    "bucket-unconditional": lambda: unconditional("s3://arsip/situs"),
    **{
        f"deploy-{what}": lambda what=what: Problem(f"deploy-{what}", Place("/site/public"), {"path": "/site/public"})  # type: ignore[misc]
        for what in ("not-built", "preview", "circle", "stale")
    },
    "deploy-touched": lambda: touched_problem(Path("/site/public"), "index.html"),
    "netlify-token": lambda: NetlifyFailed("netlify-token").problem,
    "netlify-no-site": lambda: NetlifyFailed("netlify-no-site").problem,
    "netlify-site": lambda: NetlifyFailed("netlify-site", site="jejak").problem,
    "netlify-denied": lambda: NetlifyFailed("netlify-denied", status="401").problem,
    "netlify-refused": lambda: NetlifyFailed("netlify-refused", status="error").problem,
    "netlify-unreachable": lambda: NetlifyFailed("netlify-unreachable", reason="503").problem,
    "bucket-busy": lambda: busy("s3://arsip/situs"),
    "bucket-foreign": lambda: objects_in_the_way("s3://arsip/situs", ["index.html", "robots.txt"]),
    "cluster-unreachable": lambda: cluster_problems.unreachable(SCHEDULER, "Timed out trying to connect"),
    "cluster-lost": lambda: cluster_problems.scheduler_lost(SCHEDULER),
    "cluster-empty": lambda: cluster_problems.no_workers(SCHEDULER, 60),
    "cluster-worker-differs": lambda: cluster_problems.worker_differs(WORKER, "pillow", "12.2.0", "12.1.0"),
    "cluster-all-differ": lambda: cluster_problems.worker_differs(WORKER, "pillow", "12.2.0", "12.1.0", last=True),
    "cluster-worker-blind": lambda: cluster_problems.worker_blind(WORKER, "/srv/kawan/content"),
    "cluster-all-blind": lambda: cluster_problems.worker_blind(WORKER, "/srv/kawan/content", last=True),
    "cluster-worker-broken": lambda: cluster_problems.worker_broken(WORKER, "No module named 'kiprah'"),
    "cluster-all-broken": lambda: cluster_problems.worker_broken(WORKER, "No module named 'kiprah'", last=True),
    "cluster-result": lambda: cluster_problems.result_missing("alya", WORKER),
    "no-network": lambda: check_links(
        [(f"https://{name}.invalid/", Place("profile.md")) for name in ("a", "b", "c")], RequestPolicy(timeout=5)
    )[0],
    "link-gone": lambda: asked(link_status(404, {})),
    "link-troubled": lambda: asked(link_status(503, {})),
    "link-guarded": lambda: asked(link_status(403, {})),
    "link-moved": lambda: asked(link_status(200, {}, f"{LETTER}/"), LETTER.replace("https", "http")),
    "link-unreachable": lambda: asked(status_of_error(TimeoutError())),
    "pdf-extra": lambda: with_pdf_only_if_installed(Settings(cv=CvSettings(pdf=True)), installed=False)[1][0],
    "link-unreadable": lambda: asked(check_link("https:///surat", timeout=1), "https:///surat"),
    "link-private": lambda: asked(check_link("http://192.168.1.5/surat", timeout=1), "http://192.168.1.5/surat"),
}
"""What takes a failing machine or a foreign host, made by the code that makes it then."""
