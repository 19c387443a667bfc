"""What 0016 says in SQL: who may see, and add to, what was assessed of whom."""

from importlib import import_module

policies = import_module("commonweal.care.migrations._policies")

CATEGORIES = (
    "assessments",
    "mental_health",
    "community",
    "social_care",
    "plan_about_me",
    "plan_care",
    "plan_crisis",
    "plan_end_of_life",
)
BY_CATEGORY = " OR ".join(
    f"category = '{category}' AND {policies.of_person('care_assessment', category)}"
    for category in CATEGORIES
)
OURS = "known.hub = ANY((SELECT care_addressed())::text[]) OR known.team = ANY((SELECT care_addressed())::text[])"
# Whoever works on a referral sees what was answered for its steps, as they see the steps.
WITH_A_REFERRAL = f"""referral_id IS NOT NULL AND (
    SELECT true FROM care_referral known WHERE known.id = care_assessment.referral_id AND ({OURS})
)"""
SEEN = f"{BY_CATEGORY} OR {WITH_A_REFERRAL}"
# Whoever reads their own record, or that of somebody who named them, adds nothing to it here.
BY_ME = "by_id = (SELECT user_id FROM care_me() WHERE person_id IS NULL)"
TO_US = """(SELECT true FROM care_sentassessment sent, care_me() me WHERE sent.id = care_receipt.sent_id
    AND (sent.to_team <> '' AND sent.to_team = me.team
        OR sent.to_team = '' AND sent.to_organisation = me.organisation))"""
OF_ASSESSMENT = {
    table: policies.of_parent(table, "care_assessment", "assessment_id")
    for table in ("care_struckout", "care_sentassessment")
}
POLICIES = {
    "care_assessment": {"SELECT": SEEN, "INSERT": f"{BY_ME} AND ({SEEN})"},
    **{table: {"SELECT": seen, "INSERT": f"{BY_ME} AND {seen}"} for table, seen in OF_ASSESSMENT.items()},
    "care_receipt": {
        "SELECT": policies.of_parent("care_receipt", "care_sentassessment", "sent_id"),
        "INSERT": f"{BY_ME} AND {TO_US}",
    },
    "care_repeatrate": {"SELECT": "(SELECT care_told('referrals', 'planning'))"},
}


def enable() -> str:
    """Row-level security, with its policies for the application's role."""
    return str(policies.enable(POLICIES))


def disable() -> str:
    """As it was before."""
    return str(policies.disable(POLICIES))
