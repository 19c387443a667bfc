"""Views of a page that somebody keeps under a name."""
