"""A PDF keeps its pages and loses everything else."""

from __future__ import annotations

import pickle
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from kiprah.metadata_scan import traces_of_metadata
from kiprah.sanitize.embedded_image import bare_jpeg, bare_jpeg2000
from kiprah.sanitize.pdf import MAX_PDF_BYTES, DocumentRefused, clean_pdf

PLANTED = "PLANTED-5120"
MARK = PLANTED.encode()


def jpeg(image: Image.Image | None = None, **options: Any) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = PLANTED
    exif.get_ifd(0x8825)[1] = PLANTED
    target = BytesIO()
    picture = image or Image.linear_gradient("L").resize((32, 32)).convert("RGB")
    picture.save(target, "JPEG", exif=exif, comment=MARK, **options)
    return target.getvalue() + MARK


def names(**values: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})


def stream(data: bytes, **values: Any) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.update(names(**values))
    made.set_data(data)
    return made


class Document:
    """A PDF of one page, to hang things on."""

    def __init__(self, content: bytes = b"") -> None:
        self.writer = PdfWriter()
        self.page = self.writer.add_blank_page(200, 100)
        self.page[NameObject("/Contents")] = self.add(stream(content or b"BT /AA 12 Tf 10 10 Td (Halo) Tj ET"))
        font = names(Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Helvetica"))
        self.resources = names(Font=names(AA=self.add(font)))
        self.page[NameObject("/Resources")] = self.resources

    def add(self, value: Any) -> Any:
        return self.writer._add_object(value)

    def put_picture(self, data: bytes, **values: Any) -> None:
        shape = names(Width=NumberObject(32), Height=NumberObject(32), BitsPerComponent=NumberObject(8))
        picture = stream(data, Type=NameObject("/XObject"), Subtype=NameObject("/Image"), **values)
        picture.update(shape)
        picture[NameObject("/ColorSpace")] = NameObject("/DeviceRGB")
        self.resources[NameObject("/XObject")] = names(Im=self.add(picture))

    def annotate(self, subtype: str, **values: Any) -> None:
        area = ArrayObject(NumberObject(side) for side in (1, 1, 20, 20))
        made = names(Type=NameObject("/Annot"), Subtype=NameObject(f"/{subtype}"), Rect=area, **values)
        listed = self.page.setdefault(NameObject("/Annots"), ArrayObject())
        listed.append(self.add(made))  # type: ignore[attr-defined]

    def written(self) -> bytes:
        target = BytesIO()
        self.writer.write(target)
        return target.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(DocumentRefused) as found:
        clean_pdf(data)
    again = pickle.loads(pickle.dumps(found.value))
    assert (again.code, again.values) == (found.value.code, found.value.values)
    return found.value.code


def link(**values: Any) -> DictionaryObject:
    return names(S=NameObject("/URI"), **values)


def crowded() -> Document:
    """A document with something to hide in every place there is."""
    document = Document()
    writer, page, text = document.writer, document.page, TextStringObject(PLANTED)
    note = document.add(stream(MARK, Type=NameObject("/Metadata"), Subtype=NameObject("/XML")))
    writer.add_metadata({"/Author": PLANTED, "/Title": PLANTED})
    script = names(S=NameObject("/JavaScript"), JS=TextStringObject(f"app.alert('{PLANTED}')"))
    writer.root_object[NameObject("/OpenAction")] = document.add(script)
    writer.add_attachment("salary.txt", MARK)
    writer.add_outline_item(title=PLANTED, page_number=0)
    writer.root_object.update(names(Metadata=note, AA=names(WC=text), Lang=TextStringObject("id-ID")))
    page.update(names(Metadata=note, PieceInfo=names(App=text), Thumb=note, LastModified=text, AA=names(O=text)))
    document.put_picture(jpeg(), Filter=NameObject("/DCTDecode"), Metadata=note, OPI=names(V=text))
    document.resources[NameObject("/Properties")] = names(MC0=names(Metadata=note, Author=text))
    looks = document.add(
        stream(b"0 0 20 20 re f", Type=NameObject("/XObject"), Subtype=NameObject("/Form"), PieceInfo=text)
    )
    document.annotate("Stamp", AP=names(N=looks, R=looks), T=text, Contents=text, P=page.indirect_reference)
    document.annotate("Widget", AP=names(N=names(Off=looks, AA=looks)), AS=NameObject("/AA"), V=text, MK=names(CA=text))
    document.annotate("Text", Contents=text, AP=names(N=looks))
    document.annotate("FileAttachment", FS=names(EF=names(F=note), UF=text))
    document.annotate("Stamp", AP=names(N=looks), F=NumberObject(2), Contents=text)
    for address in (
        "https://example.org/a(b)",
        "http://example.org/",
        "javascript:alert(1)",
        "file:///etc",
        "//x",
        "http:",
    ):
        document.annotate("Link", A=link(URI=TextStringObject(address)), Contents=text)
    document.annotate("Link", A=names(S=NameObject("/Launch"), F=text))
    document.annotate("Link", A=names(S=NameObject("/GoToR"), F=text))
    return document


def test_pages_stay_and_everything_else_is_gone() -> None:
    data = crowded().written()
    assert {"JavaScript", "XMP", "embedded file", "EXIF", "comment", "action", "information"} <= set(
        traces_of_metadata("x.pdf", data)
    )
    clean = clean_pdf(data)
    assert MARK not in clean and MARK.hex().encode() not in clean
    assert traces_of_metadata("x.pdf", clean) == ()
    reader = PdfReader(BytesIO(clean), strict=True)
    assert reader.metadata is None and not reader.attachments and not reader.outline
    assert sorted(reader.root_object) == ["/Lang", "/Pages", "/Type"]
    page = reader.pages[0]
    assert page.extract_text() == "Halo"
    assert (page.mediabox.width, page.mediabox.height) == (200, 100)
    kinds = [item.get_object()["/Subtype"] for item in page["/Annots"]]  # type: ignore[attr-defined]
    assert kinds == ["/Stamp", "/Stamp", "/Link", "/Link"]
    links = [item.get_object()["/A"]["/URI"] for item in page["/Annots"] if "/A" in item.get_object()]  # type: ignore[attr-defined]
    assert links == ["https://example.org/a(b)", "http://example.org/"]
    box = page["/Annots"][1].get_object()  # type: ignore[index]
    assert box["/AP"]["/N"][box["/AS"]].get_data() == b"0 0 20 20 re f"


def test_pictures_in_a_document_keep_their_pixels() -> None:
    for mode in ("RGB", "L", "CMYK"):
        image = Image.effect_noise((32, 32), 60).convert(mode)
        for options in ({"progressive": True}, {"subsampling": 0, "quality": 60}, {"restart_marker_blocks": 2}):
            data = jpeg(image, **options)
            bare = bare_jpeg(data)
            assert MARK in data and MARK not in bare
            assert traces_of_metadata("x.jpg", bare) == ()
            with Image.open(BytesIO(data)) as before, Image.open(BytesIO(bare)) as after:
                assert before.tobytes() == after.tobytes()


def test_a_jpeg_wrapped_in_another_filter_is_found() -> None:
    document = Document()
    document.put_picture(jpeg())
    picture = document.resources["/XObject"]["/Im"].get_object().flate_encode()  # type: ignore[index]
    picture[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode"), NameObject("/DCTDecode")])
    document.resources["/XObject"][NameObject("/Im")] = document.add(picture)  # type: ignore[index]
    clean = clean_pdf(document.written())
    image = PdfReader(BytesIO(clean)).pages[0].images[0].image
    assert image is not None and image.size == (32, 32)
    assert b"Exif" not in clean and MARK not in clean


def test_jpeg_2000_loses_its_notes() -> None:
    target = BytesIO()
    Image.linear_gradient("L").resize((32, 32)).save(target, "JPEG2000", comment=PLANTED)
    data = target.getvalue()
    data += (len(MARK) + 24).to_bytes(4, "big") + b"uuid" + bytes(16) + MARK
    bare = bare_jpeg2000(data)
    assert MARK in data and MARK not in bare
    with Image.open(BytesIO(data)) as before, Image.open(BytesIO(bare)) as after:
        assert before.tobytes() == after.tobytes()
    for wrong in (b"\0\0\0\x19jP  x", data[:-20], b"\0\0\0\x0ajp2c\xff\xd8", b"\xff\x4f\xff\x51\0\1"):
        with pytest.raises(ValueError, match="JPEG 2000"):
            bare_jpeg2000(wrong)


def test_binary_strings_survive() -> None:
    document = Document()
    palette = bytes(range(256)) * 3
    document.resources[NameObject("/ColorSpace")] = names(
        C=ArrayObject([NameObject("/Indexed"), NameObject("/DeviceRGB"), NumberObject(255), ByteStringObject(palette)])
    )
    space = PdfReader(BytesIO(clean_pdf(document.written()))).pages[0]["/Resources"]["/ColorSpace"]["/C"]  # type: ignore[index]
    assert space[3].original_bytes == palette


def test_same_document_same_bytes_and_cleaning_twice_changes_nothing() -> None:
    data = crowded().written()
    clean = clean_pdf(data)
    assert clean == clean_pdf(data) == clean_pdf(clean)
    assert b"/ID [<" in clean


def test_hidden_layers_would_come_to_light() -> None:
    document = Document()
    layer = document.add(names(Type=NameObject("/OCG"), Name=TextStringObject("x")))
    switches = names(D=names(OFF=ArrayObject([layer])), OCGs=ArrayObject([layer]))
    document.writer.root_object[NameObject("/OCProperties")] = switches
    assert refused(document.written()) == "document-hidden-layers"
    switches["/D"].get_object()[NameObject("/OFF")] = ArrayObject()  # type: ignore[index]
    assert PdfReader(BytesIO(clean_pdf(document.written()))).pages[0].extract_text() == "Halo"
    document.resources[NameObject("/Properties")] = names(
        L=names(Type=NameObject("/OCMD"), OCGs=layer, P=NameObject("/AllOff"))
    )
    assert refused(document.written()) == "document-hidden-layers"


def test_metadata_among_the_drawing_commands_is_refused() -> None:
    document = Document(b"BI /W 32 /H 32 /CS /RGB /BPC 8 /F /DCT ID " + jpeg() + b" EI")
    assert refused(document.written()) == "document-hidden-data"


def test_what_cannot_be_published_says_why() -> None:
    locked = Document()
    locked.writer.encrypt("", "owner", algorithm="RC4-128")
    whole = crowded().written()
    assert refused(locked.written()) == "document-locked"
    assert refused(whole[: len(whole) // 3]) == "document-broken"
    assert refused(b"hello") == "document-kind"
    assert refused(b"%PDF-1.7\n") == "document-broken"
    assert refused(b"%PDF-1.7" + bytes(MAX_PDF_BYTES)) == "document-too-large"
    broken = Document()
    broken.put_picture(jpeg()[:200], Filter=NameObject("/DCTDecode"))
    assert refused(broken.written()) == "document-broken"


def test_a_document_that_unfolds_without_end_is_refused() -> None:
    document = Document()
    maze = names(A=NumberObject(1))
    reference = document.add(maze)
    maze.update(names(XObject=reference, Font=reference, Self=reference))
    document.resources.update(names(XObject=reference, Pattern=reference))
    assert len(clean_pdf(document.written())) < 5000  # each object is written once
    deep: Any = NumberObject(1)
    for _ in range(80):
        deep = ArrayObject([deep])
    document.resources[NameObject("/ColorSpace")] = names(C=deep)
    assert refused(document.written()) == "document-broken"
