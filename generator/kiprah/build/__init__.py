"""A build from reading to publishing, and what it asks of the cache."""
