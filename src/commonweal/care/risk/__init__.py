"""Models of risk as they were published, and what the ones that passed say of each person."""
