"""Models of risk: what was known of people on a day, what came after, and whether it was foretold well."""
