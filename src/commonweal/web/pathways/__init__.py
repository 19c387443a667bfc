"""Pathways: how referrals run here and by when, for everybody who works here to read."""
