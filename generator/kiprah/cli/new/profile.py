"""``kiprah new profile``: who somebody is, asked one thing at a time, with a portrait cleaned of what a phone tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
from msgspec import Struct
from msgspec.structs import replace

from kiprah.authoring.refusal import Refusal
from kiprah.cli.new.context import MEMBER_OPTION, SITE_OPTION, YES_OPTION, open_site
from kiprah.cli.new.output import Refused, accepted, print_line, print_written
from kiprah.cli.new.photo_questions import import_photos
from kiprah.cli.new.prompt import Back, ask, choose, may_ask, print_note
from kiprah.cli.new.questions import Question, ask_in_turn
from kiprah.cli.new.terminal_picture import show_picture
from kiprah.model.photo import People

if TYPE_CHECKING:
    from kiprah.authoring.new.entry_request import EntryPhoto
    from kiprah.authoring.new.new_profile import ProfileRequest

_WHO = {"who-adult": "adults", "who-minor": "minors", "who-others": "others", "people-none": "none"}
_AGREED = {"agreed-yes": "yes", "agreed-pending": "pending", "agreed-no": "no"}
_TEXTS = ("headline", "place", "bio")
_LISTS = ("skills", "interests", "languages")


class ProfileAnswers(Struct, frozen=True):
    """Answers for a new profile so far; None where no flag gave one, which is then asked."""

    name: str | None = None
    headline: str | None = None
    place: str | None = None
    bio: str | None = None
    email: str | None = None
    links: tuple[tuple[str, str], ...] | None = None
    skills: tuple[str, ...] | None = None
    interests: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    portrait: EntryPhoto | None = None
    others: bool = False
    """True where somebody else is in the portrait too."""

    def request(self) -> ProfileRequest:
        """Return the profile that was answered for."""
        from kiprah.authoring.new.new_profile import ProfileRequest

        return ProfileRequest(
            self.name or "",
            self.headline or "",
            "",
            self.place or "",
            self.bio or "",
            self.email or "",
            self.links or (),
            self.skills or (),
            self.languages or (),
            self.interests or (),
            self.portrait,
        )


@click.command()
@click.argument("name", required=False)
@click.option("--headline")
@click.option("--bio")
@click.option("--place")
@click.option("--skills", metavar="A,B")
@click.option("--causes", "interests", metavar="A,B")
@click.option("--languages", metavar="A,B")
@click.option("--email")
@click.option("--link", "links", multiple=True, metavar="[LABEL] URL")
@click.option("--photo", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--alt", metavar="TEXT")
@click.option("--people", type=click.Choice(get_args(People)))
@click.option("--consent", type=click.Choice(["yes", "guardian", "pending", "no"]))
@YES_OPTION
@MEMBER_OPTION
@SITE_OPTION
def profile(
    name: str | None,
    headline: str | None,
    bio: str | None,
    place: str | None,
    skills: str | None,
    interests: str | None,
    languages: str | None,
    email: str | None,
    links: tuple[str, ...],
    photo: Path | None,
    alt: str | None,
    people: str | None,
    consent: str | None,
    yes: bool,
    member: str | None,
    folder: str | None,
) -> int:
    """Begin your profile; on a terminal it asks for what you did not say."""
    from kiprah.authoring.new.new_profile import link_answer, profile_answer, words_answer, write_profile
    from kiprah.authoring.photos.photo_consent import consent_refusal

    context = open_site(folder, member)
    asking = may_ask(yes)
    if refusal := consent_refusal(people or "", consent or ""):
        raise Refused(refusal)
    if name is None and not asking:
        raise Refused(Refusal("profile-name"))

    def text(key: str, typed: str | None) -> str | None:
        return None if typed is None else accepted(profile_answer(key, typed))

    def words(key: str, typed: str | None) -> tuple[str, ...] | None:
        return None if typed is None else accepted(words_answer(key, typed))

    taken = import_photos((photo,) if photo else (), (alt,) if alt else (), people or "", consent or "")
    answers = ProfileAnswers(
        name=text("name", name),
        headline=text("headline", headline),
        place=text("place", place),
        bio=bio,
        email=text("email", email),
        links=tuple(accepted(link_answer(link)) for link in links) or None,
        skills=words("skills", skills),
        interests=words("interests", interests),
        languages=words("languages", languages),
        portrait=taken[0] if taken else None,
    )
    if asking:
        print_note("how-to-skip")
        answers = ask_in_turn(answers, _questions(answers, asks_people=people is None))
        click.echo()
    path = write_profile(answers.request(), context)
    if isinstance(path, tuple):
        raise Refused(*path)
    print_written(path, ())
    if answers.portrait is not None:
        print_line("photos-clean")
        if answers.portrait.consent_to_write in ("pending", "no"):
            print_line("portrait-waits")
    print_line("next-profile")
    return 0


def _questions(
    flags: ProfileAnswers, *, asks_people: bool
) -> Callable[[ProfileAnswers], list[Question[ProfileAnswers]]]:
    first: list[Question[ProfileAnswers]] = []
    if not flags.name:
        first.append(_text_question("name", needed=True))
    first += [_text_question(key) for key in _TEXTS if getattr(flags, key) is None]
    first += [_list_question(key) for key in _LISTS if getattr(flags, key) is None]
    if flags.email is None:
        first.append(_text_question("email"))
    if flags.links is None:
        first.append(_ask_links)
    if flags.portrait is None:
        first.append(_ask_portrait)

    def questions(answers: ProfileAnswers) -> list[Question[ProfileAnswers]]:
        if answers.portrait is None:
            return first
        more: list[Question[ProfileAnswers]] = [_ask_who, _ask_agreed] if asks_people else []
        return [*first, *more, *([] if flags.portrait is not None and flags.portrait.alt else [_ask_alt])]

    return questions


def _text_question(key: str, *, needed: bool = False) -> Question[ProfileAnswers]:
    def question(answers: ProfileAnswers) -> ProfileAnswers | Back | None:
        from kiprah.authoring.new.new_profile import profile_answer

        def parse(typed: str) -> str | Refusal:
            return typed.strip() if key == "bio" else profile_answer(key, typed)

        text = ask(f"profile-{key}", parse, needed=needed)
        return text if isinstance(text, Back) else replace(answers, **{key: text or ""})

    return question


def _list_question(key: str) -> Question[ProfileAnswers]:
    def question(answers: ProfileAnswers) -> ProfileAnswers | Back | None:
        from kiprah.authoring.new.new_profile import words_answer

        typed = ask(f"profile-{key}", lambda line: words_answer(key, line))
        return typed if isinstance(typed, Back) else replace(answers, **{key: typed or ()})

    return question


def _ask_links(answers: ProfileAnswers) -> ProfileAnswers | Back | None:
    from kiprah.authoring.new.new_profile import link_answer

    links: list[tuple[str, str]] = []
    key = "profile-link"
    while more := ask(key, link_answer):
        if isinstance(more, Back):
            return more
        links.append(more)
        key = "profile-link-more"
    return replace(answers, links=tuple(links))


def _ask_portrait(answers: ProfileAnswers) -> ProfileAnswers | Back | None:
    from kiprah.authoring.dropped_paths import line_of_photos
    from kiprah.authoring.new.entry_request import EntryPhoto
    from kiprah.authoring.photos.take_photo import ImportedPhoto, take_photo

    def parse(typed: str) -> ImportedPhoto | Refusal:
        try:
            files = line_of_photos(typed)
        except OSError as error:
            return Refusal("photo-unreadable", {"path": str(error.filename), "reason": str(error.strerror)})
        if len(files) != 1:
            return Refusal("photos-none-there" if not files else "portrait-one", {"path": typed} if not files else {})
        return take_photo(files[0])

    photo = ask("profile-photo", parse)
    if isinstance(photo, Back):
        return photo
    return replace(answers, portrait=EntryPhoto(photo) if photo is not None else None)


def _ask_who(answers: ProfileAnswers) -> ProfileAnswers | Back | None:
    assert answers.portrait is not None
    show_picture(answers.portrait.photo.content)
    who = choose("profile-who", _WHO)
    if isinstance(who, Back):
        return who
    people = {"others": "", None: ""}.get(who, who or "")
    # Of a grown-up's own face nobody else has to be asked.
    consent = "yes" if who == "adults" else ""
    if who == "others":
        print_note("portrait-others")
    return replace(answers, portrait=replace(answers.portrait, people=people, consent=consent), others=who == "others")


def _ask_agreed(answers: ProfileAnswers) -> ProfileAnswers | Back | None:
    from kiprah.authoring.photos.photo_consent import consent_given_by

    assert answers.portrait is not None
    if answers.portrait.people != "minors":
        return None
    agreed = choose("profile-guardian", _AGREED)
    if isinstance(agreed, Back):
        return agreed
    consent = consent_given_by("minors", agreed or "")
    print_note({"guardian": "said-yes-portrait", "no": "said-no"}.get(consent, "said-pending-portrait"))
    return replace(answers, portrait=replace(answers.portrait, consent=consent))


def _ask_alt(answers: ProfileAnswers) -> ProfileAnswers | Back | None:
    from kiprah.authoring.new.parse_answers import text_answer
    from kiprah.content.keys.entry_keys import PHOTO

    assert answers.portrait is not None
    alt = ask("profile-alt", lambda typed: text_answer(PHOTO.fields, "alt", typed))
    return alt if isinstance(alt, Back) else replace(answers, portrait=replace(answers.portrait, alt=alt or ""))
