"""Population: who here is frail, rising, and where they live."""
