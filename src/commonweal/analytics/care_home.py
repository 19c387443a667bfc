"""Who lives in a care home: by the residence that lasts, by a code, or either, as declared."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from commonweal.analytics.registers import CARE_HOME, sought
from commonweal.blueprint.definitions import Definitions

AT_HOME_IN_ONE = "care_home"  # housing type


def lives_in_one(found: ibis.Table, definitions: Definitions) -> ir.BooleanValue:
    """Whether each person does; `found` has the columns care_home and housing_type of their residence."""
    said: ir.BooleanValue = ibis.literal(False)
    if definitions.words.care_home.by_residence:
        said = said | (found.care_home != "") | (found.housing_type == AT_HOME_IN_ONE)
    if definitions.words.care_home.coded:
        said = said | sought(definitions).has(found, CARE_HOME)
    return said


def first_day(residence: ibis.Table, until: ibis.Value) -> ibis.Table:
    """One row per person who has lived in a care home by `until`: person, entered, the first day of it."""
    theirs = residence.filter((residence.care_home != "") | (residence.housing_type == AT_HOME_IN_ONE))
    theirs = theirs.filter(theirs.start <= until)
    return theirs.group_by("person").agg(entered=theirs.start.min())
