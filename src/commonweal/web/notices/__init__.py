"""What those who work on referrals were told of, and one button to say that they see to it."""
