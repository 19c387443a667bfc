"""Whom the team looks after: why, how urgently, and who is looked at next."""
