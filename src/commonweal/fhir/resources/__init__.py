"""What we know of a referral, as resources of FHIR."""
