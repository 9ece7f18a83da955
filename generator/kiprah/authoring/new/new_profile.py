"""New profiles: what a person said of themselves as ``profile.md``, with a cleaned portrait, never over their words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from kiprah.authoring.context import AuthoringContext
from kiprah.authoring.new.entry_request import EntryPhoto
from kiprah.authoring.new.parse_answers import one_line, text_answer
from kiprah.authoring.new.write_entry import write_files
from kiprah.authoring.photos.photo_consent import consent_refusal
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.sveltia.sveltia_site import as_sveltia_holds
from kiprah.authoring.templates import LANGUAGES, fill_template, template_text
from kiprah.authoring.yaml_text import Value, one_line_text, scalar
from kiprah.content.front_matter import read_front_matter
from kiprah.content.keys.entry_keys import PROFILE
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.content.keys.key_types import web_address
from kiprah.fields.decoding import DecodeContext, Wrong
from kiprah.fields.source import read_source

PROFILE_FILE = "profile.md"
LISTS = ("skills", "languages", "interests")
"""Keys that hold several words; what somebody stands for is ``interests``."""


class ProfileRequest(Struct, frozen=True):
    """Request for a new profile, as far as it was answered; what is empty is left as an example in the file."""

    name: str
    headline: str = ""
    pronouns: str = ""
    place: str = ""
    bio: str = ""
    email: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """Label and address of each link."""
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    portrait: EntryPhoto | None = None


def write_profile(request: ProfileRequest, context: AuthoringContext) -> Path | tuple[Refusal, ...]:
    """Write a profile where there is none but a new site's example, and return its file."""
    path = context.folder / PROFILE_FILE
    portrait = request.portrait
    if portrait is not None and (refusal := consent_refusal(portrait.people, portrait.consent)):
        return (refusal,)
    try:
        if path.exists() and not is_example(path.read_bytes()):
            return (Refusal("profile-exists", {"path": str(path)}, cause="content"),)
    except OSError as error:
        return (Refusal("not-written", {"path": str(path), "reason": error.strerror or str(error)}, cause="machine"),)
    name = f"portrait.{portrait.photo.ending}" if portrait is not None else ""
    text = as_sveltia_holds(new_profile_text(request, name, context.language), PROFILE_FILE, context.folder)
    if errors := _refusals(text):
        return errors
    files = [(path, text.encode())]
    if portrait is not None:
        files.insert(0, (context.folder / name, portrait.photo.content))
        if (context.folder / name).exists():
            return (Refusal("exists", {"path": str(context.folder / name)}, cause="content"),)
    refused = _written(files, path)
    return (refused,) if refused else path


def _written(files: Sequence[tuple[Path, bytes]], path: Path) -> Refusal | None:
    """Write the files; the example, which nobody wrote, makes room and comes back where they cannot be written."""
    aside = path.with_name(f".{PROFILE_FILE}.example")
    try:
        example = path.exists()
        if example:
            path.replace(aside)
        refusal = write_files(tuple(files), path)
        if example:
            aside.replace(path) if refusal else aside.unlink()
    except OSError as error:
        return Refusal("not-written", {"path": str(path), "reason": error.strerror or str(error)}, cause="machine")
    return refusal


def is_example(data: bytes) -> bool:
    """Say whether a profile is the one that a new site or a new member begins with, word for word."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").strip()
    return text in {template_text(language, "site/profile.md").strip() for language in LANGUAGES}


def new_profile_text(request: ProfileRequest, portrait_name: str, language: str) -> str:
    """Write the file."""
    portrait = request.portrait
    values: dict[str, Value] = {
        "headline": request.headline,
        "pronouns": request.pronouns,
        "place": request.place,
        "email": request.email,
        "links": [{"label": label, "url": url} for label, url in request.links],
        **{key: getattr(request, key) for key in LISTS},
    }
    if portrait is not None:
        details = {"people": portrait.people, "consent": portrait.consent_to_write}
        values["photo"] = {"file": portrait_name, "alt": portrait.alt, **{k: v for k, v in details.items() if v}}
    template = template_text(language, "profile.md")
    words = {"name": scalar(request.name)}
    head, fence, prompt = fill_template(template, words, values).partition("\n---\n")
    return f"{head}{fence}{request.bio.strip() + chr(10) if request.bio.strip() else prompt}"


def words_answer(key: str, typed: str) -> tuple[str, ...] | Refusal:
    """Read words with commas between them as the value of a key."""
    answers: list[str] = []
    for part in typed.split(","):
        line = one_line(part)
        if line is None:
            continue
        if wrong := _refusals(f"---\nname: x\n{key}: [{one_line_text(line, in_list=True)}]\n---\n"):
            return wrong[0]
        if line not in answers:
            answers.append(line)
    return tuple(answers)


def _refusals(text: str) -> tuple[Refusal, ...]:
    """Read a profile back as a build would, and return the errors it would find."""
    # Half a character is no text, which reading says.
    source, of_text = read_source(PROFILE_FILE, text.encode("utf-8", "surrogatepass"))
    problems = list(of_text)
    if source is not None:
        decoding = DecodeContext(source)
        read_front_matter(source, PROFILE, decoding, FOREIGN)
        problems += decoding.problems
    return tuple(Refusal(problem.code, problem.values, "problems") for problem in problems if problem.is_error)


def link_answer(typed: str) -> tuple[str, str] | Refusal:
    """Read ``LinkedIn https://…`` or an address alone, which is then called by its host."""
    label, _, address = typed.strip().rpartition(" ")
    try:
        url = web_address(address)
    except Wrong as wrong:
        return Refusal(wrong.code, wrong.values, "problems")
    shown = (one_line(label) or "").rstrip(":= ") or (urlsplit(url).hostname or "").removeprefix("www.")
    return (shown[:80], url)


def profile_answer(key: str, typed: str) -> str | Refusal:
    """Read a text as the value of a key of the profile."""
    return text_answer(PROFILE, key, typed)
