"""Opening a record in an emergency, and looking at such openings afterwards."""
