"""Rules of making entries, shared by the command, the editor and importers: requests in, files or refusals out."""
