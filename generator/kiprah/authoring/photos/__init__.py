"""Photos and evidence taken in: cleaned, dated and asked about."""
