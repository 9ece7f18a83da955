"""Readers of entries: files to the model."""
