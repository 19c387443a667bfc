"""Pages about models of risk, and what they say of a person."""
