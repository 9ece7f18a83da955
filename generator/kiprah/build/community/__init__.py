"""Build of a community: its members, and what it has besides them."""
