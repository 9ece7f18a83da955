"""Importers: what people have elsewhere, read into records, planned against what is there, written as drafts."""
