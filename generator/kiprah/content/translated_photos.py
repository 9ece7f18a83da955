"""Photos and films of translations: words, and nothing that decides who may see them."""

from __future__ import annotations

from kiprah.content.keys.entry_keys import FILMS, PHOTOS, PORTRAIT
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.values import Values
from kiprah.model.entry import Video
from kiprah.model.photo import Photo, PhotoText


def name_photo_facts(values: Values, reading: DecodeContext, original: Values, of_original: DecodeContext) -> None:
    """Name what a translation says of photos beyond words: it would be lost without a word."""
    ours = {photo.find(Photo.file): photo for photo in _photos(original)}
    for photo in _photos(values):
        own = ours.get(photo.find(Photo.file))
        for declared in photo.fields:
            name, node = declared.name, photo.nodes.get(declared.name)
            # Words may be said in another language, and which photo they are of.
            if node is None or declared.slot is Photo.file or declared.slot.__objclass__ is PhotoText:
                continue
            reading.say("translation-fact", node, {"key": name})
            if declared.guards and (own is None or own.given.get(name) != photo.given.get(name)):
                # The two do not agree on who may see it: until they do, nobody does.
                of_original.broken = True


def name_film_facts(values: Values, reading: DecodeContext, original: Values) -> None:
    """Name what a translation of an activity says of films beyond words, and films that the original does not have."""
    films = original.part(FILMS) or ()
    ours = {film.find(Video.file) for film in films}
    is_known = "videos" not in original.unreadable and all(film.is_whole for film in films)
    for film in values.part(FILMS) or ():
        is_new = is_known and film.is_whole and film.find(Video.file) not in ours
        for key in ("videos",) if is_new else ("poster",) if film.find(Video.poster) else ():
            reading.say("translation-fact", film.node, {"key": key})


def _photos(values: Values) -> tuple[Values, ...]:
    portrait = values.part(PORTRAIT)
    return (*(values.part(PHOTOS) or ()), *((portrait,) if portrait else ()))
