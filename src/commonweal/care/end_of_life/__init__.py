"""Care at the end of life: the register, what a person prefers, and what came of it."""
