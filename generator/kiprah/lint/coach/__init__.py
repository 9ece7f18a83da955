"""Coach: what stands in a member's own words and may be asked about, privately; rules are pure functions."""
