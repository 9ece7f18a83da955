"""Everything published that is neither a page nor a picture: feeds, calendar, JSON, sitemap, what hosts read."""

from kiprah.plan.data.alias import alias_links
from kiprah.plan.data.linked_data import linked_data
from kiprah.plan.data.outputs import data_outputs

__all__ = ["alias_links", "data_outputs", "linked_data"]
