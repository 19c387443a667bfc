"""Whether two records are of one person: found, decided by somebody, brought together and taken apart."""
