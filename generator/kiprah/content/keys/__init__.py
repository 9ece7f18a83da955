"""Declarations of keys: their types, places and hints."""
