"""Text of a new entry: front matter and body, or examples of keys and the questions of a frame where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kiprah.authoring.new.entry_request import EntryPhoto, EntryRequest
from kiprah.authoring.templates import fill_template, has_value, prompted_keys, template_text
from kiprah.authoring.yaml_text import Value, key_text, scalar

_TEMPLATES = {"activities": "activity.md", "reflections": "reflection.md", "testimonials": "testimonial.md"}


def entry_text(request: EntryRequest, day: date, names: tuple[str, ...], site_language: str) -> str:
    """Write the file of a new entry; ``names`` are those of its photos' files."""
    language = request.language or site_language
    values = {key: value for key, value in request.values.items() if has_value(value)}
    if language != site_language:
        values = {"lang": language, **values}
    if request.body is None:
        return _with_questions(request, values, day, names, language)
    head: dict[str, Value] = {_title_key(request): request.title, "date": day.isoformat(), **values}
    if request.draft:
        head["draft"] = True
    photos = [
        {"file": name, "alt": photo.alt, **_people_and_consent(photo), **photo.values}
        for name, photo in zip(names, request.photos, strict=True)
    ]
    if photos:
        head["photos"] = photos
    front = "".join(key_text(key, value) for key, value in head.items())
    return f"---\n{front}---\n{request.body.strip()}\n"


def questions(language: str, frame: str) -> str:
    """Return the questions of a frame, each a comment."""
    return template_text(language, f"frames/{frame}.md").strip()


def _title_key(request: EntryRequest) -> str:
    return "from" if request.kind == "testimonials" else "title"


def _with_questions(
    request: EntryRequest, values: Mapping[str, Value], day: date, names: tuple[str, ...], language: str
) -> str:
    template = template_text(language, _TEMPLATES[request.kind])
    has_line = prompted_keys(template) | {"date", "consent", "frame"}
    more = "".join(key_text(key, value) for key, value in values.items() if key not in has_line)
    consent = str(values.get("consent", "pending"))
    if request.kind == "testimonials" and consent == "yes":
        # They agreed before their words stand there.
        more += "draft: true\n"
    words = {
        "title": scalar(request.title),
        "date": str(values.get("date", day.isoformat())),
        "more": more,
        "photos": _photos(request.photos, names, language),
        "consent": consent,
        "frame": request.frame,
        "questions": questions(language, request.frame),
    }
    return fill_template(template, words, values)


def _people_and_consent(photo: EntryPhoto) -> dict[str, str]:
    answers = {"people": photo.people, "consent": photo.consent_to_write}
    return {key: value for key, value in answers.items() if value}


def _photos(photos: tuple[EntryPhoto, ...], names: tuple[str, ...], language: str) -> str:
    if not photos:
        return ""
    listed = "".join(
        f"  - file: {name}\n"
        + key_text("alt", photo.alt, "    ")
        + ("" if photo.people else "    # people: none\n")
        + "".join(f"    {key}: {word}\n" for key, word in _people_and_consent(photo).items())
        + "".join(key_text(key, value, "    ") for key, value in photo.values.items())
        for name, photo in zip(names, photos, strict=True)
    )
    return fill_template(template_text(language, "photos.txt"), {"photos": listed.rstrip()}, {})
