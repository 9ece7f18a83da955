"""Command ``kiprah serve``."""
