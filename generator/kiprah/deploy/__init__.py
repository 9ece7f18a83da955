"""Deploys: a site that was built stands in a folder, and goes to a host, a bucket or another folder from there."""
