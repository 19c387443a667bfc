"""Loads: what came in, what was refused and why."""
