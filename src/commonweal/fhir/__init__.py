"""The door for systems: NHS booking and referral messages and FHIR R4 come in, referrals are answered for."""
