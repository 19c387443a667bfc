"""The 36 deficits of the electronic Frailty Index (Clegg 2016, doi:10.1093/ageing/afw039).

Thirty-five are coded in the record; polypharmacy is counted from medicines.
"""

from __future__ import annotations

import re

POLYPHARMACY = "polypharmacy"

DEFICITS = {
    "activity-limitation": "Activity limitation",
    "anaemia": "Anaemia and haematinic deficiency",
    "arthritis": "Arthritis",
    "atrial-fibrillation": "Atrial fibrillation",
    "stroke-tia": "Cerebrovascular disease",
    "ckd": "Chronic kidney disease",
    "diabetes": "Diabetes",
    "dizziness": "Dizziness",
    "dyspnoea": "Dyspnoea",
    "falls": "Falls",
    "foot-problems": "Foot problems",
    "fragility-fracture": "Fragility fracture",
    "hearing-loss": "Hearing impairment",
    "heart-failure": "Heart failure",
    "heart-valve-disease": "Heart valve disease",
    "housebound": "Housebound",
    "hypertension": "Hypertension",
    "hypotension": "Hypotension or syncope",
    "chd": "Ischaemic heart disease",
    "cognitive-problems": "Memory and cognitive problems",
    "mobility-problems": "Mobility and transfer problems",
    "osteoporosis": "Osteoporosis",
    "parkinsons": "Parkinsonism and tremor",
    "peptic-ulcer": "Peptic ulcer",
    "pvd": "Peripheral vascular disease",
    POLYPHARMACY: "Polypharmacy",
    "care-requirement": "Requirement for care",
    "respiratory-disease": "Respiratory disease",
    "skin-ulcer": "Skin ulcer",
    "sleep-disturbance": "Sleep disturbance",
    "social-vulnerability": "Social vulnerability",
    "thyroid-disorders": "Thyroid disease",
    "urinary-incontinence": "Urinary incontinence",
    "urinary-system-disease": "Urinary system disease",
    "vision-problems": "Visual impairment",
    "weight-loss": "Weight loss and anorexia",
}

CODED = tuple(name for name in DEFICITS if name != POLYPHARMACY)


def slug(text: str) -> str:
    """`text` as a deficit is written in files: small letters, hyphens, no `efi-` in front."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-").removeprefix("efi-")


_BY_NAME = {slug(title): name for name, title in DEFICITS.items()} | {name: name for name in DEFICITS}


def deficit(text: str) -> str | None:
    """The deficit that `text` names, by short name (with or without `efi-`) or title; None if none."""
    return _BY_NAME.get(slug(text))
