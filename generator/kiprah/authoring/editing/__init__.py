"""Changes to files that exist: only what was changed changes in them, and what was before can be brought back."""
