"""A preview on this machine: built apart from what is published, guarded, rebuilt on every change."""
