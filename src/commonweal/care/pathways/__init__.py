"""Where a referral stands on its pathway: pure rules over a declared pathway and the steps so far."""
