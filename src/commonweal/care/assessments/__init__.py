"""What was assessed of people, by whom, and who relies on it: assess once."""
