"""Erasing and hiding for good: what a site tells of somebody, in its texts, photos and caches."""
