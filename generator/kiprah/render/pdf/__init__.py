"""PDF documents, set by typst."""
