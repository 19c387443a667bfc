"""Who coordinates a person's care, who is in their care team, and who is around them."""
