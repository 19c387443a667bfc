"""What the database says of plans: who sees and writes which part, and when it is read again."""

from commonweal.care.migrations._policies import MINE, disable, enable, of_person

CATEGORIES = ("plan_about_me", "plan_care", "plan_crisis", "plan_end_of_life")


def in_sight(table: str) -> str:
    """The row's own part of the plan is one that the viewer sees of its person."""
    return " OR ".join(
        f"({table}.category = '{category}' AND {of_person(table, category)})" for category in CATEGORIES
    )


def any_of_it(table: str) -> str:
    """Some part of the person's plan is one that the viewer sees."""
    return " OR ".join(of_person(table, category) for category in CATEGORIES)


MY_POST = "post_id IN (SELECT id FROM care_me())"
DRAFT = f"{MY_POST} AND ({in_sight('care_sectiondraft')})"
VERSION, PROPOSAL = in_sight("care_sectionversion"), in_sight("care_proposal")
WAITS = f"outcome = '' AND ({PROPOSAL})"
POLICIES = {
    "care_plan": {"SELECT": any_of_it("care_plan")},
    "care_sectionversion": {"SELECT": VERSION, "INSERT": f"by_id = {MINE} AND ({VERSION})"},
    "care_sectiondraft": dict.fromkeys(("SELECT", "INSERT", "UPDATE", "DELETE"), DRAFT),
    "care_proposal": {"SELECT": PROPOSAL, "INSERT": f"by_id = {MINE} AND {WAITS}"},
    "care_signoff": {
        "SELECT": any_of_it("care_signoff"),
        "INSERT": f"by_id = {MINE} AND {of_person('care_signoff', 'plan_care')}",
    },
}
ANSWERED_ONCE = f"""
CREATE POLICY care_proposal_update ON care_proposal FOR UPDATE TO commonweal_app
USING ({WAITS}) WITH CHECK (outcome <> '' AND answered_by_id = {MINE} AND ({PROPOSAL}));
"""
NOT_ANSWERED = "DROP POLICY care_proposal_update ON care_proposal;"

# Kept here because whoever writes one part does not see the days of the others.
REVIEWED = """
CREATE FUNCTION care_plan_reviewed(whom uuid, moment timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO care_plan (person_id, begun, review_by)
    SELECT whom, moment, min(day) FROM (
        SELECT review_by AS day FROM (
            SELECT DISTINCT ON (section) review_by FROM care_sectionversion
            WHERE person_id = whom ORDER BY section, id DESC
        ) newest
        UNION ALL (SELECT review_by FROM care_signoff WHERE person_id = whom ORDER BY id DESC LIMIT 1)
    ) days
    HAVING EXISTS (SELECT FROM care_sectionversion WHERE person_id = whom)
    ON CONFLICT (person_id) DO UPDATE SET review_by = excluded.review_by;
$$;
REVOKE ALL ON FUNCTION care_plan_reviewed(uuid, timestamptz) FROM public;
GRANT EXECUTE ON FUNCTION care_plan_reviewed(uuid, timestamptz) TO commonweal_app;
"""
NOT_REVIEWED = "DROP FUNCTION care_plan_reviewed(uuid, timestamptz);"


def forwards() -> str:
    """The policies, and what follows from a section that is published."""
    return "\n".join([enable(POLICIES), ANSWERED_ONCE, REVIEWED])


def backwards() -> str:
    """As it was before."""
    return "\n".join([NOT_REVIEWED, NOT_ANSWERED, disable(POLICIES)])
