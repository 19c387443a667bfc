"""The rule of care/access/rules.py in the database itself, on every table that holds or derives from a person.

The functions answer for the post and the purpose that a transaction has been told (care/access/acting.py).
They read past the policies, as their owner; what they give back is only what policies compare with.
"""

from django.db import migrations

# PL/pgSQL keeps its plans from one query to the next, where a function in plain SQL would be planned each time.
AS_OWNER = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp"

FUNCTIONS = f"""
CREATE FUNCTION care_me() RETURNS SETOF care_post {AS_OWNER} AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT post.* FROM care_post post JOIN care_user holder ON holder.id = post.user_id
    WHERE post.id = nullif(current_setting('commonweal.post', true), '')::bigint
    AND post.ended IS NULL AND holder.is_active;
END
$$;

-- The clauses that hold for the viewer today, for this purpose and category: one row for each relationship.
CREATE FUNCTION care_terms(asked text, purpose_asked text)
RETURNS TABLE (relationship text, guarded boolean, signed text[]) {AS_OWNER} AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT tie, 'sensitive' = ANY(clause.categories), clause.organisations
    FROM care_me() me
    JOIN care_clause clause ON me.role = ANY(clause.roles) AND me.organisation = ANY(clause.organisations)
    CROSS JOIN unnest(CASE clause.relationships WHEN '{{}}' THEN '{{none}}' ELSE clause.relationships END) tie
    WHERE clause.purpose = purpose_asked AND asked = ANY(clause.categories)
    AND (now() AT TIME ZONE 'Europe/London')::date BETWEEN clause.starts AND clause.until;
END
$$;

CREATE FUNCTION care_asked_for() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(nullif(current_setting('commonweal.purpose', true), ''), 'direct_care')
$$;

-- The practices whose registered people the viewer may see.
CREATE FUNCTION care_practices(asked text, purpose_asked text, guarded_only boolean)
RETURNS text[] {AS_OWNER} AS $$
BEGIN
    RETURN (
        WITH signed AS MATERIALIZED (
            SELECT DISTINCT unnest(term.signed) AS code FROM care_terms(asked, purpose_asked) term
            WHERE term.relationship = 'registered' AND (term.guarded OR NOT guarded_only)
        )
        SELECT coalesce(array_agg(practice), '{{}}')
        FROM care_me() me JOIN care_coverage covered ON covered.id = me.area
        CROSS JOIN unnest(covered.practices) practice
        WHERE practice IN (SELECT code FROM signed)
    );
END
$$;

-- The people whom the viewer may see for another reason than where they are registered.
CREATE FUNCTION care_people(asked text, purpose_asked text, guarded_only boolean)
RETURNS SETOF uuid {AS_OWNER} AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH term AS (
        SELECT * FROM care_terms(asked, purpose_asked) WHERE guarded OR NOT guarded_only
    ), tied AS (
        SELECT part.person_id, part.kind AS relationship FROM care_involvement part, care_me() me
        WHERE part.ended IS NULL AND (
            part.team <> '' AND part.team = me.team
            OR part.team = '' AND part.organisation <> '' AND part.organisation = me.organisation
        )
        UNION ALL
        SELECT opening.person_id, 'break_glass' FROM care_opening opening, care_me() me
        WHERE opening.post_id = me.id AND opening.ended IS NULL AND opening.until > now()
        UNION ALL
        SELECT resident.id, 'care_home' FROM care_person resident, care_me() me
        WHERE resident.care_home = me.organisation AND resident.care_home <> ''
    )
    SELECT person.id FROM tied JOIN care_person person ON person.id = tied.person_id
    JOIN term ON term.relationship = tied.relationship
    WHERE person.practice = ANY(term.signed)
    OR NOT EXISTS (SELECT FROM care_coverage WHERE kind = 'practice' AND id = person.practice);
END
$$;

CREATE FUNCTION care_own(asked text, purpose_asked text) RETURNS uuid {AS_OWNER} AS $$
BEGIN
    RETURN (
        SELECT me.person_id FROM care_me() me JOIN care_person person ON person.id = me.person_id
        WHERE EXISTS (
            SELECT FROM care_terms(asked, purpose_asked) term WHERE term.relationship = 'own'
            AND (
                person.practice = ANY(term.signed)
                OR NOT EXISTS (SELECT FROM care_coverage WHERE kind = 'practice' AND id = person.practice)
            )
        )
    );
END
$$;

-- The people who have shut this category to the viewer, by objecting or because their record is restricted.
CREATE FUNCTION care_shut(asked text, purpose_asked text) RETURNS SETOF uuid {AS_OWNER} AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT objection.person_id FROM care_objection objection, care_me() me
    WHERE objection.ended IS NULL AND objection.organisation IN ('', me.organisation)
    AND objection.category IN ('', asked)
    UNION ALL
    SELECT person.id FROM care_restriction restriction JOIN care_person person ON person.id = restriction.person_id
    WHERE restriction.ended IS NULL
    AND NOT person.practice = ANY((SELECT care_practices(asked, purpose_asked, true))::text[])
    AND person.id NOT IN (SELECT care_people(asked, purpose_asked, true));
END
$$;

-- The areas whose exact counts the viewer may see: those of which they may look through everybody's record.
CREATE FUNCTION care_exact() RETURNS SETOF text {AS_OWNER} AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH mine AS (
        SELECT care_practices('gp_record', 'case_finding', false) AS practices,
            covered.practices AS wanted, covered.small_areas
        FROM care_me() me JOIN care_coverage covered ON covered.id = me.area
    )
    SELECT 'registered ' || area.id FROM care_coverage area CROSS JOIN unnest(area.practices) code
    GROUP BY area.id HAVING bool_and(code IN (SELECT unnest(practices) FROM mine))
    UNION ALL
    SELECT 'resident ' || area.id FROM care_coverage area CROSS JOIN unnest(area.small_areas) code
    WHERE EXISTS (SELECT FROM mine WHERE wanted <> '{{}}' AND wanted <@ practices)
    GROUP BY area.id HAVING bool_and(code IN (SELECT unnest(small_areas) FROM mine));
END
$$;

-- Opens the record of whoever has this NHS number and birth date, for so many minutes; nothing where nobody has.
CREATE FUNCTION care_open_in_emergency(sought text, born date, why text, minutes integer)
RETURNS uuid LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO care_opening (post_id, person_id, reason, until, finding, note)
    SELECT me.id, person.id, why, now() + make_interval(mins => minutes), '', ''
    FROM care_me() me, care_person person
    WHERE person.nhs_number = sought AND person.birth_date = born
    AND EXISTS (
        SELECT FROM care_terms('demographics', 'direct_care') term WHERE term.relationship = 'break_glass'
        AND (
            person.practice = ANY(term.signed)
            OR NOT EXISTS (SELECT FROM care_coverage WHERE kind = 'practice' AND id = person.practice)
        )
    )
    RETURNING person_id
$$;

CREATE FUNCTION care_told(asked text, purpose_asked text) RETURNS boolean {AS_OWNER} AS $$
BEGIN
    RETURN (
        SELECT EXISTS (SELECT FROM care_terms(asked, purpose_asked))
    );
END
$$;
"""


def seen(asked: str, person: str, practice: str) -> str:
    """The condition on a row: reached through practice, part in care or opening, and not shut; or one's own."""
    asked = f"{asked}, care_asked_for()"
    return f"""
        {person} = (SELECT care_own({asked})) OR (
            ({practice} = ANY((SELECT care_practices({asked}, false))::text[])
                OR {person} IN (SELECT care_people({asked}, false)))
            AND {person} NOT IN (SELECT care_shut({asked}))
        )"""


BY_CATEGORY = " OR ".join(
    f"(category = '{category}' AND ({seen(repr(category), 'person_id', 'practice')}))"
    for category in ("gp_record", "hospital", "community", "mental_health", "social_care")
)


def known(table: str) -> str:
    """The person is one whom the viewer may see: care_person has its own policy. Asked row by row."""
    return f"EXISTS (SELECT FROM care_person known WHERE known.id = {table}.person_id)"


MINE = "post_id IN (SELECT id FROM care_me())"
OVERSEES = "(SELECT care_told('audit', 'oversight'))"
LOADS = "(SELECT care_told('loads', 'oversight'))"

WRITTEN = ("SELECT", "INSERT", "UPDATE")
POLICIES: dict[str, dict[str, str]] = {  # table → command → who may see, or write, which rows
    "care_person": {"SELECT": seen("'demographics'", "id", "practice")},
    "care_personfrailty": {"SELECT": seen("'gp_record'", "person_id", "practice")},
    "care_personcontacts": {"SELECT": BY_CATEGORY},
    "care_frailtycell": {
        "SELECT": "audience = 'planning' AND (SELECT care_told('gp_record', 'planning'))"
        " OR audience = 'care' AND population || ' ' || area IN (SELECT care_exact())"
    },
    "care_involvement": dict.fromkeys(WRITTEN, known("care_involvement")),
    "care_opening": {
        "SELECT": f"{MINE} OR {OVERSEES} OR person_id = (SELECT care_own('demographics', 'direct_care'))",
        "UPDATE": f"{MINE} OR {OVERSEES}",
    },
    "care_objection": dict.fromkeys(WRITTEN, known("care_objection")),
    "care_restriction": dict.fromkeys(WRITTEN, known("care_restriction")),
    "care_optout": dict.fromkeys(WRITTEN, known("care_optout")),
    "care_entry": {
        "SELECT": f"{OVERSEES} OR about_id = (SELECT care_own('demographics', 'direct_care'))"
        " OR by_id = (SELECT user_id FROM care_me())",
        "INSERT": "true",
    },
    "care_loadreport": {"SELECT": LOADS},
    "care_loadrefusal": {"SELECT": LOADS},
}


def enable() -> str:
    """Row-level security on each table, with its policies for the application's role."""
    said = [FUNCTIONS]
    for table, commands in POLICIES.items():
        said.append(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;")
        for command, condition in commands.items():
            check = {
                "SELECT": "USING ({0})",
                "INSERT": "WITH CHECK ({0})",
                "UPDATE": "USING ({0}) WITH CHECK ({0})",
            }
            name = f"{table}_{command.lower()}"
            said.append(
                f"CREATE POLICY {name} ON {table} FOR {command} TO commonweal_app {check[command].format(condition)};"
            )
    return "\n".join(said)


def disable() -> str:
    """The tables as they were."""
    policies = [
        f"DROP POLICY {table}_{command.lower()} ON {table};"
        for table, commands in POLICIES.items()
        for command in commands
    ]
    tables = [f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;" for table in POLICIES]
    functions = (
        "care_told(text, text), care_open_in_emergency(text, date, text, integer), care_exact(), care_shut(text, text), care_own(text, text),"
        " care_people(text, text, boolean), care_practices(text, text, boolean), care_asked_for(),"
        " care_terms(text, text), care_me()"
    )
    return "\n".join([*policies, *tables, f"DROP FUNCTION {functions};"])


class Migration(migrations.Migration):
    dependencies = [("care", "0005_sharing")]
    operations = [migrations.RunSQL(enable(), disable())]
