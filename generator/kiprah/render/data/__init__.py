"""Data files become bytes."""
