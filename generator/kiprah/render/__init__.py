"""One output becomes bytes."""
