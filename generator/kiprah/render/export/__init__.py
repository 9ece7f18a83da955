"""Export sheets become files: text, CSV, HTML, XLSX, PDF."""
