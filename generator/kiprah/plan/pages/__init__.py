"""Plan of pages: entries, lists, home, CV and selections."""
