"""A person's own pages: their record, their choices, and who looked."""
