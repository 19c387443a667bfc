"""What certain columns hold: money, or words of a short list."""

from __future__ import annotations

from commonweal.analytics.tables import SETTINGS

MONEY = ("cost", "weekly_cost")
TENURES = ("owned", "mortgaged", "social_rented", "private_rented", "communal", "homeless", "other")
HOUSING_TYPES = ("detached", "semi_detached", "terraced", "flat", "care_home", "temporary", "other")
PACKAGES = (
    "home_care",
    "reablement",
    "day_care",
    "residential",
    "nursing",
    "equipment",
    "direct_payment",
)

VOCABULARY: dict[tuple[str, str], tuple[str, ...]] = {
    ("person", "sex"): ("female", "male", "other", "unknown"),
    ("death", "place"): ("home", "hospital", "care_home", "hospice", "other"),
    ("residence", "housing_type"): HOUSING_TYPES,
    ("residence", "tenure"): TENURES,
    ("activity", "setting"): SETTINGS,
    ("activity", "method"): ("emergency", "elective", "transfer", "other"),
    ("care_package", "kind"): PACKAGES,
}
