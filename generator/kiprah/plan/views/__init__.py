"""Views: all that a template may see, the theme authors' interface."""
