"""A drawing of a theme or of the site runs nothing and asks nothing of another host, however that is written."""

from __future__ import annotations

import gzip
import time

import pytest

from kiprah.plan.privacy.leaks import LeakTrace
from kiprah.publish.drawing_reading import traces_of_requests
from kiprah.publish.output_scan import scan, scan_text
from kiprah.publish.page_promises import promise_violations

XMLNS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml"'
HOSTILE = {
    "foreign": (
        '<style>@import "https://evil.example/a.css"; rect{fill:url(https://evil.example/b)}</style>',
        "<style>@import url(//evil.example/a.css);</style>",
        "<style><![CDATA[@import '//evil.example/a.css';]]></style>",
        "<style>@imp<!-- x -->ort '//evil.example/a.css';</style>",
        "<style>@imp<![CDATA[ort]]> '//evil.example/a.css';</style>",
        "<style>@imp<?x y?>ort '//evil.example/a.css';</style>",
        "<style>rect{fill:u\\72l(//evil.example/a)}</style>",
        "<style>rect{fill:url(&#104;ttps://evil.example/a)}</style>",
        "<style>@font-face{font-family:x;src:url(https://evil.example/a.woff2)}</style>",
        "<style>@import url(data:font/woff2;base64,AAAA);</style>",
        "<style type='text/plain'>rect{fill:image-set('//evil.example/a' 1x)}</style>",
        '<rect style="fill:url(https://evil.example/a.svg#b)"/>',
        '<rect style="cursor:image-set(&quot;//evil.example/a&quot; 1x)"/>',
        '<rect style="background:url(/&#9;/evil.example/a)"/>',
        '<rect fill="url(https://evil.example/a.svg#b)"/>',
        "<rect fill=\"URL( '//evil.example/a.svg#b' )\"/>",
        '<rect filter="u\\72 l(//evil.example/a.svg#b)"/>',
        '<rect mask="url(#a) url(//evil.example/a.svg#b)"/>',
        "<rect clip-path=\"src('//evil.example/a.svg')\"/>",
        '<rect cursor="url(//evil.example/a.cur), auto"/>',
        '<rect marker-end="&#117;rl(&#x2f;/evil.example/a)"/>',
        '<image href="https://evil.example/a.png"/>',
        '<image xlink:href="//evil.example/a.png"/>',
        '<image l:href="https://evil.example/a.png" xmlns:l="http://www.w3.org/1999/xlink"/>',
        '<image href=" \\\\evil.example/a.png"/>',
        '<image href="ht&#10;tps://evil.example/a.png"/>',
        '<image href="file:///home/me/a.png"/>',
        '<use href="https://evil.example/a.svg#b"/>',
        '<use href="data:image/svg+xml,%3Csvg/%3E#b"/>',
        '<filter><feImage xlink:href="https://evil.example/a.png"/></filter>',
        '<linearGradient href="https://evil.example/a.svg#b"/>',
        '<font-face-uri xlink:href="https://evil.example/a.svg"/>',
        '<text><textPath href="//evil.example/a.svg#b">x</textPath></text>',
        '<g xml:base="https://evil.example/"><image href="a.png"/></g>',
        '<n:g xmlns:n="http://a.example/notes" xml:base="https://evil.example/"><image href="a.png"/></n:g>',
        '<a href="a.html" ping="a //evil.example/">x</a>',
        '<rect><set attributeName="fill" to="url(//evil.example/a#b)"/></rect>',
        '<rect><animate attributeName="mask" values="none;url(//evil.example/a#b)"/></rect>',
        '<svg:image xmlns:svg="http://www.w3.org/2000/svg" href="//evil.example/a.png"/>',
    ),
    "script": (
        "<script>fetch('https://evil.example/')</script>",
        '<script href="a.js"/>',
        '<s:script xmlns:s="http://www.w3.org/2000/svg">go()</s:script>',
        "<h:script>go()</h:script>",
        '<a href="javascript:go()">x</a>',
        '<a xlink:href=" java&#10;script:go()">x</a>',
        '<a href="data:text/html,&lt;script>">x</a>',
        '<a><set attributeName="href" to="javascript:go()"/></a>',
        '<image><animate attributeName="xlink:href" values="a.png;//evil.example/a.png"/></image>',
        '<rect><set attributeName="onclick" to="go()"/></rect>',
        '<handler type="text/javascript">go()</handler>',
        "<p>not whole",
        "<p a='1' a='2'/>",
        "<p>&nbsp;</p>",
        "<p onclick=go()/>",
    ),
    "handler": ('<rect onclick="go()"/>', '<g onload = "go()"/>', '<animate onbegin="go()" attributeName="x"/>'),
    "embedded": (
        "<foreignObject><p>x</p></foreignObject>",
        '<h:img src="https://evil.example/a.png"/>',
        '<h:link rel="stylesheet" href="https://evil.example/a.css"/>',
        '<metadata><iframe xmlns="http://www.w3.org/1999/xhtml" src="//evil.example"/></metadata>',
        '<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"/>',
    ),
    "style": ("<style>@im<a>x</a>port '//evil.example/a.css';</style>",),
}
HOSTILE_WHOLE = {
    "foreign": (
        '<?xml-stylesheet href="https://evil.example/a.css"?><svg/>',
        "<?xml-stylesheet type='text/css' href='&#47;/evil.example/a.css'?><svg/>",
        '<!DOCTYPE svg SYSTEM "https://evil.example/a.dtd"><svg/>',
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "//evil.example/svg11.dtd"><svg/>',
    ),
    "script": (
        '<?xml-stylesheet type="text/xsl" href="a.xsl"?><svg/>',
        '<?xml version="1.0" encoding="iso-2022-jp"?><svg/>',
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg>&go;</svg>',
        "",
        "no drawing",
        "<svg/><script/>",
        "\0<svg/>",
        "\ufffe<\0s\0v\0g\0/\0>\0",
    ),
    "embedded": (
        "<!DOCTYPE svg [<!ENTITY a SYSTEM 'https://evil.example/a'>]><svg>&a;</svg>",
        "<!DOCTYPE svg [<!ENTITY a '<script/>'>]><svg>&a;</svg>",
        "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'go()'>]><svg/>",
        "<!DOCTYPE svg [<!ENTITY % a SYSTEM '//evil.example/a'>%a;]><svg/>",
        '<html xmlns="http://www.w3.org/1999/xhtml"/>',
    ),
}
WHOLE = [(kind, text) for kind, group in HOSTILE_WHOLE.items() for text in group]
HELD = [(kind, f"<svg {XMLNS}>\n{text}\n</svg>") for kind, group in HOSTILE.items() for text in group]

INKSCAPE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="210mm" height="297mm" viewBox="0 0 210 297" version="1.1" id="svg5" inkscape:version="1.2 (dc2aedaf03, 2022-05-15)"
   sodipodi:docname="it's (a).svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:svg="http://www.w3.org/2000/svg"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns="http://www.w3.org/2000/svg"
   xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cc="http://creativecommons.org/ns#"
   xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink">
  <sodipodi:namedview id="namedview7" pagecolor="#ffffff" inkscape:document-units="mm" />
  <defs id="defs2"><inkscape:path-effect effect="bspline" id="p1" lpeversion="1" /><linearGradient inkscape:collect="always" id="l1">
    <stop style="stop-color:#0000ff;stop-opacity:1;" offset="0" id="stop1" /></linearGradient>
    <radialGradient xlink:href="#l1" id="r1" gradientTransform="matrix(1,0,0,0.9,0,2.1)" gradientUnits="userSpaceOnUse" /></defs>
  <metadata id="m1"><rdf:RDF><cc:Work rdf:about=""><dc:format>image/svg+xml</dc:format>
    <dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage" /><cc:license rdf:resource="http://creativecommons.org/licenses/by/4.0/" />
  </cc:Work></rdf:RDF></metadata>
  <g inkscape:label="Layer 'one' (url(" inkscape:groupmode="layer" id="layer1"><path d="m 1,1 h 9"
    style="fill:url(#r1);stroke:#000;marker-end:url(#Arrow1);-inkscape-font-specification:'Sans, Normal';font-family:Sans" /></g>
</svg>
"""
ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!-- Generator: Adobe Illustrator 27.0.0, SVG Export Plug-In . SVG Version: 6.00 Build 0)  -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" id="Layer_1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" x="0px" y="0px"
\t viewBox="0 0 100 100" style="enable-background:new 0 0 100 100;" xml:space="preserve">
<style type="text/css">
\t.st0{fill:url(#SVGID_1_);}
\t.st1{font-family:'MyriadPro-Regular'; clip-path:url(#SVGID_00000_);}
</style><g data-name="Layer 1 (it's a copy"><rect class="st0" width="9" height="9"/></g></svg>
"""
FIGMA = f"""<svg width="40" height="40" viewBox="0 0 40 40" fill="none" {XMLNS}>
<g clip-path="url(#clip0_1_2)" filter="url(#filter0_d_1_2)"><rect width="40" height="40" fill="url(#pattern0)"/>
<path d="M1 1" fill="url(#paint0_linear_1_2)" style="mix-blend-mode:multiply"/></g><defs><filter id="filter0_d_1_2" color-interpolation-filters="sRGB">
<feFlood flood-opacity="0" result="BackgroundImageFix"/><feColorMatrix type="matrix" values="0 0 0 0 0"/></filter>
<pattern id="pattern0"><use xlink:href="#image0" transform="translate(0 -0.1) scale(0.01)"/></pattern>
<image id="image0" width="9" height="9" xlink:href="data:image/png;base64,iVBORw0KGgo="/></defs></svg>"""
INNOCENT = {
    "inkscape": INKSCAPE,
    "illustrator": ILLUSTRATOR,
    "figma": FIGMA,
    "svgo": '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"><path fill="#0f766e" d="M0 0h24v24H0z"/></svg>',
    "a mark in front": '\ufeff<svg xmlns="http://www.w3.org/2000/svg"/>',
    "no vocabulary": "<svg><rect width='9' height='9'/></svg>",
    "latin letters": '<?xml version="1.0" encoding="ISO-8859-1"?><svg xmlns="http://www.w3.org/2000/svg"><title>caf\ufffd</title></svg>',
    "style of its own": '<?xml-stylesheet type="text/css" href="a.css"?><svg xmlns="http://www.w3.org/2000/svg"/>',
    "old type": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 20010904//EN" "http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd"><svg/>',
    "short type": "<!DOCTYPE svg><svg/>",
}
PROGRAMS = {"inkscape": "metadata", "illustrator": "", "figma": "", "svgo": "", "latin letters": "", "old type": ""}
"""What each leaves in its drawings besides."""
INNOCENT |= {
    text: f"<svg {XMLNS}>{text}</svg>"
    for text in (
        '<a href="https://example.org/"><text>Halo</text></a>',
        '<a xlink:href="https://example.org/a(b)" target="_blank" rel="noopener"><text>x</text></a>',
        "<text>url(https://evil.example/) onclick=go() &lt;script> @import 'x'</text>",
        "<title>it's (url(//a.example</title><desc>https://a.example</desc>",
        '<image href="a.png"/><image href="../b/c.jpg" preserveAspectRatio="xMidYMid"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        "<style>@media (prefers-color-scheme:dark){path{fill:#fff}}</style><path d='M0 0'/>",
        "<style>rect{fill:url(data:image/png;base64,AA);mask:url('#m')} /* https://a.example */</style>",
        "<style>@font-face{font-family:x;src:url(data:application/font-woff;charset=utf-8;base64,d09G/+=) format('woff')}</style>",
        "<style>@font-face{font-family:x;src:url('data:font/woff2;base64,d09G')}</style><text font-family=\"'x', serif\">a</text>",
        '<rect fill="url(\'#a\') #fff" transform="rotate(-45 1 1) translate(1,2)" stroke="var(--ink, rgb(1 2 3))"/>',
        '<rect><animateTransform attributeName="transform" values="0;360" dur="1s" repeatCount="indefinite" begin="a.click"/></rect>',
        '<path><animateMotion dur="1s"><mpath href="#p"/></animateMotion></path>',
        '<g aria-label="it\'s (" data-name="url(//a.example" id="a(\'" class="b(&quot;"/>',
        '<font><glyph unicode="(&quot;" d="M0 0"/></font>',
        '<switch requiredFeatures="http://www.w3.org/TR/SVG11/feature#Shape"><g/></switch>',
        '<i:pgf xmlns:i="http://ns.adobe.com/AdobeIllustrator/10.0/" href="x:y">AAAA</i:pgf>',
        '<use href="icons.svg#a"/><use xlink:href="#b" x="1"/>',
    )
}


@pytest.mark.parametrize(("kind", "text"), [*HELD, *WHOLE])
def test_what_a_drawing_of_a_theme_may_not_hold_is_found(kind: str, text: str) -> None:
    found = promise_violations("assets/b-1.svg", text)
    assert kind in {violation.kind for violation in found}
    assert 0 < len(found) <= 5
    problem = scan("assets/b-1.svg", text.encode(), (), of_theme=True)
    assert problem is not None and problem.code == "page-promise"


@pytest.mark.parametrize(("kind", "text"), [*HELD, *WHOLE])
def test_a_drawing_of_the_site_is_held_to_the_same(kind: str, text: str) -> None:
    problem = scan("b.svg", text.encode(), (), of_theme=False, origin="static/b.svg")
    assert problem is not None and problem.code in ("metadata-left", "metadata-unseen")
    names = {"foreign": "remote content", "handler": "script", "embedded": "foreign content"}
    assert {names.get(kind, kind), "damaged"} & set(problem.values["what"].split(", "))


def test_a_packed_drawing_is_held_to_the_same() -> None:
    for kind, text in (*HELD[:3], *WHOLE[:1]):
        packed = gzip.compress(text.encode())
        problem = scan("assets/b-1.svgz", packed, (), of_theme=True)
        assert problem is not None and problem.code == "page-promise", kind
        assert scan("b.svgz", packed, (), of_theme=False, origin="static/b.svgz") is not None, kind
    shapes = gzip.compress(INNOCENT["no vocabulary"].encode())
    assert scan("assets/b-1.svgz", shapes, (), of_theme=True) is None
    assert scan("b.svgz", shapes, (), of_theme=False, origin="static/b.svgz") is None
    hidden = (LeakTrace("anak yang bernama budi menangis lama sekali", "activities/a.md"),)
    told = gzip.compress(b"<svg><title>Anak yang bernama Budi menangis lama sekali</title></svg>")
    problem = scan("b.svgz", told, hidden, of_theme=False, origin="static/b.svgz")
    assert problem is not None and problem.code == "hidden-text"
    assert scan_text("b.svgz", told, hidden) == problem  # once it comes from the cache


@pytest.mark.parametrize("name", INNOCENT)
def test_what_programs_draw_is_left_in_peace(name: str) -> None:
    assert promise_violations("assets/b-1.svg", INNOCENT[name]) == ()
    assert traces_of_requests(INNOCENT[name]) == ()
    if name in PROGRAMS:
        problem = scan("b.svg", INNOCENT[name].encode(), (), of_theme=False, origin="static/b.svg")
        assert (problem.values["what"] if problem else "") == PROGRAMS[name]


def test_the_place_is_named() -> None:
    lines = (
        f"<svg {XMLNS}>",
        "<title>é</title><rect style='fill:url(//a.example/b)'/>",
        "<style>",
        "p{}",
        "p{fill:url(//a.example/c)}</style>",
    )
    found = promise_violations("b.svg", "\n".join(lines) + "</svg>")
    assert [(v.line, v.column, v.text) for v in found] == [(2, 17, "//a.example/b"), (5, 8, "//a.example/c")]
    assert [v.source for v in found] == [lines[1], f"{lines[4]}</svg>"]
    assert len(promise_violations("b.svg", f"<svg {XMLNS}>" + "<g onclick='x'/>" * 99 + "</svg>")) == 5
    (found_broken,) = promise_violations("b.svg", "<svg>\n<g></sv>")
    assert (found_broken.line, found_broken.source) == (2, "<g></sv>")


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "<style>{}</style>".format("/*" * 1_000_000),
        "<style>{}</style>".format("behavior " * 200_000),
        "<style>{}</style>".format("url(" * 500_000),
        '<g style="{}"/>'.format("url(a" * 400_000),
        '<g fill="{}"/>'.format("(\\" * 500_000),
        "<g>" * 300_000,
        "<g a='(' style='b'/>" * 100_000,
        "<a ping='{}'/>".format(", " * 1_000_000),
        "<style>{}</style>".format("url(data:font/" * 150_000),
        "<?xml-stylesheet {}?>".format("a " * 1_000_000),
        "<?xml-stylesheet {}?>".format("a='b' " * 300_000),
        "<image href='{}'/>".format("a" * 2_000_000),
    ],
    ids=lambda piece: piece[:24],
)
def test_a_large_drawing_is_read_in_time(piece: str) -> None:
    began = time.process_time()
    promise_violations("b.svg", f"<svg>{piece}</svg>")
    assert time.process_time() - began < 5  # 0.1 to 1 s
