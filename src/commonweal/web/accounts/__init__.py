"""Signing in: how sessions begin and end, and the pages around an account."""
