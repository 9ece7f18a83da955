"""Rich text outside its page."""

from __future__ import annotations

from kiprah.plan.data.absolute_html import address_of, html_of, plain_text_of
from kiprah.plan.views.text import Link, Picture, Rich, SourceSet

URL = "https://alya.example/sub/"
PAGE = Link("activities/x/")
PHOTO = Picture(
    sources=(SourceSet("image/jpeg", ((Link("media/a-1-480.jpeg"), 480),)),),
    fallback=Link("media/a-1-480.jpeg"),
    full=Link("media/a-1-480.jpeg"),
    width=480,
    height=360,
    alt='Dua "anak" & buku',
    caption="Kelas.",
    credit="Bima <b>",
    tone=0,
    focus=(0.5, 0.5),
    language="en",
)


def test_links_anchors_and_pictures_are_written_out() -> None:
    rich = Rich(('<p><a href="', Link("a b/", "t-x"), '">x</a> <a title="y" href="#t-z">z</a></p>', PHOTO))
    assert html_of(rich, URL, PAGE, "id") == (
        '<p><a href="https://alya.example/sub/a%20b/#t-x">x</a> '
        '<a title="y" href="https://alya.example/sub/activities/x/#t-z">z</a></p>'
        '<figure lang="en"><img src="https://alya.example/sub/media/a-1-480.jpeg" '
        'alt="Dua &quot;anak&quot; &amp; buku"><figcaption>Kelas. Foto: Bima &lt;b&gt;</figcaption></figure>'
    )


def test_text_that_looks_like_a_link_is_left_alone() -> None:
    rich = Rich(('<p>write <code>&lt;a href="#x"&gt;</code> and href="#y"</p>',))
    assert html_of(rich, URL, PAGE, "id") == rich.parts[0]


def test_without_an_address_links_start_at_the_root() -> None:
    assert address_of("", Link("")) == "./"
    assert address_of("", Link("activities/x/", "t-y")) == "activities/x/#t-y"
    assert address_of(URL, Link("")) == URL


def test_plain_text_keeps_paragraphs_and_lines() -> None:
    rich = Rich(
        (
            "<h2>Satu</h2>\n<p>Dua &amp; <em>tiga</em><br>empat "
            '<sup id="t-fnref1"><a href="#t-fn1">1</a></sup></p>\n'
            '<ul>\n<li>a</li>\n<li title="x > y">b</li>\n</ul><a href="',
            Link("x/"),
            '">tujuan</a>',
            PHOTO,
        )
    )
    assert plain_text_of(rich) == "Satu\n\nDua & tiga\nempat\n\na\nb\n\ntujuan"
    assert plain_text_of(None) == ""
