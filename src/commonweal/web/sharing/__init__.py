"""Sharing: the agreements that switch sight on and off, for everybody here to read."""
