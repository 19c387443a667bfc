"""What people are told apart by, and the groups there are of each, in order and in words."""

from __future__ import annotations

SEGMENT, SEGMENT_BAND = "segment", "segment/band"
DEPRIVATION, ETHNICITY, GEODEMOGRAPHIC = "deprivation", "ethnicity", "geodemographic"
CLASSIFICATION = "classification:"  # and the id of an area classification that was loaded
SLOPE = "slope"  # how a measure runs from the least to the most deprived fifth
DECLARED = "declared"  # against what the source of a register leads to expect
SLOPE_OF, RELATIVE_OF = "slope", "relative"
AGES = {"0-19": 0, "20-39": 20, "40-64": 40, "65-74": 65, "75-84": 75, "85+": 85}  # group → youngest age
FIFTHS = {
    "1": "Most deprived fifth",
    "2": "Second most deprived",
    "3": "Middle fifth",
    "4": "Second least deprived",
    "5": "Least deprived fifth",
}
ETHNICITIES = {
    "asian": "Asian",
    "black": "Black",
    "mixed": "Mixed",
    "other": "Other",
    "white": "White",
    "not_known": "Not known",
}
NO_GROUP = "not_known"
