"""Full-text search: what is listed as records, a member's part of the index, and the index merged from such parts."""
