"""The hub board and triage: everything that came in, by the time left, and what is done with each of it."""
