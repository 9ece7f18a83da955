"""The search in a browser: the same words as the index, from a disk and from a sub-path, and open to everybody."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from site_host import hosted

from kiprah.plan.search.slices import search_part
from kiprah.plan.search.stems import term_hash, word_class
from kiprah.plan.search.tokens import search_tokens
from support.command import TODAY, run
from support.communities import COMMUNITY, make_community
from support.once import built_once
from support.searching import activity_record, records_of_folder, write_search_site

Ask = Callable[..., Any]
pytestmark = [pytest.mark.slow, pytest.mark.browser]

ROOT = Path(__file__).parents[2]
TEXTS = (
    "Mengajar anak-anak, Jum'at & Qur’an",
    "CAFÉ Ångström straße Łódź Øre ﬁlm １２",
    "İstanbul ΟΔΟΣ ﷺ مُحَمَّد हिन्दी",
    "東京都 kota 日 ไทย \u2764\ufe0f x 3 snake_case a\u0301b",
)
OTHERS = {
    "bima": ("Bima Adi", ["Menulis surat untuk warga", "Kabar dari kampung", "Menyapu jalan"]),
    "citra": ("Citra Laras", ["Tulis tangan", "Sabar menunggu", "Sapu lidi"]),
    "dewi": ("Dewi <b>&amp;", ["<img src=x onerror=alert(1)> bakau", "Merawat bakau bersama"]),
}
FACTS = "organization: Rumah Baca\nplace: Sleman, ID\ncauses: [education]\nskills: [teaching]"
LONG = " ".join(f"Kalimat {n} tentang hal yang lain sama sekali." for n in range(60))
DEEP = (
    f"{LONG} Lalu seekor burung cekakak hinggap di pagar &lt;img src=x onerror=alert(1)&gt; dan anak-anak menggambarnya. {LONG}"
    "\n\n## Catatan {visibility=private}\n\nNomor kunci loker cekakak: 4711.\n"
)
OWN = {
    "content/members/bima/activities/2026-05-05-burung.md": f"---\ntitle: Sore yang tenang\nlang: id\n---\n{DEEP}",
    "content/members/alya/activities/2026-05-03-sungai/index.md": f"---\ntitle: A river that was full again\n{FACTS}\n---\nWe read it.\n",
    "content/members/alya/activities/2026-05-03-sungai/index.id.md": "---\ntitle: Sungai yang penuh lagi\n---\nKami membacanya.\n",
    "content/members/bima/activities/2026-05-04-baca.md": f"---\ntitle: Reading on Saturdays\n{FACTS}\n---\nEight children read.\n",
}
SEEN = """
  const seen = () => ({
    told: document.querySelector("[data-status]").textContent,
    titles: [...document.querySelectorAll("[data-results] .entry-title")].map((title) => title.textContent),
    links: [...document.querySelectorAll("[data-results] a")].map((link) => link.href),
    marks: [...document.querySelectorAll("[data-results] mark")].map((mark) => mark.textContent),
    facts: [...document.querySelectorAll("[data-results] .facts")].map((facts) => facts.innerText),
    lists: document.querySelector("[data-lists]").checkVisibility(),
    more: document.querySelector("[data-more]").checkVisibility(),
    address: location.search,
    focus: document.activeElement.textContent.trim(),
  });
  const quiet = async () => {
    for (let tries = 0; tries < 100; tries++) {
      await new Promise((done) => setTimeout(done, 40));
      const busy = document.querySelector("[data-results]").getAttribute("aria-busy");
      if (!busy && tries > 7) return;
    }
  };
  const type = async (text) => {
    const field = document.querySelector("[name=q]");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await quiet();
    return seen();
  };
  const choose = async (name, value) => {
    const field = document.querySelector(`[name=${name}]`);
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    await quiet();
    return seen();
  };
"""


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site under a sub-path: the example's member beside three made up, in two languages."""

    def build(folder: Path) -> None:
        for language, root in (("id", ""), ("en", "en/")):
            records = records_of_folder(ROOT / "content", language)
            parts = [search_part("alya", "Alya Sekarjati", root, records, language)]
            for slug, (name, titles) in OTHERS.items():
                made = [activity_record(title, f"members/{slug}/activities/{n}/") for n, title in enumerate(titles)]
                parts.append(search_part(slug, name, f"members/{slug}/", made, language))
            many = [activity_record(f"Piket dapur {n:02}", f"members/piket/activities/{n}/") for n in range(45)]
            parts.append(search_part("piket", "Piket", "members/piket/", many, language))
            write_search_site(folder / "sub" / "path", parts, language, root)
        (folder / "_headers").write_bytes((folder / "sub" / "path" / "_headers").read_bytes())

    return built_once(tmp_path_factory, "searched", build)


@pytest.fixture(scope="module")
def site(searched: Path) -> Iterator[str]:
    with hosted(searched) as address:
        yield f"{address}sub/path/"


@pytest.fixture(scope="module")
def communities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A community as it is built, in both themes."""

    def build(folder: Path) -> None:
        for theme in ("pelita", "lembar"):
            root = make_community(folder / theme, OWN, f"{COMMUNITY}languages: [en, id]\ntheme: {theme}\n")
            done = run(root, "build", *TODAY, "-j1", "--strict")
            assert done.returncode == 0, done.stderr

    built = built_once(tmp_path_factory, "search-communities", build)
    with ExitStack() as running:
        yield {theme: running.enter_context(hosted(built / theme / "public")) for theme in ("pelita", "lembar")}


def acted(ask: Ask, url: str, script: str, **given: Any) -> Any:
    (found,) = ask("act", urls=[url], script=SEEN + script, **given)
    assert [fault for fault in found["faults"] if ".woff2" not in fault] == []
    return found["value"]


def test_words_of_the_browser_are_those_of_the_index(site: str, ask: Ask) -> None:
    script = "return [" + ", ".join(f"kiprahIndex.tokens({json.dumps(text)})" for text in TEXTS) + "]"
    assert acted(ask, f"{site}search/", script) == [search_tokens(text) for text in TEXTS]


@pytest.mark.parametrize(("language", "page"), [("id", "search/"), ("en", "en/search/")])
def test_stems_of_the_browser_are_those_of_the_index(language: str, page: str, site: str, ask: Ask) -> None:
    texts = (*(ROOT / "content").rglob("*.md"), *(ROOT / "docs").glob("*.md"))
    words = sorted({word for path in texts for word in search_tokens(path.read_text("utf-8"))})
    assert len(words) > 4000
    script = f"""
      const {{ key }} = kiprahIndex.stems("{language}");
      return {json.dumps(words)}.map((word) => [key(word), kiprahIndex.hash(key(word))]);
    """
    assert acted(ask, f"{site}{page}", script) == [
        [key := word_class(word, language), term_hash(key)] for word in words
    ]


@pytest.mark.parametrize("where", ["disk", "host"])
def test_what_is_typed_is_found_told_and_kept_in_the_address(where: str, site: str, searched: Path, ask: Ask) -> None:
    home = site if where == "host" else f"{(searched / 'sub' / 'path').as_uri()}/"
    end = "" if where == "host" else "index.html"
    script = """
      const steps = [seen(), await type("menulis"), await type("menulis surat"), await choose("year", "2025")];
      history.back();
      await quiet();
      return [...steps, seen(), await type("")];
    """
    before, one, two, some, back, empty = acted(ask, f"{home}search/{end}", script)
    assert before["lists"] and before["titles"] == [] and before["told"] == ""
    # The very form first, then what shares its root; nothing of "kabar" and "sabar".
    assert one["titles"][0] == "Menulis surat untuk warga" and "Tulis tangan" in one["titles"]
    assert one["told"].startswith(f"{len(one['titles'])} ") and not one["lists"]
    assert two["titles"][0] == "Menulis surat untuk warga" and {"Menulis", "surat"} <= set(two["marks"])
    assert two["address"] == "?q=menulis+surat" and two["links"][0] == f"{home}members/bima/activities/0/{end}"
    # Nothing of that year holds both words: what holds one is shown, and said to be that.
    assert some["address"] == "?q=menulis+surat&year=2025" and one["titles"][0] not in some["titles"]
    assert some["titles"] and not some["told"].startswith(f"{len(some['titles'])} ")
    assert (back["titles"], back["address"]) == (two["titles"], two["address"])
    assert empty["lists"] and empty["address"] == "" and empty["titles"] == []


def test_an_address_with_a_search_can_be_sent_to_somebody(site: str, ask: Ask) -> None:
    found = acted(ask, f"{site}search/?q=sungai&cause=environment&kind=activity", "await quiet(); return seen();")
    assert {*found["titles"][:2]} == {"Sungai yang penuh lagi", "Menyusuri sungai dari hulu"}
    # What is no choice of the page is not asked.
    other = acted(ask, f"{site}search/?q=sungai&cause=no-such", "await quiet(); return seen();")
    assert len(other["titles"]) > len(found["titles"])


def test_relatives_share_a_root_and_not_only_letters(site: str, ask: Ask) -> None:
    kabar = acted(ask, f"{site}search/?q=kabar", "await quiet(); return seen();")
    assert "Kabar dari kampung" in kabar["titles"] and "Sabar menunggu" not in kabar["titles"]
    sapu = acted(ask, f"{site}search/?q=sapu", "await quiet(); return seen();")
    assert sapu["titles"][:2] == ["Sapu lidi", "Menyapu jalan"]
    english = acted(ask, f"{site}en/search/?q=teach+river", "await quiet(); return seen();")
    assert english["titles"] and english["links"][0].startswith(f"{site}en/")


def test_a_beginning_or_a_slip_finds_what_was_meant(site: str, ask: Ask) -> None:
    script = 'return [await type("bak"), await type("mengaj"), await type("mengaj "), await type("lokakrya "), await type("qzxqzx")];'
    short, begun, whole, slip, nonsense = acted(ask, f"{site}search/", script)
    assert any("bakau" in title for title in short["titles"])
    assert begun["titles"][0] == "Mendampingi delapan anak belajar membaca" and "mengajar" in begun["marks"] + [
        "mengajar"
    ]
    assert len(whole["titles"]) <= len(begun["titles"])
    assert slip["titles"][0] == "Sehari bersama sembilan relawan baru" and "lokakarya" in slip["told"]
    assert nonsense["titles"] == [] and nonsense["told"]


def test_a_choice_alone_lists_what_belongs_to_it(site: str, ask: Ask) -> None:
    found = acted(ask, f"{site}search/?cause=environment", "await quiet(); return seen();")
    assert 2 < len(found["titles"]) < 20
    script = "await quiet(); return [...document.querySelectorAll('[data-results] time')].map((day) => day.dateTime.slice(0, 4));"
    years = [year for year in acted(ask, f"{site}search/?cause=environment", script) if year]
    assert years == sorted(years, reverse=True) and len({*years}) > 1
    people = acted(ask, f"{site}search/?kind=member", "await quiet(); return seen();")
    assert people["titles"] == ["Alya Sekarjati"]
    # Nobody wants the list of all activities: the page asks for a word.
    all_of_them = acted(ask, f"{site}search/?kind=activity", "await quiet(); return seen();")
    assert all_of_them["titles"] == [] and all_of_them["told"] and all_of_them["lists"]


def test_a_long_list_is_shown_in_parts_and_the_focus_goes_on(site: str, ask: Ask) -> None:
    script = """
      await quiet();
      const steps = [seen()];
      for (let times = 0; times < 2; times++) {
        document.querySelector("[data-more]").click();
        await quiet();
        steps.push(seen());
      }
      return steps;
    """
    one, two, three = acted(ask, f"{site}search/?q=piket", script)
    assert [len(step["titles"]) for step in (one, two, three)] == [20, 40, 45]
    assert [step["more"] for step in (one, two, three)] == [True, True, False]
    assert one["told"].startswith("45 ") and two["focus"] == two["titles"][20]


def test_what_members_write_is_never_markup(site: str, ask: Ask) -> None:
    script = """
      await quiet();
      return { ...seen(), inside: [...document.querySelectorAll("[data-results] :is(img, b, script)")].length };
    """
    found = acted(ask, f"{site}search/?q=bakau", script)
    assert found["inside"] == 0 and "<img src=x onerror=alert(1)> bakau" in found["titles"]
    assert any("Dewi <b>&amp;" in facts for facts in found["facts"])
    nothing = acted(ask, f"{site}search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "await quiet(); return seen();")
    assert nothing["told"]


def test_words_that_stand_everywhere_find_nothing_and_say_so(site: str, ask: Ask) -> None:
    found = acted(ask, f"{site}search/?q=yang+dan", "await quiet(); return seen();")
    assert found["titles"] == [] and found["told"]


def test_a_query_loads_little_and_nothing_of_others(site: str, ask: Ask) -> None:
    script = """
      await quiet();
      const loaded = performance.getEntriesByType("resource").filter((entry) => entry.name.includes("/search/data/"));
      return [location.host, loaded.map((entry) => [new URL(entry.name).host, entry.decodedBodySize])];
    """
    host, loaded = acted(ask, f"{site}search/?q=menanam+bakau", script)
    assert {place for place, _ in loaded} == {host} and 3 <= len(loaded) <= 6
    assert sum(size for _, size in loaded) < 200_000


@pytest.mark.parametrize("theme", ["pelita", "lembar"])
def test_a_result_shows_the_passage_with_the_words(theme: str, communities: dict[str, str], ask: Ask) -> None:
    script = """
      await quiet();
      const lead = document.querySelector("[data-results] [data-lead]");
      for (let tries = 0; tries < 50 && !lead.querySelector("mark"); tries++) await new Promise((done) => setTimeout(done, 40));
      const loaded = performance.getEntriesByType("resource").filter((entry) => !entry.name.includes("/assets/"));
      return {
        text: lead.textContent, lang: lead.lang, images: lead.querySelectorAll("img").length,
        marks: [...lead.querySelectorAll("mark")].map((mark) => mark.textContent),
        bytes: loaded.reduce((sum, entry) => sum + entry.decodedBodySize, 0),
      };
    """
    found = acted(ask, f"{communities[theme]}search/?q=pagar+cekakak", script)
    assert found["marks"] == ["cekakak", "pagar"]
    assert "seekor burung cekakak hinggap" in found["text"] and len(found["text"]) < 200
    assert found["text"].startswith("… ") and found["text"].endswith(" …") and found["lang"] == "id"
    assert found["images"] == 0 and "4711" not in found["text"] and found["bytes"] < 200_000


def test_the_page_is_open_to_everybody_in_any_width_and_light(site: str, ask: Ask) -> None:
    for page in ("search/", "search/?q=menulis", "en/search/?q=children&cause=education"):
        assert ask("hold", url=site + page, widths=[320, 390, 1440]) == []


@pytest.mark.parametrize("theme", ["pelita", "lembar"])
def test_a_community_is_searched_as_it_is_built(theme: str, communities: dict[str, str], ask: Ask) -> None:
    home = communities[theme]
    found = acted(ask, f"{home}id/search/?q=sungai", "await quiet(); return seen();")
    assert "Sungai yang penuh lagi" in found["titles"]
    opened = acted(ask, found["links"][0], "return document.querySelector('h1').textContent.trim();")
    assert opened == found["titles"][0]
    event = acted(ask, f"{home}search/?q=pantai&kind=event", "await quiet(); return seen();")
    assert event["titles"] == ["Pantai"] and event["links"] == [f"{home}events/pantai/"]
    assert ask("hold", url=f"{home}search/?q=read", widths=[390, 1440]) == []
    assert ask("hold", url=f"{home}search/", widths=[390, 1440]) == []


NAMES = ["Ánna Kusuma", "Budi D'Costa", "Citra Łukasz", "Dewi", "Eka <b>x</b>", "Fajar", "Gita Anggraini"] + [
    f"Ujang {n}" for n in range(6)
]
NARROWED = """
  const field = document.querySelector("[data-names] input");
  const name = async (text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 600));
    return {
      names: [...document.querySelectorAll(".person, .found-person")].filter((row) => row.checkVisibility()).map((row) => row.querySelector("a.u-url").textContent),
      links: [...document.querySelectorAll(".person, .found-person")].filter((row) => row.checkVisibility()).map((row) => row.querySelector("a.u-url").href),
      told: document.querySelector("[data-names] [role=status]").textContent,
      address: location.search,
      markup: document.querySelectorAll(":is(.person, .found-person) b").length,
    };
  };
"""


@pytest.fixture(scope="module")
def directories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two communities: all names on one page, and on three."""

    def build(folder: Path) -> None:
        for kind, per_page in (("one", 60), ("many", 10)):
            files = {
                f"content/members/m{n}/profile.md": f"---\nname: {json.dumps(name)}\nheadline: Baris {n}\n---\nHalo.\n"
                for n, name in enumerate(NAMES)
            }
            root = make_community(folder / kind, files, f"{COMMUNITY}members: {{per_page: {per_page}}}\n")
            done = run(root, "build", *TODAY, "-j1", "--strict")
            assert done.returncode == 0, done.stderr

    return built_once(tmp_path_factory, "directories", build)


@pytest.mark.parametrize("kind", ["one", "many"])
@pytest.mark.parametrize("where", ["disk", "host"])
def test_a_directory_is_narrowed_by_name(kind: str, where: str, directories: Path, ask: Ask) -> None:
    public = directories / kind / "public"
    with hosted(public) as address:
        home, end = (address, "") if where == "host" else (f"{public.as_uri()}/", "index.html")
        script = (
            NARROWED
            + 'return [await name("an"), await name("dcosta bud"), await name("lukasz"), await name("<b>"), await name("zz"), await name("")];'
        )
        an, costa, lukasz, markup, nobody, all_of_them = acted(ask, f"{home}members/{end}", script)
        assert (
            {*an["names"]} == {"Ánna Kusuma", "Gita Anggraini"}
            and an["address"] == "?q=an"
            and an["told"].startswith("2 ")
        )
        assert costa["names"] == ["Budi D'Costa"] and lukasz["names"] == ["Citra Łukasz"]
        assert costa["links"] == [f"{home}members/m1/{'index.html' if kind == 'one' else end}"]
        assert "Eka <b>x</b>" in markup["names"]
        assert markup["markup"] == 0 and nobody["names"] == [] and nobody["told"]
        assert len(all_of_them["names"]) == (15 if kind == "one" else 10) and all_of_them["address"] == ""
        sent = acted(
            ask,
            f"{home}members/{end}?q=dewi",
            "await new Promise((done) => setTimeout(done, 600));"
            + NARROWED.split("const name")[0]
            + "return [field.value, [...document.querySelectorAll('.person, .found-person')].filter((row) => row.checkVisibility()).length];",
        )
        assert sent == ["dewi", 1]
        if where == "host" and kind == "many":
            assert ask("hold", url=f"{home}members/?q=an", widths=[390, 1440]) == []
            _, without = ask("bare", url=f"{home}members/")
            assert without["controls"] == []


def test_without_a_script_the_page_leads_to_the_lists(site: str, ask: Ask) -> None:
    _, without = ask("bare", url=f"{site}search/")
    assert without["faults"] == [] and without["controls"] == []
    assert {f"{site}causes/index.html", f"{site}skills/index.html"} <= set(without["links"])


def test_an_index_that_cannot_be_had_is_said_kindly(site: str, searched: Path, ask: Ask) -> None:
    (found,) = ask(
        "act",
        urls=[f"{site}search/"],
        script=SEEN
        + 'document.querySelector("[data-search]").dataset.index = "nowhere/s0.js"; location; return await type("x");',
    )
    assert found["value"]["titles"] == []
