"""Photos of a new activity: importing them, and asking who is in them and what they show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiprah.authoring.refusal import Refusal
from kiprah.cli.new.output import Refused, accepted, print_refusal
from kiprah.cli.new.prompt import Back, ask, choose, print_note, written_day
from kiprah.cli.new.terminal_picture import show_picture

if TYPE_CHECKING:
    from kiprah.authoring.new.entry_request import EntryPhoto
    from kiprah.authoring.photos.take_photo import ImportedPhoto
    from kiprah.cli.new.activity_answers import ActivityAnswers
    from kiprah.cli.new.questions import Question

_PEOPLE = {"people-none": "none", "people-adults": "adults", "people-minors": "minors"}
_FAR = {"far-photos-keep": "keep", "far-photos-leave": "leave"}
_CONSENT = {"consent-yes": "yes", "consent-pending": "pending", "consent-no": "no"}


def import_photos(paths: Sequence[Path], alts: Sequence[str], people: str, consent: str) -> tuple[EntryPhoto, ...]:
    """Import the photos of the command line; the first that cannot be used ends the command.

    Each of ``alts`` says what one photo shows, in the order in which they were given.
    """
    if not paths and not alts:
        return ()
    from kiprah.authoring.dropped_paths import photo_files
    from kiprah.authoring.new.entry_request import EntryPhoto
    from kiprah.authoring.photos.capture_date import in_capture_order

    try:
        files = photo_files(paths)
    except OSError as error:
        values = {"path": str(error.filename), "reason": str(error.strerror)}
        raise Refused(Refusal("photo-unreadable", values)) from None
    if paths and not files:
        raise Refused(Refusal("photos-none-there", {"path": str(paths[0])}))
    photos = accepted(_with_files(files, ()))
    if len(alts) > len(photos):
        raise Refused(Refusal("alts-too-many", {"alts": str(len(alts)), "photos": str(len(photos))}))
    texts = [accepted(_parse_alt(alt)) for alt in alts]
    texts += [""] * (len(photos) - len(texts))
    return in_capture_order(EntryPhoto(photo, people, consent, alt) for photo, alt in zip(photos, texts, strict=True))


def ask_photos(answers: ActivityAnswers) -> ActivityAnswers | Back | None:
    """Ask for photos until no more come; terminals write a file that is dropped onto them as its path."""
    from kiprah.authoring.dropped_paths import line_of_photos
    from kiprah.authoring.new.entry_request import EntryPhoto
    from kiprah.authoring.photos.capture_date import in_capture_order

    photos: tuple[ImportedPhoto, ...] = ()

    def parse(typed: str) -> tuple[ImportedPhoto, ...] | Refusal:
        try:
            files = line_of_photos(typed)
        except OSError as error:
            return Refusal("photo-unreadable", {"path": str(error.filename), "reason": str(error.strerror)})
        return _with_usable(files, photos) if files else Refusal("photos-none-there", {"path": typed})

    key = "photos"
    while more := ask(key, parse):
        if isinstance(more, Back):
            return more
        photos = more
        print_note("photos-so-far", number=str(len(photos)))
        key = "photos-more"
    listed = (EntryPhoto(photo, answers.people or "", answers.consent or "") for photo in photos)
    return replace(answers, photos=in_capture_order(listed))


def ask_far_photos(answers: ActivityAnswers, today: date) -> ActivityAnswers | Back | None:
    """Ask whether photos that are months apart are of one activity; a chat's screenshot is named as one."""
    from kiprah.authoring.photos.capture_date import day_of_photos, far_from

    print_chats(answers.photos)
    day = answers.day or day_of_photos(answers.photos, today)
    far = far_from(answers.photos, day) if day is not None and answers.end is None else ()
    if day is None or not far:
        return None
    wanted = choose("far-photos", _FAR, **_far_values(far, day))
    if isinstance(wanted, Back):
        return wanted
    if wanted != "leave":
        return answers
    print_note("far-photos-left", names=", ".join(photo.photo.source.name for photo in far))
    return replace(answers, photos=tuple(photo for photo in answers.photos if photo not in far))


def print_photo_notes(answers: ActivityAnswers, today: date) -> None:
    """Say of photos what would be asked about, where nothing is asked."""
    from kiprah.authoring.photos.capture_date import day_of_photos, far_from

    print_chats(answers.photos)
    day = answers.day or day_of_photos(answers.photos, today)
    far = far_from(answers.photos, day) if day is not None and answers.end is None else ()
    if day is not None and far:
        print_note("far-photos-note", **_far_values(far, day))


def _far_values(far: Sequence[EntryPhoto], day: date) -> dict[str, str]:
    days = [photo.moment.day for photo in far if photo.moment.day is not None]
    farthest = max(days, key=lambda one: abs(one - day))
    return {"day": written_day(day), "far": written_day(farthest), "number": str(len(far))}


def print_chats(photos: Iterable[EntryPhoto]) -> None:
    """Name screenshots of chats: other people's names, numbers and words stand in them."""
    from kiprah.authoring.photos.capture_date import is_screenshot_of_chat

    for photo in photos:
        if is_screenshot_of_chat(photo.photo.source.name):
            print_note("photo-of-chat", name=photo.photo.source.name)


def photo_questions(flags: ActivityAnswers, answers: ActivityAnswers) -> list[Question[ActivityAnswers]]:
    """Return the questions about the photos so far: who is in them, whether they agreed, what each shows."""
    numbers = range(len(answers.photos))
    questions: list[Question[ActivityAnswers]] = []
    if not answers.photos:
        return questions
    if flags.consent is None:
        if flags.people is None:
            questions.append(_ask_people)
        if answers.people == "each":
            for number in numbers:
                questions += [_person_question(number), _consent_question((number,))]
        else:
            questions.append(_consent_question(tuple(numbers)))
    questions += [_alt_question(number) for number in numbers if flags.photos == () or not flags.photos[number].alt]
    return questions


def _ask_people(answers: ActivityAnswers) -> ActivityAnswers | Back | None:
    """Ask who can be recognised, once for all photos, which may answer that it differs."""
    count = len(answers.photos)
    if count == 1:
        show_picture(answers.photos[0].photo.content)
        people = choose("people", _PEOPLE)
    else:
        people = choose("people-all", _PEOPLE | {"people-each": "each"}, number=str(count))
    if isinstance(people, Back):
        return people
    if people == "each":
        return replace(answers, people=people)
    return _with_people(replace(answers, people=people or ""), range(count), people or "")


def _person_question(number: int) -> Question[ActivityAnswers]:
    def question(answers: ActivityAnswers) -> ActivityAnswers | Back | None:
        source = answers.photos[number].photo.source.name
        name = f"photo-{number + 1}.{answers.photos[number].photo.ending}"
        show_picture(answers.photos[number].photo.content)
        people = choose("people-one", _PEOPLE, name=name, source=source)
        return people if isinstance(people, Back) else _with_people(answers, (number,), people or "")

    return question


def _with_people(answers: ActivityAnswers, numbers: Iterable[int], people: str) -> ActivityAnswers:
    if not people:
        print_note("kept-people")
    return _with_photos(answers, numbers, people=people)


def _consent_question(numbers: Sequence[int]) -> Question[ActivityAnswers]:
    def question(answers: ActivityAnswers) -> ActivityAnswers | Back | None:
        from kiprah.authoring.photos.photo_consent import consent_given_by

        people = answers.photos[numbers[0]].people
        if people in ("", "none"):
            return None
        agreed = choose("consent-minors" if people == "minors" else "consent-adults", _CONSENT)
        if isinstance(agreed, Back):
            return agreed
        consent = consent_given_by(people, agreed or "")
        print_note({"yes": "said-yes", "guardian": "said-yes", "no": "said-no"}.get(consent, "said-pending"))
        return _with_photos(answers, numbers, consent=consent)

    return question


def _alt_question(number: int) -> Question[ActivityAnswers]:
    def question(answers: ActivityAnswers) -> ActivityAnswers | Back | None:
        count = len(answers.photos)
        source = answers.photos[number].photo.source.name
        values = {"source": source, "number": str(number + 1), "count": str(count)}
        show_picture(answers.photos[number].photo.content)
        alt = ask("alt" if count == 1 else "alt-one", _parse_alt, values=values)
        return alt if isinstance(alt, Back) else _with_photos(answers, (number,), alt=alt or "")

    return question


def _with_photos(answers: ActivityAnswers, numbers: Iterable[int], **values: str) -> ActivityAnswers:
    photos = list(answers.photos)
    for number in numbers:
        photos[number] = replace(photos[number], **values)
    return replace(answers, photos=tuple(photos))


def _with_usable(files: Sequence[Path], before: tuple[ImportedPhoto, ...]) -> tuple[ImportedPhoto, ...] | Refusal:
    """Import what can be, and explain the rest: nobody should gather a dozen photos again for the video among them."""
    photos, refusals = before, []
    for path in files:
        more = _with_files((path,), photos)
        if isinstance(more, Refusal):
            refusals.append(more)
            if more.key == "photos-too-many":
                break
        else:
            photos = more
    if refusals and photos == before:
        return refusals[0]
    for refusal in refusals:
        print_refusal(refusal)
    return photos


def _with_files(files: Iterable[Path], before: tuple[ImportedPhoto, ...]) -> tuple[ImportedPhoto, ...] | Refusal:
    """Import files behind those that are there; the same file is imported once."""
    from kiprah.authoring.photos.take_photo import MOST_PHOTOS, take_photo

    photos = {photo.source.absolute(): photo for photo in before}
    for path in files:
        photo = photos.get(path.absolute()) or take_photo(path)
        if isinstance(photo, Refusal):
            return photo
        photos[path.absolute()] = photo
        if len(photos) > MOST_PHOTOS:
            return Refusal("photos-too-many", {"most": str(MOST_PHOTOS)})
    return tuple(photos.values())


def _parse_alt(typed: str) -> str | Refusal:
    from kiprah.authoring.new.parse_answers import text_answer
    from kiprah.content.keys.entry_keys import PHOTO

    return text_answer(PHOTO.fields, "alt", typed)
