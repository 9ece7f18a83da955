"""Plan of what is shared: cards, carousels and share kits."""
