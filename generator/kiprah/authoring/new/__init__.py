"""New sites, members, profiles, themes and entries."""
