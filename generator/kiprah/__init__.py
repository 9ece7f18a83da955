"""kiprah: a static site generator for volunteer portfolios."""

__version__ = "0.1.0"
