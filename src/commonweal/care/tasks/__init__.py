"""What somebody is to do, for whom, by when: owned by one team, watched by others, never there twice."""
