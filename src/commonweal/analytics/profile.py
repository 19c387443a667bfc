"""What is known of each person on a day: the answers of all methods, for lists, charts and models."""

from __future__ import annotations

from commonweal.analytics.tables import SETTINGS, Table, columns

PROFILE = Table(
    "profile",
    "one row per person alive and here on the day",
    ("person",),
    columns(
        "person text! key of person",
        "age whole! whole years",
        "sex text! female, male, other or unknown",
        "ethnicity text! asian, black, mixed, white, other or not_known",
        "practice text! ODS code of the practice registered with; empty text for none",
        "lsoa text! code of the small area lived in; empty text where not known",
        "decile whole of deprivation of that small area: 1 is the most deprived tenth of England",
        "housing_type text! as in residence; empty text where not known",
        "tenure text! as in residence; empty text where not known",
        "geodemographic text! group of an area classification; empty text where not known",
        "care_home yes_no! lives in a care home",
        "housebound yes_no! recorded as housebound, and not since as no longer so",
        "deficits whole! of the 36 of the frailty index",
        "band text! fit, mild, moderate or severe",
        "deficits_year_ago whole the same a year before; empty where not alive then",
        "registers texts! ids of the disease registers that the person is on, by alphabet",
        "conditions whole! how many of these are long-term conditions",
        "segment text! id of the life-course segment",
        "cambridge whole! Cambridge multimorbidity score in hundredths",
        "hospital_frailty whole Hospital Frailty Risk Score in tenths; empty where it is not defined",
        "hospital_frailty_risk text low, intermediate or high; empty where the score is",
        "charlson whole! Charlson index by the weights of 2011",
        "charlson_1987 whole! Charlson index by the weights of 1987",
        "medicines whole! different medicines in twelve months",
        "continuity number share of GP contacts with the one seen most, 0 to 1; empty where too few",
        "high_intensity yes_no! uses urgent care as the partnership defines it",
        "end_of_life yes_no! likely to be in the last year of life as the partnership defines it",
        "need_years number years lived with need, up to the day; 0 where none began",
        *(
            f"contacts_{setting} whole! contacts or spells of this setting in twelve months"
            for setting in SETTINGS
        ),
        "emergency_admissions whole! spells in a bed begun as an emergency in twelve months",
        "bed_days whole! nights in a hospital bed in twelve months",
        *(
            f"cost_{setting} whole! pence in twelve months; nought where no cost is known"
            for setting in SETTINGS
        ),
        "cost whole! pence in twelve months, all settings",
    ),
)
