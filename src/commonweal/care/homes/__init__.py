"""Care homes: who lives there, which beds are free, who is seen on the round, and calls for help."""
