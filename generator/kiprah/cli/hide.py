"""``kiprah hide``: hide for good, in a photo's file, what its entry hides, and keep the original private."""

from __future__ import annotations

from pathlib import Path

import click

from kiprah.cli.site import cache_of, find_site, shown_path


@click.command()
@click.argument("photos", nargs=-1, required=True)
@click.option("--site", "folder")
@click.option("--cache")
def hide(photos: tuple[str, ...], folder: str | None, cache: str | None) -> int:
    """Hide for good in each of PHOTOS what its entry hides."""
    from kiprah.build.erasing.hide_photos import hide_photos
    from kiprah.build.request import Request
    from kiprah.cli.new.context import read_site_settings
    from kiprah.cli.new.output import accepted, print_line, relative_path

    site = find_site(folder)
    read_site_settings(folder)
    request = Request(site, Path("public").absolute(), cache_of(site, cache))
    hidden: set[str] = set()
    for photo in photos:
        for one in () if photo in hidden else accepted(hide_photos(request, photo)):
            hidden.add(one.path)
            print_line("hidden", photo=shown_path(site, one.path), original=relative_path(one.original))
    return 0
