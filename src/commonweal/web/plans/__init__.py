"""A person's plan: read, written, proposed, compared, signed, printed, and at hand in a crisis."""
