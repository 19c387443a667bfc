"""The answers of every method, kept in the store beside the tables that they were computed from."""
