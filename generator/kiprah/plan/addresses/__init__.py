"""Addresses of pages and entries: which are given, claimed, kept and linked to."""
