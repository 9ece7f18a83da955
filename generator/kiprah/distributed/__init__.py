"""Members' runs on a Dask cluster: what a worker is sent, how it runs it, and how the results come together."""
