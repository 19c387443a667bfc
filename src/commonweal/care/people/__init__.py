"""The person index and what is known of each person here."""
