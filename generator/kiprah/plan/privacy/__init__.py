"""Decisions on what may be shown: visibility, consent, risks, and traces of hidden texts."""
