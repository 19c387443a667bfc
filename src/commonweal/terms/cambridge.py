"""The conditions of the Cambridge Multimorbidity Score and their weights, in hundredths.

Payne and others 2020, CMAJ 192:E107, appendix 5: weights for the general outcome of all 37 conditions, read
in two open implementations. They agree in the 35 that the first has (AdamCameron95/
Cambridge-Multimorbidity-Score, 76c4450e); chronic sinusitis and diverticular disease are in the second alone,
which is a copy of the appendix. Hundredths are whole numbers, so that the sum of the same conditions is the
same in any order. One is below nought, as published, so that a score can be.
"""

from __future__ import annotations

SOURCE = "Payne and others 2020, CMAJ 192:E107, appendix 5: all 37 conditions"

WEIGHTS = {
    "dementia": 246,
    "cancer-new": 150,
    "copd": 141,
    "atrial-fibrillation": 130,
    "parkinsons-disease": 129,
    "heart-failure": 112,
    "constipation": 103,
    "painful-condition": 87,
    "epilepsy": 85,
    "stroke-tia": 77,
    "chronic-liver-disease": 72,
    "diabetes": 71,
    "multiple-sclerosis": 69,
    "bronchiectasis": 66,
    "psychosis-bipolar-disorder": 58,
    "alcohol-problems": 55,
    "peripheral-vascular-disease": 53,
    "chronic-kidney-disease": 51,
    "learning-disability": 47,
    "anxiety-depression": 47,
    "coronary-heart-disease": 46,
    "inflammatory-bowel-disease": 44,
    "connective-tissue-disorder": 40,
    "psychoactive-substance-misuse": 38,
    "anorexia-bulimia": 34,
    "psoriasis-eczema": 25,
    "peptic-ulcer": 20,
    "irritable-bowel-syndrome": 18,
    "asthma": 18,
    "blindness-low-vision": 15,
    "chronic-sinusitis": 13,
    "hypertension": 9,
    "thyroid-disorder": 8,
    "migraine": 7,
    "hearing-loss": 7,
    "prostate-disorder": 1,
    "diverticular-disease": -2,
}
