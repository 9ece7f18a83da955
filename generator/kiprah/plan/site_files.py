"""Plan of what the whole site has once, and of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiprah.model.settings import Settings, Viewing
from kiprah.model.site import SiteContext
from kiprah.plan.attestation import verification_addresses
from kiprah.plan.data.attesters import attester_outputs
from kiprah.plan.data.site_data import site_outputs
from kiprah.plan.outputs import AssetOutput, FileOutput, Output
from kiprah.plan.summary import Summary
from kiprah.problem import Place, Problem


def plan_site_files(
    context: SiteContext,
    viewing: Viewing,
    assets: Iterable[tuple[str, bytes]],
    summaries: Sequence[Summary],
    published: Iterable[str],
    redirects: tuple[tuple[str, str], ...] = (),
) -> tuple[Output, ...]:
    """List what the whole site has once: the sitemap, what hosts and telephones read, assets, static files.

    ``published`` are the paths of all members' outputs: no redirect may stand before one of them. ``redirects`` are
    folders whose every page stands elsewhere now, with that address.
    """
    name = summaries[0].name if summaries and context.settings.kind == "portfolio" else context.settings.title
    # A portfolio's static files are the member's, and are scanned for the member's hidden words.
    static = static_outputs(context) if context.settings.kind == "community" else ()
    return (
        *site_outputs(
            context.settings,
            viewing,
            name,
            summaries,
            published,
            redirects,
            verification_addresses(context.attesters),
        ),
        *attester_outputs(context.attesters),
        *(AssetOutput(path, content) for path, content in assets),
        *static,
    )


def site_problems(context: SiteContext) -> tuple[Problem, ...]:
    """Check the files that belong to the site: the brand's font, the logo."""
    problems: list[Problem] = []
    settings = context.settings
    if settings.brand.font and not context.fonts.own:
        problems.append(Problem("font-missing", Place("site.yml"), {"file": settings.brand.font}))
    return (*problems, *_logo_problems(context, settings))


def _logo_problems(context: SiteContext, settings: Settings) -> Iterable[Problem]:
    """Say of a mark that cards cannot show that they do not: it would be missing in silence."""
    from kiprah.plan.sharing.card_logo import logo_file

    if not settings.cards.formats or logo_file(context) is not None:
        return
    drawn = next((file.path for file in context.static if file.path.casefold() == "logo.svg"), "")
    if drawn:
        yield Problem("logo-svg", Place(f"static/{drawn}"), {"file": f"static/{drawn}"})


def static_outputs(context: SiteContext, left_out: frozenset[str] = frozenset()) -> tuple[FileOutput, ...]:
    """List the files of ``static/``, which are published as they are."""
    files = (file for file in context.static if file.place.path not in left_out)
    return tuple(FileOutput(file.path, file.source, file.digest, "static", file.place.path) for file in files)
