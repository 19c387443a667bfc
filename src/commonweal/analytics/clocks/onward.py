"""What went back, elsewhere or from hand to hand, and who came again."""

from __future__ import annotations

from datetime import datetime, timedelta

import ibis


def went_back(referrals: ibis.Table, steps: ibis.Table, *by: str) -> ibis.Table:
    """One row per group, kind, move and reason: how many steps, of how many referrals.

    A step with a reason is `returned` where the referral went on (asked back, handed back, put off),
    `redirected` where it ended and somebody else was named, and `withdrawn` where it ended with nobody.
    """
    told = steps.filter(steps.reason != "").select("referral", "move", "reason", "outcome", "goes_on")
    told = told.inner_join(referrals, "referral", rname="{name}_of_referral")
    kind = ibis.cases((told.outcome == "", "returned"), (told.goes_on, "redirected"), else_="withdrawn")
    told = told.mutate(kind=kind)
    return told.agg(by=[*by, "kind", "move", "reason"], steps=told.count(), referrals=told.referral.nunique())


def hand_overs(referrals: ibis.Table, steps: ibis.Table, *by: str) -> ibis.Table:
    """One row per group with a referral: referrals, hand_overs, and how many that is for each.

    A hand-over gives a referral to another team than had it last; at first its hub has it.
    """
    given = steps.filter(steps.given_team != "").select("referral", "number", "happened", "given_team")
    given = given.inner_join(referrals.select("referral", "hub"), "referral")
    order = ibis.window(group_by=given.referral, order_by=[given.happened, given.number])
    given = given.mutate(had=given.given_team.lag().over(order).fill_null(given.hub))
    changed = given.filter(given.had != given.given_team)
    counted = changed.group_by("referral").agg(times=changed.count())
    each = referrals.left_join(counted, "referral").drop("referral_right")
    found = each.agg(by=by, referrals=each.count(), hand_overs=each.times.sum().fill_null(0).cast("int64"))
    return found.mutate(per_referral=found.hand_overs / found.referrals)


def repeats(referrals: ibis.Table, everything: ibis.Table, now: datetime, *by: str, days: int) -> ibis.Table:
    """One row per group: ended, and of these how many people came again: same_pathway, any_pathway.

    Counted are `referrals` of known people that ended at least so many days before `now`; those who came
    again were referred anew among `everything` within these days (of 24 hours) of the end. A leg that was
    named as what comes next is not coming again.
    """
    whole = ibis.literal(days * 86_400, "int64").as_interval("s")
    over = ibis.literal(now - timedelta(days=days), "timestamp('UTC')")
    known = referrals.filter(referrals.person.notnull() & (referrals.ended <= over))
    anew = everything.filter(everything.person.notnull() & everything.follows.isnull())
    once = known.select("referral", "person", "pathway", "ended").distinct()
    again = once.inner_join(anew.select("person", again="referral", on="pathway", came="received"), "person")
    again = again.filter(
        (again.again != again.referral) & (again.came >= again.ended) & (again.came <= again.ended + whole)
    )
    found = again.group_by("referral").agg(same=(again.on == again.pathway).max())
    each = known.left_join(found, "referral").drop("referral_right")
    return each.agg(
        by=by,
        ended=each.count(),
        same_pathway=each.same.fill_null(False).sum().fill_null(0).cast("int64"),
        any_pathway=each.same.notnull().sum().fill_null(0).cast("int64"),
    )
