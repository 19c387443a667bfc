"""The agreements in force, as the database and the rule need them: written from the blueprint's files."""
