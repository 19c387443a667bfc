"""Reports of what came in."""
