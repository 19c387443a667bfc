"""Where care is given, and which category of the record a contact there belongs to."""

CATEGORY_OF_SETTING = {
    "home": "community",
    "gp": "gp_record",
    "community": "community",
    "outpatient": "hospital",
    "emergency": "hospital",
    "bed": "hospital",
    "care_home": "social_care",
    "social_care": "social_care",
}
