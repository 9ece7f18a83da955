"""Plan of what a community has besides its members."""
