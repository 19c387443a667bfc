"""Whom a team looks after, why, how urgently, and when each is looked at again."""
