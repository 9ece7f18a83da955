"""Review of what members brought: what a moderator has to look at before it is published, and nothing else."""
