"""Referring somebody: forms made of the pathway's file, and following what was sent."""
