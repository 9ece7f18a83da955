"""The editor of ``serve --edit``: forms over the site's own files, for whoever holds this run's token."""
