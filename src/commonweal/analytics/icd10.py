"""Diagnoses coded in ICD-10, as a day knows them."""

from __future__ import annotations

from datetime import date

import ibis

from commonweal.terms.codes import ICD10


def known(diagnoses: ibis.Table, until: date) -> ibis.Table:
    """One row per diagnosis of a spell begun by `until`: person, spell, date, code, category.

    `category` is the first three characters. A code is in capitals and without its dot, however it came, so
    that none is missed for how it is written.
    """
    found = diagnoses.filter((diagnoses.system == ICD10) & (diagnoses.date <= until))
    code = found.code.strip().upper().replace(".", "")
    return found.select("person", "spell", "date", code=code, category=code.substr(0, 3))
