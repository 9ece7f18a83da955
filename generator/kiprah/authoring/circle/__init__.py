"""What a circle is asked for: a passphrase that cannot be guessed, a day, and where answers go."""
