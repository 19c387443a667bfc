"""Whom the partnership looks for among everybody it cares for, whom it found when, and what was done then."""
