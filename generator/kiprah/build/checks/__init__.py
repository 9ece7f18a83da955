"""Checks of what a site brings besides its texts: its repository, its logo, its card layouts."""
