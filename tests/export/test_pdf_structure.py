"""What PDF/UA-1 and PDF/A-2a ask for, as far as the file itself shows it: tags, fonts, colours, metadata."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pypdf
import pytest
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

Made = Callable[..., dict[str, bytes]]


def resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def elements(node: Any) -> Iterator[DictionaryObject]:
    """Yield every element of the tree of tags, in reading order."""
    node = resolved(node)
    for child in node if isinstance(node, ArrayObject) else [node]:
        child = resolved(child)
        if isinstance(child, DictionaryObject) and "/S" in child:
            yield child
        if isinstance(child, DictionaryObject) and "/K" in child:
            yield from elements(child["/K"])


def shown_outside_tags(page: pypdf.PageObject) -> int:
    """Count what a page paints with neither a tag nor the word that it is an artifact."""
    depth = loose = 0
    contents = page.get_contents()
    assert contents is not None
    for _, operator in ContentStream(contents, page.pdf).operations:
        depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
        loose += depth == 0 and operator in (b"Tj", b"TJ", b"'", b'"', b"Do", b"f", b"f*", b"S", b"s", b"B", b"sh")
    return loose


@pytest.mark.slow
@pytest.mark.parametrize(("target", "slugs"), [("cv", ()), ("hours", ()), ("skpi", ()), ("booklet", ("baca",))])
def test_a_document_is_built_as_it_says(made: Made, target: str, slugs: tuple[str, ...]) -> None:
    content = made(target, *slugs)["pdf"]
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.root_object
    tags = [str(element["/S"]) for element in elements(root["/StructTreeRoot"]["/K"])]  # type: ignore[index]
    assert resolved(root["/MarkInfo"])["/Marked"] and resolved(root["/ViewerPreferences"])["/DisplayDocTitle"]
    assert root["/Lang"] and reader.metadata is not None and reader.metadata.title
    levels = [int(tag[2:]) for tag in tags if tag.startswith("/H") and tag[2:].isdigit()]
    assert levels and levels[0] == 1 and all(after <= before + 1 for before, after in itertools.pairwise(levels))
    if target in ("hours", "skpi"):
        heads = [e for e in elements(root["/StructTreeRoot"]["/K"]) if e["/S"] == "/TH"]  # type: ignore[index]
        assert "/Table" in tags and heads and all("/Scope" in str(head.get("/A")) for head in heads)
    if target == "booklet":
        figures = [e for e in elements(root["/StructTreeRoot"]["/K"]) if e["/S"] == "/Figure"]  # type: ignore[index]
        assert figures and all(figure.get("/Alt") for figure in figures)
    for page in reader.pages:
        assert page["/Tabs"] == "/S" or "/Annots" not in page
        assert shown_outside_tags(page) == 0
        for font in resolved(resolved(page["/Resources"])["/Font"]).values():
            (descendant,) = resolved(resolved(font)["/DescendantFonts"])
            described = resolved(resolved(descendant)["/FontDescriptor"])
            assert "/ToUnicode" in resolved(font) and {"/FontFile2", "/FontFile3"} & described.keys()
    (intent,) = resolved(root["/OutputIntents"])
    assert resolved(intent)["/S"] == "/GTS_PDFA1" and "/DestOutputProfile" in resolved(intent)
    metadata = resolved(root["/Metadata"]).get_data().decode()
    assert "<pdfuaid:part>1<" in metadata and "<pdfaid:part>2<" in metadata and "<pdfaid:conformance>A<" in metadata
    assert reader.metadata.title in metadata and b"/Encrypt" not in content and b"/JavaScript" not in content
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
        assert "Kelas baca" in text or "Rumah Pelangi" in text
