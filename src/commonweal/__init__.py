"""Commonweal: the software of an integrated care partnership."""
