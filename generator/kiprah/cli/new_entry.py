"""``kiprah new activity``, ``reflection`` and ``testimonial``: a file with the questions, and the photos taken in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiprah.cli.language import interface_words, speak
from kiprah.cli.new_said import one_line, refused, shown, written
from kiprah.cli.site import find_site

if TYPE_CHECKING:
    from kiprah.model.settings import Settings
    from kiprah.starter.photo import CleanPhoto

_FRAMES = ("what", "gibbs", "4p", "star")


class _ManyPhotos(click.Command):
    """Takes ``--photos a.jpg b.jpg`` as well as one ``--photos`` for each, since a shell writes ``*.jpg`` out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        spread: list[str] = []
        taking = False
        for number, arg in enumerate(args):
            if arg == "--photos":
                taking = True
                following = args[number + 1] if number + 1 < len(args) else "-"
                if following.startswith("-"):
                    raise click.BadOptionUsage("photos", interface_words("new").say("photos-none"), ctx)
            elif taking and not arg.startswith("-"):
                spread += ["--photos", arg]
            else:
                taking = False
                spread.append(arg)
        return super().parse_args(ctx, spread)


@click.command(cls=_ManyPhotos)
@click.argument("title")
@click.option("--date", "on", help="YYYY-MM-DD; default: the newest photo's day, else today.")
@click.option("--organization", default="", help="Who you worked with.")
@click.option("--role", default="", help="What you were there.")
@click.option("--hours", default="", help="2.5, 2:30 or 2h 30m.")
@click.option(
    "--photos", multiple=True, type=click.Path(path_type=Path), metavar="FILE…", help="Taken in without metadata."
)
@click.option("--frame", type=click.Choice(_FRAMES), default="what", show_default=True, help="Questions to reflect on.")
@click.option("--site", "folder", help="Default: content/, then this folder.")
def activity(
    title: str,
    on: str | None,
    organization: str,
    role: str,
    hours: str,
    photos: tuple[Path, ...],
    frame: str,
    folder: str | None,
) -> int:
    """Begin an activity, with its photos, as a draft."""
    from kiprah.starter.texts import answer, filled, scalar, starter_text

    site = find_site(folder)
    settings = _settings(site)
    if isinstance(settings, int):
        return settings
    line = one_line(title)
    slug = _slug(line, site, "activities")
    if isinstance(slug, int):
        return slug
    if hours and not _are_hours(hours):
        return refused("bad-hours", value=hours)
    taken = _taken_in(photos)
    if isinstance(taken, int):
        return taken
    days = [photo.taken for photo in taken if photo.taken is not None]
    day = _day(on, max(days) if days else None, settings)
    names = [f"photo-{number}.{photo.ending}" for number, photo in enumerate(taken, 1)]
    listed = "".join(filled(starter_text(settings.language, "photo.txt"), {"file": name}, {}) for name in names)
    text = filled(
        starter_text(settings.language, "activity.md"),
        {
            "title": scalar(line or ""),
            "date": day.isoformat(),
            "photos": f"photos:\n{listed}" if listed else "",
            "questions": starter_text(settings.language, f"frames/{frame}.md").strip(),
        },
        {
            "organization": answer(one_line(organization) or ""),
            "role": answer(one_line(role) or ""),
            "hours": answer(one_line(hours) or ""),
        },
    )
    bundle = site / "activities" / f"{day.isoformat()}-{slug}"
    files = [(bundle / "index.md", text.encode())]
    files += [(bundle / name, photo.content) for name, photo in zip(names, taken, strict=True)]
    return written(files, bundle / "index.md", "next-photos" if taken else "next-entry")


@click.command()
@click.argument("title")
@click.option("--date", "on", help="YYYY-MM-DD; default: today.")
@click.option("--frame", type=click.Choice(_FRAMES), default="what", show_default=True, help="Questions to answer.")
@click.option("--activity", "of", default="", metavar="SLUG", help="The activity it looks back on.")
@click.option("--site", "folder", help="Default: content/, then this folder.")
def reflection(title: str, on: str | None, frame: str, of: str, folder: str | None) -> int:
    """Begin a reflection, with the questions of a frame, as a draft."""
    from kiprah.starter.texts import answer, filled, scalar, starter_text

    site = find_site(folder)
    settings = _settings(site)
    if isinstance(settings, int):
        return settings
    line = one_line(title)
    slug = _slug(line, site, "reflections")
    if isinstance(slug, int):
        return slug
    day = _day(on, None, settings).isoformat()
    text = filled(
        starter_text(settings.language, "reflection.md"),
        {
            "title": scalar(line or ""),
            "date": day,
            "frame": frame,
            "questions": starter_text(settings.language, f"frames/{frame}.md").strip(),
        },
        {"activity": answer(one_line(of) or "")},
    )
    path = site / "reflections" / f"{day}-{slug}.md"
    return written([(path, text.encode())], path, "next-entry")


@click.command()
@click.argument("name")
@click.option("--date", "on", help="YYYY-MM-DD; default: today.")
@click.option("--relation", default="", help="How they know you.")
@click.option("--activity", "of", default="", metavar="SLUG", help="The activity they speak of.")
@click.option("--site", "folder", help="Default: content/, then this folder.")
def testimonial(name: str, on: str | None, relation: str, of: str, folder: str | None) -> int:
    """Begin the words of somebody else; they are published once they agreed."""
    from kiprah.starter.texts import answer, filled, scalar, starter_text

    site = find_site(folder)
    settings = _settings(site)
    if isinstance(settings, int):
        return settings
    line = one_line(name)
    slug = _slug(line, site, "testimonials")
    if isinstance(slug, int):
        return slug
    text = filled(
        starter_text(settings.language, "testimonial.md"),
        {"title": scalar(line or ""), "date": _day(on, None, settings).isoformat()},
        {"relation": answer(one_line(relation) or ""), "activity": answer(one_line(of) or "")},
    )
    path = site / "testimonials" / f"{slug}.md"
    return written([(path, text.encode())], path, "next-testimonial")


def _settings(site: Path) -> Settings | int:
    """Read what the site's settings say of language and days, and speak that language from here on."""
    from kiprah.cli.problems import print_problems
    from kiprah.content.folder import list_folder
    from kiprah.content.settings import read_settings

    listed, _ = list_folder(site)
    settings, problems = read_settings(listed)
    if settings is None:
        print_problems(problems, site)
        return 2
    speak(settings.language)
    return refused("community-later") if settings.kind == "community" else settings


def _slug(title: str | None, site: Path, kind: str) -> str | int:
    """Make the address of a new entry; one that is taken, or that no address can be, is refused."""
    from kiprah.model.name import dated_name, is_reserved, same_name, slug_of

    slug = slug_of(title or "")
    if not slug or is_reserved(slug) or slug == "profile" or (len(slug) == 4 and slug.isdigit()):
        return refused("no-address", title=title or "")
    shared = ("activities", "reflections") if kind in ("activities", "reflections") else (kind,)
    for folder in shared:
        for there in sorted((site / folder).glob("*")):
            name = there.name.partition(".")[0] if there.is_file() else there.name
            if same_name(dated_name(name)[1] or name) == same_name(slug):
                return refused("exists", 1, path=shown(there))
    return slug


def _day(given: str | None, photos: date | None, settings: Settings) -> date:
    from kiprah.cli.new_day import today_in
    from kiprah.content.schema import Wrong, day_of

    if given is None:
        return photos or today_in(settings.timezone)
    try:
        return day_of(given)
    except Wrong:
        raise click.BadParameter(interface_words("cli").say("bad-day", value=given), param_hint="--date") from None


def _are_hours(text: str) -> bool:
    from kiprah.content.schema import minutes_of

    return minutes_of(text) is not None


def _taken_in(paths: tuple[Path, ...]) -> list[CleanPhoto] | int:
    """Read photos and keep their pixels alone; the first that cannot be used stops everything."""
    from kiprah.cli.problems import harmless
    from kiprah.content.photo_file import PhotoFault
    from kiprah.starter.photo import clean_photo

    photos: list[CleanPhoto] = []
    for path in paths:
        try:
            data = path.read_bytes()
        except OSError as error:
            return refused("photo-unreadable", path=str(path), reason=str(error.strerror))
        photo = clean_photo(data)
        if isinstance(photo, PhotoFault):
            words = interface_words("problems")
            click.echo(harmless(words.say(photo.code, file=str(path), **photo.values)), err=True)
            if words.has(f"{photo.code}.hint"):
                click.echo(
                    f"    hint: {harmless(words.say(f'{photo.code}.hint', file=str(path), **photo.values))}", err=True
                )
            return 1
        photos.append(photo)
    return photos
