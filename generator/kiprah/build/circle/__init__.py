"""Build of a circle: a site sealed for people with the passphrase."""
