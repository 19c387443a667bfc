"""Accounts of the people who work here, and their posts."""
