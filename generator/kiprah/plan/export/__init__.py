"""Exports: what somebody else's form asks for, as values."""
