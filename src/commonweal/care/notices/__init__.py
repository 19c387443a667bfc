"""Notices: who was told of what, when, and whether somebody sees to it."""
