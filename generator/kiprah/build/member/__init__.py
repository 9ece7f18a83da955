"""Run of one member: planned, rendered, contained and kept."""
