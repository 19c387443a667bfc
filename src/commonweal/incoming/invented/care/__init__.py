"""The care people get, and what it costs."""
