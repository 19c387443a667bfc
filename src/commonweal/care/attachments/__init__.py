"""What is attached to referrals: papers, and words that were added later."""
