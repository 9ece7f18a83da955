"""Asking other hosts whether links still lead somewhere: the only room that opens a connection."""
