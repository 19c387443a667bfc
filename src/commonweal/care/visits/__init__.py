"""Visits at home: asked for, planned for a day, made, recorded."""
