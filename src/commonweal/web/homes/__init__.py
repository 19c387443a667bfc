"""Care homes: the home’s own page, free beds for whoever looks for one, rounds and calls."""
