"""People: whom a list holds and why, and one person's story."""
