"""Posts: which of their roles someone acts in."""
