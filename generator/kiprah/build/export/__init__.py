"""Exports of what a site knows, in the forms other people ask for."""
