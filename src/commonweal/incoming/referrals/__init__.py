"""Referrals that come as files: messages, one each or one a line, and tables of rows."""
