"""Who coordinates a person's care, and who is around them."""
