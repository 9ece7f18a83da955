"""Archives that strangers send, opened safely."""
