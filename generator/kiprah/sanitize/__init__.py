"""Sanitizers that remove metadata from photos, PDF documents and MP4 videos."""
