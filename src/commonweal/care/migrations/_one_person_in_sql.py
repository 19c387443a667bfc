"""What 0022 says in SQL: who is one person, how two records become one and two again, who may do that."""

from importlib import import_module

policies = import_module("commonweal.care.migrations._policies")
merging = import_module("commonweal.care.migrations._merge_in_sql")
referrals = import_module("commonweal.care.migrations._referrals_in_sql")
access = import_module("commonweal.care.migrations.0006_row_level_security")

AS_OWNER = merging.AS_OWNER
MERGING = "current_setting('commonweal.merging', true) IS DISTINCT FROM 'yes'"

ONE = f"""
-- Who this person is now: whom their record became part of, or themselves.
CREATE FUNCTION care_one(asked uuid) RETURNS uuid {AS_OWNER} AS $$
DECLARE
    found uuid := asked;
    further uuid;
BEGIN
    LOOP
        SELECT kept_id INTO further FROM care_merge WHERE gone_id = found AND undone IS NULL;
        EXIT WHEN further IS NULL;
        found := further;
    END LOOP;
    RETURN found;
END
$$;

-- Every record that is of the same person as this one.
CREATE FUNCTION care_all_of(asked uuid) RETURNS uuid[] {AS_OWNER} AS $$
BEGIN
    RETURN (
        WITH RECURSIVE part AS (
            SELECT care_one(asked) AS id
            UNION
            SELECT merge.gone_id FROM care_merge merge JOIN part ON part.id = merge.kept_id
            WHERE merge.undone IS NULL
        )
        SELECT array_agg(id) FROM part
    );
END
$$;

-- Whatever is recorded of somebody whose record is part of another is recorded of that one. It waits for a merge
-- under way, so that what was begun before it ended does not stay behind.
CREATE FUNCTION care_comes_to_one() RETURNS trigger {merging.DOES_AS_OWNER} AS $$
BEGIN
    IF NEW.person_id IS NOT NULL AND {MERGING} THEN
        PERFORM FROM care_person WHERE id = NEW.person_id FOR KEY SHARE;
        NEW.person_id := care_one(NEW.person_id);
    END IF;
    RETURN NEW;
END
$$;
"""

MAY = f"""
-- Whether the viewer may say that two records are, or are not, of one person: both are people they may see.
CREATE FUNCTION care_sees_person(asked uuid) RETURNS boolean {AS_OWNER} AS $$
BEGIN
    RETURN care_is_operator() OR EXISTS (
        SELECT FROM care_person person WHERE person.id = asked
        AND ({policies.seen("'demographics'", "person.id", "person.practice")})
    );
END
$$;
"""

ELSEWHERE = f"""
-- How many pairs wait of which the viewer sees one record alone, by the practice of the other.
CREATE FUNCTION care_pairs_elsewhere() RETURNS TABLE (practice text, pairs bigint) {AS_OWNER} AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH waiting AS (
        SELECT first_id, second_id FROM care_pair pair
        WHERE pair.decision IN ('', 'later') AND pair.verdict <> 'different' AND NOT EXISTS (
            SELECT FROM care_merge merge
            WHERE merge.gone_id IN (pair.first_id, pair.second_id) AND merge.undone IS NULL
        )
    ), seen AS (
        SELECT person.id FROM care_person person
        WHERE person.id IN (SELECT first_id FROM waiting UNION SELECT second_id FROM waiting)
        AND ({policies.seen("'demographics'", "person.id", "person.practice")})
    )
    SELECT other.practice, count(*) FROM waiting
    JOIN care_person other ON other.id = CASE
        WHEN first_id IN (SELECT id FROM seen) AND second_id NOT IN (SELECT id FROM seen) THEN second_id
        WHEN second_id IN (SELECT id FROM seen) AND first_id NOT IN (SELECT id FROM seen) THEN first_id END
    GROUP BY 1 ORDER BY 1;
END
$$;
"""



def _function(said: str, name: str) -> str:
    """One function of those that `said` creates, to be put in the place of what is there."""
    start = said.index(f"CREATE FUNCTION {name}(")
    marks = said.index("$$", said.index("$$", start) + 2)
    return "CREATE OR REPLACE " + said[start:marks].removeprefix("CREATE ") + "$$;"


BEFORE = {
    name: _function(said, name)
    for name, said in (
        ("care_known_person", referrals.FUNCTIONS),
        ("care_lives", referrals.FUNCTIONS),
        ("care_identify", referrals.FUNCTIONS),
        ("care_open_in_emergency", access.FUNCTIONS),
    )
}
SINCE = {  # function → what of it reads otherwise, so that every record leads to the one person
    "care_known_person": (
        (
            "FROM care_person person",
            "FROM care_person known JOIN care_person person ON person.id = care_one(known.id)",
        ),
        (
            "person.nhs_number = sought AND (person.birth_date = born OR upper(person.family) = upper(called))",
            "known.nhs_number = sought AND (known.birth_date = born OR upper(known.family) = upper(called))",
        ),
    ),
    "care_lives": (("person.id = whom", "person.id = care_one(whom)"),),
    "care_identify": (
        ("person.id = whom", "person.id = care_one(whom)"),
        (
            "person.nhs_number = nullif(referral.nhs_number, '')",
            "nullif(referral.nhs_number, '') IN (SELECT known.nhs_number FROM care_person known"
            " WHERE known.id = ANY(care_all_of(whom)))",
        ),
    ),
    "care_open_in_emergency": (
        (
            "FROM care_me() me, care_person person",
            "FROM care_me() me, care_person known JOIN care_person person ON person.id = care_one(known.id)",
        ),
        (
            "person.nhs_number = sought AND person.birth_date = born",
            "known.nhs_number = sought AND known.birth_date = born",
        ),
    ),
}


def _since() -> str:
    said = []
    for name, changes in SINCE.items():
        function = BEFORE[name]
        for old, new in changes:
            assert function.count(old) == 1, f"{name} does not say: {old}"
            function = function.replace(old, new)
        said.append(function)
    return "\n".join(said)


WATCHED = """
-- A table whose rows move: what is recorded in it of somebody whose record is part of another is of that one.
CREATE FUNCTION care_merge_watch(tab text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER comes_to_one BEFORE INSERT OR UPDATE OF person_id ON %I
        FOR EACH ROW EXECUTE FUNCTION care_comes_to_one()', tab);
END
$$;
SELECT care_merge_watch(known."table") FROM care_references() known
WHERE known."column" = 'person_id' AND known.how IN ('move', 'close', 'first', 'number');
"""
NOT_WATCHED = """
DO $$
DECLARE
    tab text;
BEGIN
    FOR tab IN SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'comes_to_one' LOOP
        EXECUTE format('DROP TRIGGER comes_to_one ON %I', tab);
    END LOOP;
END
$$;
"""
# What follows a change of these rows does not follow when the rows of a merge change hands.
FOLLOWED = """
CREATE OR REPLACE TRIGGER referrals_are_followed AFTER INSERT OR UPDATE ON care_referral
FOR EACH ROW {when}EXECUTE FUNCTION care_follow_referral();
CREATE OR REPLACE TRIGGER stays_apart BEFORE INSERT OR UPDATE OF started, ended, outcome ON care_stay
FOR EACH ROW {when}EXECUTE FUNCTION care_stays_apart();
"""
OWN = "care_own('demographics', 'direct_care')"
AUDITED = """
DROP POLICY care_entry_select ON care_entry;
CREATE POLICY care_entry_select ON care_entry FOR SELECT TO commonweal_app USING (
    {oversees} OR {own} OR by_id = (SELECT user_id FROM care_me())
);
"""
POLICIES = {
    "care_pair": dict.fromkeys(
        ("SELECT", "UPDATE"),
        f"{policies.of_person('care_pair', 'demographics', 'first_id')}"
        f" AND {policies.of_person('care_pair', 'demographics', 'second_id')}",
    ),
    "care_merge": {
        "SELECT": policies.of_person("care_merge", "demographics", "kept_id").replace(
            "care_merge.kept_id", "care_one(care_merge.kept_id)"
        )
    },
    "care_movedrow": {"SELECT": "false"},  # for the operator: it says what of a record there is
}
MADE = (
    "care_pairs_elsewhere()",
    "care_merge_stayed(bigint)",
    "care_unmerge_people(bigint, text, jsonb)",
    "care_merge_put_back(care_movedrow)",
    "care_merge_since(bigint)",
    "care_merge_people(uuid, uuid, text, text)",
    "care_merge_hold(uuid, uuid)",
    "care_merge_table(bigint, uuid, uuid, text)",
    "care_merge_people_rows(bigint, care_person, care_person)",
    "care_sees_person(uuid)",
    "care_merge_rows(text, text, uuid)",
    "care_merge_set(bigint, text, text, jsonb)",
    "care_references()",
    "care_merge_handling()",
    "care_merge_watch(text)",
    "care_comes_to_one()",
    "care_all_of(uuid)",
    "care_one(uuid)",
)


def enable() -> str:
    """The functions, the triggers, and who may see which pairs and merges."""
    audited = AUDITED.format(
        oversees=access.OVERSEES, own=f"about_id = ANY((SELECT care_all_of({OWN}))::uuid[])"
    )
    said = (ONE, merging.REFERENCES, MAY, ELSEWHERE, merging.MERGE, merging.UNMERGE, _since(), WATCHED)
    return "\n".join([*said, FOLLOWED.format(when=f"WHEN ({MERGING}) "), audited, policies.enable(POLICIES)])


def disable() -> str:
    """As it was before."""
    audited = AUDITED.format(oversees=access.OVERSEES, own=f"about_id = (SELECT {OWN})")
    undone = [policies.disable(POLICIES), audited, FOLLOWED.format(when=""), NOT_WATCHED, *BEFORE.values()]
    return "\n".join([*undone, f"DROP FUNCTION {', '.join(MADE)};"])
