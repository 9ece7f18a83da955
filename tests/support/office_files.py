"""Writes office documents by hand: the parts that programs write, in packages as the standards have them."""

from __future__ import annotations

from support.zips import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_ROOT_LINK = (
    f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="r1" Target="word/document.xml" Type="http://'
    'schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def word_body(inner: str = "") -> str:
    """Write the main part of a text with something in it."""
    return f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>Halo</w:t></w:r>{inner}</w:p></w:body></w:document>'


def core_properties(inner: str) -> str:
    """Write what a document says of itself."""
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"{inner}</cp:coreProperties>"
    )


def docx(parts: dict[str, str | bytes] | None = None, body: str = "") -> bytes:
    """Make a text of Word's with more parts than it needs."""
    return zipped(
        {
            "[Content_Types].xml": _KINDS,
            "_rels/.rels": _ROOT_LINK,
            "word/document.xml": word_body(body),
            "docProps/core.xml": core_properties("<dc:title>Laporan</dc:title><dc:creator></dc:creator>"),
            **(parts or {}),
        }
    )


def open_part(root: str, inner: str) -> str:
    """Write a part of an OpenDocument package."""
    spaces = " ".join(
        f'xmlns:{name}="{_OPEN}:{name}:1.0"' for name in ("office", "text", "meta", "config", "manifest", "draw")
    )
    others = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<{root} {spaces} {others}>{inner}</{root}>"


def odt(parts: dict[str, str | bytes] | None = None, *, meta: str = "", body: str = "") -> bytes:
    """Make a text of LibreOffice's with more parts than it needs."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "meta.xml": open_part("office:document-meta", f"<office:meta>{meta}</office:meta>"),
            "content.xml": open_part("office:document-content", f"<office:body>{body}</office:body>"),
            "META-INF/manifest.xml": open_part("manifest:manifest", ""),
            "Configurations2/accelerator/current.xml": "",
            **(parts or {}),
        }
    )
