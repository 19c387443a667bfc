"""A team's meetings: agenda, the person spoken of, what is decided, and the minutes."""
