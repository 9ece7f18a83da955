"""Encrypted preview for the people one chooses: packing, sealing, the page that asks for the passphrase."""
