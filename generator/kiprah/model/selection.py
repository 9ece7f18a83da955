"""A selection: what a member shows to one reader, in their order and with words of their own."""

from datetime import date

from msgspec import Struct

from kiprah.model.entry import Common, EntryText
from kiprah.model.photo import Photo
from kiprah.problem import Place


class SelectionText(EntryText, frozen=True):
    """Words of a selection in one language."""

    to: str = ""
    """Reader it is for: a foundation, a campus, a recruiter."""


class Selection(Struct, frozen=True):
    """A page at an address of its own that stands in no list; it names what is public, and opens nothing."""

    common: Common
    texts: tuple[SelectionText, ...]
    """Words in each language, the default language first."""
    folder: str
    activities: tuple[str, ...] = ()
    """Slugs of activities, in the order wanted."""
    reflections: tuple[str, ...] = ()
    until: date | None = None
    """The last day on which it is published."""
    cv: bool = True
    """True where it shows the roles behind the activities, and the background of the profile."""
    menu: bool = False
    """True where it leads to the rest of the site."""
    photos: tuple[Photo, ...] = ()
    """Photos that the text shows."""
    places: tuple[tuple[str, Place], ...] = ()
    """Places where the slugs are named, each after its slug."""

    @property
    def original(self) -> SelectionText:
        """The words it was written in first."""
        return self.texts[0]
