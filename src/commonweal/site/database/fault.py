"""What the embedded database may fail with."""


class DatabaseFault(Exception):
    """The embedded database cannot be served; the text says why and what to do."""
