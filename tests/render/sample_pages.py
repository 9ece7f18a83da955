"""One page of every kind, built by hand as the plan would: what a theme must be able to draw."""

from __future__ import annotations

from collections.abc import Callable

from kiprah.plan.outputs import PageOutput
from kiprah.plan.views.chapters import Chapter, TimelineEntry
from kiprah.plan.views.entry import (
    ActivityItem,
    ActivityView,
    EvidenceView,
    Goal,
    ImpactView,
    OrganizationView,
    ReflectionItem,
    ReflectionView,
    TestimonialView,
    VideoView,
)
from kiprah.plan.views.lists import (
    ActivitiesView,
    CvView,
    HomeView,
    OtherActivities,
    ReflectionsView,
    RoleItem,
    RoleView,
    SkillEvidence,
    TermItem,
    TermsView,
    TermView,
    YearView,
)
from kiprah.plan.views.months import StripMonth, StripYear, YearDots
from kiprah.plan.views.page import (
    CardImage,
    Language,
    MemberView,
    MenuItem,
    MovedView,
    NotFoundView,
    PageKind,
    PageView,
    PlainView,
    ProfileLink,
    SiteView,
    Subject,
)
from kiprah.plan.views.search import SearchChoice, SearchView
from kiprah.plan.views.share import ShareCard, ShareView
from kiprah.plan.views.text import Hours, Label, Link, Picture, QrCode, Rich, SourceSet, When

PATHS: dict[PageKind, str] = {
    "home": "index.html",
    "activities": "activities/index.html",
    "activity": "activities/reading-class/index.html",
    "reflections": "reflections/index.html",
    "reflection": "reflections/my-voice/index.html",
    "role": "roles/rumah-pelangi-tutor/index.html",
    "term": "causes/education/index.html",
    "terms": "roles/index.html",
    "year": "years/2026/index.html",
    "cv": "cv/index.html",
    "share": "share/reading-class/index.html",
    "plain": "contact/index.html",
    "search": "search/index.html",
    "not-found": "404.html",
    "moved": "old/reading/index.html",
}
"""Where the sample page of each kind stands."""


def same(text: str) -> str:
    """Leave a member's text as it is."""
    return text


def picture(name: str = "class", text: Callable[[str], str] = same, size: tuple[int, int] = (1200, 800)) -> Picture:
    """A photo in two formats and two sizes."""
    width, height = size

    def files(ending: str) -> tuple[tuple[Link, int], ...]:
        return tuple((Link(f"media/{name}-0a1b2c-{w}.{ending}"), w) for w in (480, width))

    webp, jpeg = files("webp"), files("jpg")
    return Picture(
        sources=(SourceSet("image/webp", webp), SourceSet("image/jpeg", jpeg)),
        fallback=jpeg[0][0],
        full=jpeg[-1][0],
        width=width,
        height=height,
        alt=text("Three children read at a low table"),
        caption=text("The second Saturday"),
        credit=text("Bima"),
        tone=27,
        focus=(0.4, 0.3),
        language="en",
    )


def pages(
    text: Callable[[str], str] = same,
    *,
    language: str = "id",
    direction: str = "ltr",
    full: bool = True,
    options: tuple[tuple[str, str | int | float | bool], ...] = (("credit", True), ("strip", True)),
) -> dict[PageKind, PageOutput]:
    """Return a page of every kind; every text of a member passes through ``text``.

    Without ``full`` all that may be empty is empty: the poorest site there can be.
    """
    day = When("2026-03-14", "2026-03-14", "14 Maret 2026", "Mar 2026", "14 Mar")
    span = When("2026-02-01", "", "1 Februari 2026 - kini", "Feb 2026 - kini", "1 Feb")
    hours = Hours("42.5", "sekitar 42,5 jam", True) if full else None
    cause = Label(text("Education"), Link("causes/education/"), "en")
    role = Label(text("Tutor"), Link("roles/rumah-pelangi-tutor/"), "en")
    entry = Label(text("Teaching to read"), Link("activities/reading-class/"), "en")
    house = OrganizationView(
        text("Rumah Pelangi"), "https://pelangi.example/?a=1&b=2" if full else "", text("A reading room") * full
    )
    photo = picture(text=text) if full else None
    activity = ActivityItem(
        title=text("Teaching to read"),
        href=Link("activities/reading-class/"),
        language="en" if full else "",
        when=span if full else day,
        organization=text("Rumah Pelangi") * full,
        role=role if full else None,
        hours=hours,
        place=text("Sleman, ID") * full,
        causes=(cause,) * full,
        picture=photo,
        summary=text("Eight children, one table.") * full,
        quote=text("She turned to see whether I was still there.") * full,
        pull_quote=text("She turned to see whether I was still there.") * full,
        ongoing=full,
        marks=(text("draft"),) * full,
    )
    reflection = ReflectionItem(
        title=text("Finding my voice"),
        href=Link("reflections/my-voice/"),
        language="en" if full else "",
        when=day,
        quote=text("Nobody noticed my shaking hands.") * full,
        pull_quote=text("Nobody noticed my shaking hands.") * full,
        summary=text("What speaking taught me.") * full,
        activity=entry if full else None,
        marks=(),
    )
    body = Rich(
        (
            "<p>Sanitized <em>words</em> with a <a href='",
            Link("reflections/my-voice/", "said"),
            "'>link</a>.</p>",
            *((photo,) if photo else ()),
            "<p>After the photo.</p>",
        ),
        "en" if full else "",
    )
    impacts = tuple(
        ImpactView(text("25"), text("children read on their own"), source, text("self-reported"), entry)
        for source in ("self", "organization", "measured")
    )
    proofs = (
        EvidenceView("certificate", text("Certificate"), text("Letter"), Link("files/letter-0a1b.pdf"), ""),
        EvidenceView("link", text("Link"), text("News"), None, "https://news.example/?x=1&y=2"),
    )
    words = TestimonialView(text("Bu Sri"), text("Head of the house") * full, day if full else None, body, entry)
    term = TermItem(text("Education"), Link("causes/education/"), hours, 3, span if full else None)
    rolled = RoleItem(
        title=text("Tutor"),
        href=Link("roles/rumah-pelangi-tutor/"),
        organization=house,
        when=span,
        spans=(When("2025-01-03", "2025-03-01", "Jan - Mar 2025", "Jan - Mar 2025", "3 Jan"), span),
        ongoing=full,
        hours=hours,
        sessions=2,
        rhythm=text("2 sessions in 5 months") * full,
        causes=(cause,) * full,
        language="en" if full else "",
        impact=impacts * full,
        summary=text("Reading on Saturdays.") * full,
        months=((24300, 24302), (24313, 24320)),
    )
    other = OtherActivities(2, hours, Link("activities/")) if full else None
    strip = StripYear(
        2026,
        Link("years/2026/") if full else None,
        tuple(StripMonth(number, f"bulan {number}", number % 3 == 0) for number in range(1, 13)),
        "2026: Maret, Juni",
    )
    entries = (TimelineEntry(activity, None, True), TimelineEntry(None, reflection, False))
    chapter = Chapter(2026, Link("years/2026/"), hours, entries if full else entries[:1])
    cards = (
        ShareCard(
            "link", "Pratinjau tautan", Link("cards/reading-class/link.jpg"), "reading-class-link.jpg", 1200, 630
        ),
        ShareCard("story", "Story", Link("cards/reading-class/story.jpg"), "reading-class-story.jpg", 1080, 1920),
    )
    subjects: dict[PageKind, Subject] = {
        "home": HomeView(
            hours,
            "Januari 2025" * full,
            (term,) * full,
            (rolled, rolled) if full else (),
            (chapter,) * full,
            (strip,) * full,
            (reflection,) * full,
            (words,) * full,
            other=other,
            causes_overlap=full,
            proof=(Label("bukti untuk 3 kegiatan", Link("roles/")), Label("1 kesaksian", Link("", "testimonials")))
            * full,
            dots=None if full else YearDots(((70, 75), (200, 200))),
        ),
        "activities": ActivitiesView((chapter,) * full, (strip,) * full, (term,) * full, (term,) * full),
        "activity": ActivityView(
            item=activity,
            body=body,
            reflection=body if full else None,
            organization=house if full else None,
            companions=(text("The tutors"),) * full,
            impact=impacts * full,
            gallery=(photo, picture("garden", text, (800, 1200))) if photo else (),
            videos=(VideoView(Link("files/clip-0a1b.mp4"), text("A song"), photo, text("A song")),) * full,
            evidence=proofs * full,
            skills=(cause,) * full,
            goals=(Goal(4, "Pendidikan Berkualitas"),) * full,
            tags=(text("saturday"),) * full,
            testimonials=(words,) * full,
            reflections=(reflection,) * full,
            previous=entry if full else None,
            next=entry if full else None,
            share=Link("share/reading-class/"),
            updated=day if full else None,
            cover=photo,
            photos=(picture("garden", text, (800, 1200)),) * full,
        ),
        "reflections": ReflectionsView((reflection,)),
        "reflection": ReflectionView(
            reflection,
            body,
            (photo,) if photo else (),
            "Gibbs" * full,
            activity if full else None,
            entry if full else None,
            None,
            Link("share/my-voice/"),
            day if full else None,
        ),
        "role": RoleView(
            rolled,
            proofs * full,
            (words,) * full,
            (reflection,) * full,
            ((text("She turned to me."), entry),) * (2 * full),
            (cause,) * full,
            (activity,),
        ),
        "term": TermView("cause", term, (rolled,) * full, (activity,), other),
        "terms": TermsView("role", (), (rolled,)) if full else TermsView("skill", (term,), (), True),
        "year": YearView(
            2026,
            hours,
            strip,
            (term,) * full,
            (rolled,) * full,
            impacts * full,
            (reflection,) * full,
            (activity, activity),
            Label("2025", Link("years/2025/")) if full else None,
            None,
            Link("share/2026/"),
            other,
        ),
        "cv": CvView(
            (rolled,) * full,
            hours,
            (SkillEvidence(cause, (entry,)),) * full,
            ((proofs[0], entry), (proofs[1], entry)) if full else (),
            (words,) * full,
            QrCode(("101", "010", "111")) if full else None,
            "alya.example" * full,
            other,
        ),
        "share": ShareView(
            text("Teaching to read"),
            Link("activities/reading-class/"),
            "https://alya.example/id/activities/reading-class/" * full,
            cards if full else (),
            text("Card: Teaching to read"),
            text("Teaching to read\n\n#reading"),
            (("Mail", "mailto:?subject=a%20b&body=c"),) * full,
        ),
        "plain": PlainView(text("Contact"), body),
        "search": SearchView(
            Link("search/data/s0.js"),
            language if full and language in ("id", "en") else "",
            (SearchChoice("activity", text("Activity")),) * full,
            (SearchChoice("education", text("Education"), "en"),) * full,
            (SearchChoice("teaching", text("Teaching")),) * full,
            (SearchChoice("2026", "2026"),) * full,
            (Label(text("Members"), Link("members/")),) * full,
        ),
        "not-found": NotFoundView("/sub/path/"),
        "moved": MovedView(text("Teaching to read"), Link("activities/reading-class/")),
    }
    member = MemberView(
        name=text("Alya Sekarjati"),
        headline=text("Reads with children") * full,
        pronouns=text("she") * full,
        place=text("Sleman, ID") * full,
        email="alya@alya.example" * full,
        links=(ProfileLink(text("Notes"), "https://notes.example/@alya?a=1&b=2"),) * full,
        skills=(text("teaching"),) * full,
        languages=(text("Indonesian"),) * full,
        interests=(text("rivers"),) * full,
        picture=photo,
        bio=body if full else Rich(),
        home=Link(""),
        roles=Link("roles/") if full else None,
        feed=Link("feed.xml") if full else None,
        json_feed=Link("feed.json") if full else None,
        calendar=Link("activities.ics") if full else None,
        resume=Link("resume.json"),
        activities=Link("activities/"),
        reflections=Link("reflections/") if full else None,
        cv=Link("cv/"),
        first_name="Alya",
        last_name="Sekarjati" * full,
    )
    site = SiteView(
        title=text("Jejak Alya"),
        description=text("Two years of Saturdays") * full,
        url="https://alya.example/id/" * full,
        home=Link(""),
        options=options,
        hours_shown=full,
        preview=full,
        extra='{"own": {"data": [1, 2]}}',
        papers=("#fbf8f3", "#181512"),
    )

    def page(kind: PageKind) -> PageView:
        path = PATHS[kind]
        folder = path.removesuffix("index.html")
        return PageView(
            kind=kind,
            href=Link(folder),
            path=path,
            language=language,
            direction="rtl" if direction == "rtl" else "ltr",
            title=text("Teaching to read"),
            head_title=text("Teaching to read - Alya"),
            description=text("Eight children, one table.") * full,
            canonical=f"https://alya.example/id/{folder}" * full,
            noindex=kind in ("share", "not-found", "moved"),
            og_type="profile" if kind == "home" else "article" if kind in ("activity", "reflection") else "website",
            card=CardImage("https://alya.example/id/cards/reading-class/link.jpg?v=0a1b", 1200, 630, text("A card"))
            if full
            else None,
            published="2026-03-14" * full,
            modified="2026-03-15" * full,
            section=text("Education") * full,
            tags=(text("saturday"),) * full,
            json_ld='{"@context":"https://schema.org"}' * full,
            languages=(
                Language("id", "Bahasa Indonesia", "id_ID", Link(folder), language == "id"),
                Language("en", "English", "en_US", Link(f"en/{folder}"), language != "id"),
            )
            * full,
            menu=(
                MenuItem(text("Activities"), Link("activities/"), "", kind == "activities"),
                MenuItem(text("Elsewhere"), None, "https://else.example/?a=1&b=2", False),
            )
            * full,
            crumbs=((text("Jejak Alya"), Link("")), (text("Activities"), Link("activities/")))[: 2 * full],
            locale={"id": "id_ID", "en": "en_US"}.get(language, language),
        )

    return {
        kind: PageOutput(PATHS[kind], f"{kind}.html", "0a1b", site, member, page(kind), subject)
        for kind, subject in subjects.items()
    }
