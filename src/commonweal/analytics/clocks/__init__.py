"""How long people wait for what they were referred for: pure questions to the tables of referrals.

The tables are `referral`, `step` and `clock_run` of the contract. `now` is always the moment they were taken:
there is no clock in here. A *wait* is one run of one clock of one referral.
"""
