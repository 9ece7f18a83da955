"""Members who come, move and leave: what is sent is taken in as drafts, and what goes is named before it does."""
