"""Makes a PDF that nobody can clean: what fails only once it is rendered."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfWriter


def locked_pdf() -> bytes:
    """Return a PDF of one empty page that a password locks."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
