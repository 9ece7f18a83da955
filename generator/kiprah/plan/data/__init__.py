"""Data files: everything published that is neither a page nor a picture, from feeds to what hosts read."""
