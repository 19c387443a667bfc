"""My visits: a day on a phone, and one visit recorded."""
