"""What a person chooses about their record, and what that closes."""
