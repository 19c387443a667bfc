"""The groups that people are counted in: by age, sex, and band of frailty."""

from __future__ import annotations

from commonweal.care.published.models import BANDS

ALL = "all"
OLDEST = 200
MAIN_AGES = {
    "all": (0, OLDEST),
    "18-64": (18, 64),
    "65+": (65, OLDEST),
    "75+": (75, OLDEST),
    "85+": (85, OLDEST),
}
FIVE_YEAR_AGES = {
    **{f"{low}-{low + 4}": (low, low + 4) for low in range(0, 90, 5)},
    "90+": (90, OLDEST),
}
AGES = {**MAIN_AGES, **FIVE_YEAR_AGES}  # group → youngest and oldest age in it
SEXES = (ALL, "female", "male")
BAND_GROUPS = (ALL, *BANDS)
