"""Which teams are working with a person, since when, and who handed them over."""
