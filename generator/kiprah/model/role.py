"""A role: all activities of one member with the same organization and role, rolled up."""

from datetime import date

from msgspec import Struct

from kiprah.model.entry import Activity


class Role(Struct, frozen=True):
    """Role: the activities with one organization in one function; ``plan/roles/`` makes it, nobody writes it."""

    slug: str
    role: str
    """Name of the function as the newest activity writes it; may be empty where only the organization is named."""
    organization: str
    activities: tuple[Activity, ...]
    """Activities by date."""
    spans: tuple[tuple[date, date], ...]
    """Stretches of work; a gap of more than 183 days starts a new one."""
    ongoing: bool
    minutes: int | None
    """The sum of all hours given; None where no activity gives any."""
    estimated: bool

    @property
    def first_day(self) -> date:
        """The first day of the first session."""
        return self.spans[0][0]

    @property
    def last_day(self) -> date:
        """The last day of the last session."""
        return self.spans[-1][1]
