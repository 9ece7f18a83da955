"""Circle options: a passphrase that cannot be guessed, a day, and where answers go."""
