"""Roles of a member: which activities belong together, when, and how they are listed."""
