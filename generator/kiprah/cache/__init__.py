"""Cache of a site: blobs, manifests, file stats and locks, kept from one build for the next."""
