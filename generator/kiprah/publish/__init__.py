"""The store, the record of what was published, and writing the folder."""
