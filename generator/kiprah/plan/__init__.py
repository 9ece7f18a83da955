"""The site becomes a flat list of outputs, all known before the first byte is made."""
