"""Configuration for Sveltia CMS."""
