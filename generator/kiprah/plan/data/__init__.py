"""Everything published that is neither a page nor a picture: feeds, calendar, JSON, sitemap, what hosts read."""
