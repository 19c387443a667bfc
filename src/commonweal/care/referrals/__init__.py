"""Referrals: who was referred, from where and why, and every step since."""
