"""What a build keeps for the next one: blobs, manifests, file stats, locks."""
