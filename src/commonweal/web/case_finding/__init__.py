"""Whom to look for: rules in words, whom they find and why, and how many they would find."""
