"""A second look at finished files: readers of our own that name whatever must not be published.

They know nothing of the libraries that made the files, so that a mistake of those is seen here.
"""

from __future__ import annotations

from kiprah.publish.inspect.document import traces_in_pdf
from kiprah.publish.inspect.drawing import traces_in_svg
from kiprah.publish.inspect.film import traces_in_film
from kiprah.publish.inspect.picture import traces_in_gif, traces_in_jpeg, traces_in_png, traces_in_webp


def traces_of_metadata(path: str, data: bytes) -> tuple[str, ...]:
    """Name what these bytes carry besides what they show; content decides the kind, unknown kinds carry nothing."""
    if data.startswith(b"\xff\xd8"):
        return traces_in_jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return traces_in_png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return traces_in_webp(data)
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return traces_in_gif(data)
    if data[:4] in (b"II*\x00", b"MM\x00*"):
        return ("tiff",)
    if data[4:8] == b"ftyp":
        return traces_in_film(data)
    if data.lstrip()[:5] == b"%PDF-":
        return traces_in_pdf(data)
    if path.endswith(".svg"):
        return traces_in_svg(data)
    return ()
