"""Advice on content that is not wrong: lengths, anchors, the safety of children."""
