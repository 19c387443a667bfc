"""What the test that runs now is marked with, for what is made ready for it."""

now: set[str] = set()
