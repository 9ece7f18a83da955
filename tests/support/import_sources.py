"""Makes files as other programs export them, in each dialect, language and encoding, with canaries where they hold private things."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import date

from PIL import Image

CANARIES = (
    "+62 812-3456-7890", "081234567890", "ibu.sri@contoh.id", "3404011203990001", "Bukan Saya", "rahasia orang lain",
    "-7.7956", "1999-03-12", "Jalan Kaliurang", "@teman.lain",
)  # fmt: skip
"""What may stand in a source and must stand in nothing that was written."""


def jpeg(seed: int = 1, taken: str = "", trailer: bytes = b"") -> bytes:
    """Make a photo with a place in its metadata, taken at ``2026:03:14 09:08:07``."""
    image = Image.new("RGB", (48, 32), (seed * 37 % 256, seed * 91 % 256, seed * 13 % 256))
    exif = Image.Exif()
    exif[0x010E] = "Bukan Saya"
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8825).update({1: "S", 2: (7.0, 47.0, 44.16), 3: "E", 4: (110.0, 22.0, 0.0)})
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    return target.getvalue() + trailer


HEAD = {
    "id": ("Cap waktu", "Tanggal", "Nama Kegiatan", "Penyelenggara", "Peran", "Jam", "Keterangan", "Status", "No HP"),
    "en": ("Timestamp", "Date", "Activity", "Organization", "Role", "Hours", "Notes", "Status", "Phone"),
}
ROWS = (
    ("", "{14}", "Mengajar membaca", "Rumah Pelangi", "Tutor", "2,5", "Dua puluh anak. WA 081234567890", "disetujui"),
    ("", "{28}", "Tanam mangrove", "Pesisir", "", "2 jam 30 menit", "ibu.sri@contoh.id", ""),
    ("", "{28}", "Belum pasti", "Pesisir", "", "3", "", "menunggu"),
)


def table(language: str, sign: str, encoding: str, order: str = "dmy") -> bytes:
    """Make a table of three rows and a total, as a form or a sheet is exported."""
    days = {
        number: {"dmy": f"{number}/03/2026", "mdy": f"03/{number}/2026", "iso": f"2026-03-{number}"}[order]
        for number in (14, 28)
    }
    rows = [list(HEAD[language])]
    rows += [
        [*(c.replace("{14}", days[14]).replace("{28}", days[28]) for c in row), "+62 812-3456-7890"] for row in ROWS
    ]
    rows.append(["Jumlah", "", "", "", "", "5", "", "", ""])
    text = "\r\n".join(sign.join(f'"{c}"' if sign in c else c for c in row) for row in rows) + "\r\n"
    return text.encode(encoding)


def xlsx() -> bytes:
    """Make a workbook whose table begins below a title, with a hidden sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Catatan relawan 2026"])
    sheet.append([])
    sheet.append(["Tanggal", "Kegiatan", "Jam", "Penyelenggara"])
    sheet.append([date(2026, 3, 14), "Mengajar membaca", 2.5, "Rumah Pelangi"])
    sheet.append(["Jumlah", None, 2.5, None])
    hidden = book.create_sheet("rahasia")
    hidden.append(["Tanggal", "Kegiatan"])
    hidden.append([date(2026, 3, 15), "rahasia orang lain"])
    hidden.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def linkedin(months: tuple[str, str] = ("Mar 2025", "Agu 2026")) -> dict[str, bytes]:
    """Make an archive of LinkedIn with all that must stay there."""
    return {
        "Volunteering.csv": (
            "Company Name,Role,Cause,Started On,Finished On,Description\r\n"
            f'Rumah Pelangi &amp; Kawan,Tutor,EDUCATION,{months[0]},{months[1]},"Baris satu.\r\nTelepon 081234567890"\r\n'
            "Pesisir,Ketua,Environment,2024,,\r\n"
        ).encode(),
        "Connections.csv": b"First Name,Last Name,Email Address\nBukan,Saya,ibu.sri@contoh.id\nBukan Saya,x,y\n",
        "messages.csv": b"FROM,CONTENT\nBukan Saya,rahasia orang lain\n",
        "PhoneNumbers.csv": b"Number\n+62 812-3456-7890\n",
        "Profile.csv": b"Address,Birth Date\nJalan Kaliurang,1999-03-12\n",
    }


def linkedin_background() -> dict[str, bytes]:
    """Make the tables of LinkedIn's archive that belong into a profile."""
    tables = {
        "Profile.csv": (
            "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location\r\n"
            "Alya,Putri,,Jalan Kaliurang,1999-03-12,Relawan &amp; pengajar,Halo. 081234567890,,55281,Sleman\r\n"
        ),
        "Education.csv": (
            "School Name,Start Date,End Date,Notes,Degree Name,Activities\r\nUGM,2023,2027,,S1 Biologi,Pramuka\r\n"
        ),
        "Positions.csv": (
            "Company Name,Title,Description,Location,Started On,Finished On\r\n"
            'Toko Buku,Kasir,"Melayani pembeli.\r\nHubungi +62 812-3456-7890",Sleman,Jan 2022,Mei 2023\r\n'
            "Kafe,Barista,,,2024,Present\r\n"
        ),
        "Certifications.csv": (
            "Name,Url,Authority,Started On,Finished On,License Number\r\n"
            "PPPK,https://a.example/c,PMI,Mar 2024,,3404011203990001\r\nKursus,javascript:alert(1),,,,\r\n"
        ),
        "Languages.csv": "Name,Proficiency\r\nInggris,Professional working proficiency\r\n",
        "Honors.csv": "Title,Description,Issued On\r\nJuara,Lomba,Des 2023\r\n",
        "Skills.csv": "Name\r\nMengajar\r\nMenulis\r\nmengajar\r\n",
    }
    return {name: text.encode() for name, text in tables.items()}


def mojibake(text: str) -> str:
    """Write a text as Meta's archives do: each byte of its UTF-8 as a letter."""
    return text.encode().decode("latin-1")


def instagram(shape: str) -> dict[str, bytes]:
    """Make an archive of Instagram: ``old`` (captions inside), ``new`` (outer title), ``oldest`` (media.json)."""
    caption = mojibake("Menanam 200 mangrove \U0001f331 bersama @teman.lain\n#relawan")
    files = {"media/posts/202603/1.jpg": jpeg(1), "media/posts/202603/2.jpg": jpeg(2)}
    # 06:00 in Jakarta: still the day before in UTC.
    moment = 1773442800
    private = {"exif_data": [{"latitude": -7.7956}], "device_id": "Bukan Saya"}
    media = [{"uri": name, "creation_timestamp": moment, "title": "", "media_metadata": private} for name in files]
    if shape == "oldest":
        table: object = {"photos": [{"caption": caption, "taken_at": "2026-03-14T06:00:00", "path": next(iter(files))}]}
        return {**files, "media.json": json.dumps(table).encode()}
    if shape == "old":
        media[0]["title"] = caption
        table = [{"media": media}]
        where = "content/posts_1.json"
    else:
        table = [{"media": media, "title": caption, "creation_timestamp": moment}]
        where = "your_instagram_activity/media/posts_1.json"
    inbox = json.dumps({"messages": [{"sender_name": "Bukan Saya", "content": "rahasia orang lain"}]}).encode()
    return {
        **files,
        where: json.dumps(table).encode(),
        "your_instagram_activity/messages/inbox/x/message_1.json": inbox,
    }


CHATS = {
    "android-id": ("{d}/{m}/26 {h}.06 - {n}: {t}", "{f} (file terlampir)\n{c}"),
    "android-en": ("{d}/{m}/26, {h}:06 - {n}: {t}", "\u200e{f} (file attached)\n{c}"),
    "android-us": ("{m}/{d}/26, 9:06\u202fAM - {n}: {t}", "{f} (file attached)\n{c}"),
    "ios-id": ("[{d}/{m}/26 {h}.06.30] {n}: {t}", "{c} \u200e<terlampir: {f}>"),
    "ios-en": ("\u200e[{d}/{m}/2026, {h}:06:30] {n}: {t}", "{c} \u200e<attached: {f}>"),
}


def whatsapp(dialect: str) -> dict[str, bytes]:
    """Make an exported chat of two people, with a photo of each."""
    line, attachment = CHATS[dialect]

    def said(day: int, name: str, text: str) -> str:
        return line.format(d=f"{day:02}", m="03", h="09", n=name, t=text)

    mine = attachment.format(f="IMG-20260314-WA0003.jpg", c="Anak-anak membaca. Kontak +62 812-3456-7890")
    theirs = attachment.format(f="IMG-20260314-WA0004.jpg", c="rahasia orang lain")
    lines = [
        line.partition("{n}")[0].format(d="14", m="03", h="09") + "Pesan terenkripsi",
        said(14, "Alya", mine),
        said(14, "Bukan Saya", theirs),
        said(14, "+62 812-3456-7890", "rahasia orang lain"),
        said(15, "Alya", "tanpa foto\nbaris kedua"),
        said(28, "Alya", attachment.format(f="IMG-20260328-WA0001.jpg", c="Mangrove")),
    ]
    pictures = {f"IMG-2026{name}.jpg": jpeg(n) for n, name in enumerate(("0314-WA0003", "0314-WA0004", "0328-WA0001"))}
    return {"Chat WhatsApp dengan Kelas.txt": "\n".join(lines).encode(), **pictures}


def takeout(word: str = "supplemental-metadata") -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Make an export in two parts: photos in one, sidecars in the other."""
    told = {
        "title": "IMG.jpg", "description": "Kelas membaca", "creationTime": {"timestamp": "1790000000"},
        "photoTakenTime": {"timestamp": "1773442800"}, "geoData": {"latitude": -7.7956},
        "people": [{"name": "Bukan Saya"}], "url": "https://photos.google.com/rahasia orang lain",
    }  # fmt: skip
    root = "Takeout/Google Photos/Photos from 2026"
    photos = {f"{root}/IMG.jpg": jpeg(1), f"{root}/IMG(1).jpg": jpeg(2), f"{root}/IMG-edited.jpg": jpeg(3)}
    photos[f"{root}/lepas.jpg"] = jpeg(4)
    side = json.dumps(told).encode()
    return photos, {f"{root}/IMG.jpg.{word}.json": side, f"{root}/IMG.jpg.{word}(1).json": side}


EUROPASS = b"""<?xml version="1.0" encoding="UTF-8"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:hr="http://www.hr-xml.org/3">
 <CandidatePerson><BirthDate>1999-03-12</BirthDate><Email>ibu.sri@contoh.id</Email><Street>Jalan Kaliurang</Street></CandidatePerson>
 <CandidateProfile><VoluntaryWorks>
  <VoluntaryWork><Title>Tutor</Title><hr:OrganizationName>Rumah Pelangi</hr:OrganizationName>
   <EventPeriod><hr:StartDate><hr:FormattedDateTime>2025-03</hr:FormattedDateTime></hr:StartDate>
   <hr:EndDate><hr:FormattedDateTime>2026</hr:FormattedDateTime></hr:EndDate></EventPeriod>
   <Description>Mengajar 20 anak, hubungi 081234567890</Description></VoluntaryWork>
 </VoluntaryWorks></CandidateProfile>
</Candidate>"""

_BACKGROUND = b"""
 <EmploymentHistory><EmployerHistory><hr:OrganizationName>Toko Buku</hr:OrganizationName>
  <OrganizationContact><Communication><Address><Street>Jalan Kaliurang</Street></Address></Communication></OrganizationContact>
  <PositionHistory><PositionTitle typeCode="FREETEXT">Kasir</PositionTitle>
   <EmploymentPeriod><StartDate><hr:FormattedDateTime>2022-01</hr:FormattedDateTime></StartDate>
    <hr:CurrentIndicator>true</hr:CurrentIndicator></EmploymentPeriod>
   <Description>&lt;p&gt;Melayani pembeli &amp;amp; menata buku&lt;/p&gt;</Description><City>Sleman</City></PositionHistory>
 </EmployerHistory></EmploymentHistory>
 <EducationHistory><EducationOrganizationAttendance><hr:OrganizationName>UGM</hr:OrganizationName>
  <AttendancePeriod><StartDate><hr:FormattedDateTime>2023-08</hr:FormattedDateTime></StartDate><Ongoing>true</Ongoing></AttendancePeriod>
  <EducationDegree><hr:DegreeName>S1 Biologi</hr:DegreeName></EducationDegree></EducationOrganizationAttendance></EducationHistory>
 <PersonQualifications><PersonCompetency><CompetencyID schemeName="NORMAL">eng</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID>
  <CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Understanding-Listening</hr:CompetencyDimensionTypeCode>
   <Score><hr:ScoreText>C1</hr:ScoreText></Score></CompetencyDimension>
  <CompetencyDimension><hr:CompetencyDimensionTypeCode>CEF-Writing-Production</hr:CompetencyDimensionTypeCode>
   <Score><hr:ScoreText>B2</hr:ScoreText></Score></CompetencyDimension></PersonCompetency></PersonQualifications>
"""


def europass_background() -> bytes:
    """Make a Europass CV with studies, a job and languages beside the voluntary work."""
    person = b"<PersonName><GivenName>Alya</GivenName><FamilyName>Putri</FamilyName></PersonName>"
    mother = b"<PrimaryLanguageCode>ind</PrimaryLanguageCode></CandidatePerson>"
    xml = EUROPASS.replace(b"<CandidatePerson>", b"<CandidatePerson>" + person)
    xml = xml.replace(b"</CandidatePerson>", mother)
    return xml.replace(b"<CandidateProfile>", b"<CandidateProfile>" + _BACKGROUND)


EUROPASS_PASSPORT = b"""<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass"><LearnerInfo>
 <Identification><PersonName><FirstName>Alya</FirstName><Surname>Putri</Surname></PersonName>
  <ContactInfo><Address><AddressLine>Jalan Kaliurang</AddressLine></Address><Email>ibu.sri@contoh.id</Email></ContactInfo>
  <Demographics><Birthdate year="1999" month="--03" day="---12"/></Demographics></Identification>
 <WorkExperienceList><WorkExperience><Period><From year="2022" month="--01"/><Current>true</Current></Period>
  <Position><Label>Kasir</Label></Position><Activities>&lt;p&gt;Melayani pembeli &amp;amp; menata buku&lt;/p&gt;</Activities>
  <Employer><Name>Toko Buku</Name></Employer></WorkExperience></WorkExperienceList>
 <EducationList><Education><Period><From year="2023" month="--08"/><Current>true</Current></Period>
  <Title>S1 Biologi</Title><Organisation><Name>UGM</Name></Organisation></Education></EducationList>
 <Skills><Linguistic>
  <MotherTongueList><MotherTongue><Description><Code>id</Code><Label>Indonesia</Label></Description></MotherTongue></MotherTongueList>
  <ForeignLanguageList><ForeignLanguage><Description><Code>en</Code><Label>English</Label></Description>
   <ProficiencyLevel><Listening>C1</Listening><Writing>B2</Writing></ProficiencyLevel></ForeignLanguage></ForeignLanguageList>
 </Linguistic></Skills></LearnerInfo></SkillsPassport>"""

NOTES: Mapping[str, dict[str, bytes]] = {
    "hugo": {
        "content/posts/kelas/index.md": (
            b"+++\ntitle = 'Kelas membaca'\ndate = 2026-03-14\ntags = ['buku']\n+++\nIsi {{< youtube x >}}"
            b'{{< figure src="a.jpg" >}} telp 081234567890\n'
        ),
        "content/posts/kelas/a.jpg": jpeg(1),
        "content/posts/rahasia.md": b"---\ntitle: x\ndate: 2026-03-14\ndraft: true\n---\nrahasia orang lain\n",
    },
    "jekyll": {
        "_posts/2026-03-14-kelas-membaca.md": (
            b"---\ntitle: Kelas membaca\ntags: buku\n---\n{% include x %}Isi ![foto](/img/a.jpg) {% raw %}{{ a }}{% endraw %}\n"
        ),
        "img/a.jpg": jpeg(1),
        "_drafts/2026-03-15-rahasia.md": b"---\ntitle: x\n---\nrahasia orang lain\n",
    },
    "obsidian": {
        "catatan/2026-03-14 Kelas membaca.md": (
            b"organization:: Rumah Pelangi\n\nIsi [[buku|cerita]] ![[a.jpg|300]]\n%%rahasia orang lain%%\n"
        ),
        "lampiran/a.jpg": jpeg(1),
    },
    "notion": {
        "Kelas membaca 0123456789abcdef0123456789abcdef.md": (
            b"# Kelas membaca\n\nDate: March 14, 2026\nOrganization: Rumah Pelangi\nPhone: +62 812-3456-7890\n\n"
            b"Isi ![a](Kelas%20membaca%200123456789abcdef0123456789abcdef/a.jpg)\n"
        ),
        "Kelas membaca 0123456789abcdef0123456789abcdef/a.jpg": jpeg(1),
    },
}
