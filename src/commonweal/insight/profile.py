"""What is known of each person in columns, filed under their id."""

from __future__ import annotations

import ibis

from commonweal.analytics.profile import PROFILE


def filed(profile: ibis.Table, people: ibis.Table) -> ibis.Table:
    """The profile of everybody here, with their id instead of their key."""
    ids = people.filter(~people.left).select(person="key", person_id="id")
    return profile.inner_join(ids, "person").drop("person")


def from_frailty(frailty: ibis.Table, people: ibis.Table) -> ibis.Table:
    """The columns of PROFILE that frailty and the index of people tell; what nobody counted is nought."""
    homes = people.select("housing_type", "tenure", "geodemographic", "care_home", key="id", person="key")
    each = frailty.inner_join(homes, frailty.person_id == homes.key)
    kinds = PROFILE.ibis()
    counted = {"care_home": each.care_home != "", "registers": ibis.literal([], "array<string>")}
    counted["ethnicity"] = ibis.literal("not_known")
    for column in PROFILE.columns:
        if column.name not in each.columns and column.name not in counted:
            nothing = {"whole": 0, "number": 0.0, "yes_no": False, "text": ""}[column.kind]
            value = ibis.literal(nothing) if column.required else ibis.null(kinds[column.name])
            counted[column.name] = value
    told = {name: counted[name] if name in counted else each[name] for name in PROFILE.names}
    return each.select(**{name: value.cast(kinds[name].copy(nullable=True)) for name, value in told.items()})
