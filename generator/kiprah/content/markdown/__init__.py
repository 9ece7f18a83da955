"""Markdown to safe HTML in parts: what a body says, where it links, which photos it shows."""
