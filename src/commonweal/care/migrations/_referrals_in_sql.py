"""What 0009 says in SQL: who may see and record what of referrals, and what follows from them."""

from importlib import import_module

SEEN = import_module("commonweal.care.migrations.0006_row_level_security").seen

FUNCTIONS = """
-- What there is one of, or few: taken for a thousand, they are joined by reading all people.
ALTER FUNCTION care_me() ROWS 1;
ALTER FUNCTION care_terms(text, text) ROWS 10;

-- The teams whose referrals the viewer works on: their own, while an agreement lets those addressed see them.
CREATE FUNCTION care_addressed() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (
        SELECT coalesce(array_agg(me.team), '{}') FROM care_me() me
        WHERE me.team <> '' AND EXISTS (
            SELECT FROM care_terms('referrals', 'direct_care') term WHERE term.relationship = 'referral'
        )
    );
END
$$;

-- Who the viewer sends referrals as: organisation and team, while an agreement lets them see any.
CREATE FUNCTION care_sends_as() RETURNS TABLE (organisation text, team text)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT me.organisation, me.team FROM care_me() me
    WHERE me.organisation <> '' AND me.person_id IS NULL
    AND (SELECT care_told('referrals', 'direct_care'));
END
$$;

-- Operators own the tables; whoever acts through a page has the application's role.
CREATE FUNCTION care_is_operator() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT current_setting('role') <> 'commonweal_app' AND pg_has_role(
        session_user, (SELECT relowner FROM pg_class WHERE oid = 'care_referral'::regclass), 'USAGE')
$$;

-- Whether the viewer may record steps of a referral: those it is addressed to, and those who sent it.
CREATE FUNCTION care_works_on(asked care_referral) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN care_is_operator() OR asked.hub = ANY(care_addressed()) OR asked.team = ANY(care_addressed())
        OR EXISTS (
            SELECT FROM care_sends_as() us WHERE us.organisation = asked.sender AND us.team = asked.sender_team
        );
END
$$;

-- Whoever has this NHS number and, where they are known, was born then or is called so; for those who refer.
CREATE FUNCTION care_known_person(sought text, born date, called text)
RETURNS TABLE (id uuid, practice text, lsoa text, death_date date)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT person.id, person.practice, person.lsoa, person.death_date
    FROM care_person person
    WHERE person.nhs_number = sought AND (person.birth_date = born OR upper(person.family) = upper(called))
    AND (care_is_operator() OR (SELECT care_told('referrals', 'direct_care')));
END
$$;

-- Practice and small area of whomever a referral is about, for whoever refers them.
CREATE FUNCTION care_lives(whom uuid) RETURNS TABLE (practice text, lsoa text)
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT person.practice, person.lsoa FROM care_person person
    WHERE person.id = whom AND (care_is_operator() OR (SELECT care_told('referrals', 'direct_care')));
END
$$;

-- Where a referral stands after its step number `seen`, and its clocks; false where somebody was faster.
CREATE FUNCTION care_stands(asked bigint, seen integer, stands jsonb, clocks jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE care_referral referral SET
        steps = seen + 1, stage = now_.stage, since = now_.since, version_id = now_.version,
        team = now_.team, team_organisation = now_.team_organisation,
        due = now_.due, due_clock = now_.due_clock, resting = now_.resting, next_rung = now_.next_rung,
        ended = now_.ended, outcome = now_.outcome, next_owner = now_.next_owner
    FROM jsonb_to_record(stands) AS now_ (
        stage text, since timestamptz, version text, team text, team_organisation text, due timestamptz,
        due_clock text, resting text, next_rung timestamptz, ended timestamptz, outcome text, next_owner text
    )
    WHERE referral.id = asked AND referral.steps = seen AND care_works_on(referral);
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM care_run_clocks(asked, clocks);
    RETURN true;
END
$$;

CREATE FUNCTION care_run_clocks(asked bigint, clocks jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO care_clockrun AS kept (
        referral_id, clock, number, rule, state, started, due, ended, used_seconds, limit_seconds, target
    )
    SELECT asked, run.* FROM jsonb_to_recordset(clocks) AS run (
        clock text, number integer, rule text, state text, started timestamptz, due timestamptz,
        ended timestamptz, used_seconds bigint, limit_seconds bigint, target integer
    )
    ON CONFLICT (referral_id, clock, number) DO UPDATE SET
        rule = excluded.rule, state = excluded.state, started = excluded.started, due = excluded.due,
        ended = excluded.ended, used_seconds = excluded.used_seconds,
        limit_seconds = excluded.limit_seconds, target = excluded.target;
    DELETE FROM care_clockrun kept WHERE kept.referral_id = asked AND NOT EXISTS (
        SELECT FROM jsonb_to_recordset(clocks) AS run (clock text, number integer)
        WHERE run.clock = kept.clock AND run.number = kept.number
    );
END
$$;

-- The clocks of a referral that has just begun, by whoever began it.
CREATE FUNCTION care_begins(asked bigint, clocks jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM care_referral referral WHERE referral.id = asked AND referral.steps = 1
        AND (care_is_operator() OR referral.made_by_id = (SELECT user_id FROM care_me()))
    ) THEN
        PERFORM care_run_clocks(asked, clocks);
    END IF;
END
$$;

-- The referral is found to be about somebody whom the viewer sees, or whose number it carries.
CREATE FUNCTION care_identify(asked bigint, whom uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE care_referral referral SET
        person_id = person.id, identity = 'known', practice = person.practice, lsoa = person.lsoa
    FROM care_person person
    WHERE referral.id = asked AND person.id = whom AND care_works_on(referral)
    AND (
        care_is_operator()
        OR person.practice = ANY(care_practices('demographics', 'direct_care', false))
        OR person.id IN (SELECT care_people('demographics', 'direct_care', false))
        OR person.nhs_number = nullif(referral.nhs_number, '')
    );
    RETURN FOUND;
END
$$;

-- Counts by stage, and the sight that a referral gives its teams, follow the referral.
CREATE FUNCTION care_follow_referral() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (OLD.stage, OLD.ended) IS DISTINCT FROM (NEW.stage, NEW.ended) THEN
        INSERT INTO care_stagecount AS kept (hub, pathway, stage, lane, count)
        SELECT NEW.hub, NEW.pathway, change.stage, NEW.id % 16, sum(change.by) FROM (
            SELECT OLD.stage, -1 AS by WHERE TG_OP = 'UPDATE' AND OLD.ended IS NULL
            UNION ALL
            SELECT NEW.stage, 1 WHERE NEW.ended IS NULL
        ) change
        GROUP BY change.stage HAVING sum(change.by) <> 0 ORDER BY change.stage
        ON CONFLICT (hub, pathway, stage, lane) DO UPDATE SET count = kept.count + excluded.count;
    END IF;
    IF NEW.person_id IS NOT NULL AND NEW.ended IS NULL THEN
        INSERT INTO care_involvement (person_id, kind, team, organisation, reason, outcome, by_referral)
        SELECT NEW.person_id, 'referral', part.team, part.organisation, 'Referred: ' || NEW.reference, '', true
        FROM (VALUES (NEW.hub, NEW.hub_organisation), (NEW.team, NEW.team_organisation)) part (team, organisation)
        WHERE part.team <> ''
        ON CONFLICT DO NOTHING;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.person_id IS NOT NULL
        AND (OLD.person_id, OLD.team, OLD.ended) IS DISTINCT FROM (NEW.person_id, NEW.team, NEW.ended) THEN
        UPDATE care_involvement part SET
            ended = now(), outcome = 'The referral ' || NEW.reference || ' went on or ended'
        WHERE part.person_id = OLD.person_id AND part.kind = 'referral' AND part.by_referral
        AND part.ended IS NULL AND part.team IN (OLD.hub, OLD.team) AND part.team <> ''
        AND NOT EXISTS (
            SELECT FROM care_referral other WHERE other.person_id = OLD.person_id AND other.ended IS NULL
            AND part.team IN (other.hub, other.team)
        );
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER referrals_are_followed AFTER INSERT OR UPDATE ON care_referral
FOR EACH ROW EXECUTE FUNCTION care_follow_referral();

CREATE FUNCTION care_steps_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'steps are added to and never changed';
END
$$;
CREATE TRIGGER steps_stay BEFORE UPDATE OR DELETE ON care_step
FOR EACH ROW EXECUTE FUNCTION care_steps_stay();
"""

# Asked of one referral at a time: as EXISTS it would be asked of all of them at once, and kept.
KNOWN = "(SELECT true FROM care_referral known WHERE known.id = {table}.referral_id)"
MINE = "(SELECT user_id FROM care_me())"
ADDRESSED = "hub = ANY((SELECT care_addressed())::text[]) OR team = ANY((SELECT care_addressed())::text[])"
SENT = "(sender, sender_team) IN (SELECT organisation, team FROM care_sends_as())"
OF_PERSON = f"person_id IS NOT NULL AND ({SEEN(repr('referrals'), 'person_id', 'practice')})"
POLICIES = {
    ("care_referral", "SELECT", "USING"): f"{ADDRESSED} OR {SENT} OR {OF_PERSON}",
    ("care_referral", "INSERT", "WITH CHECK"): f"""made_by_id = {MINE}
        AND (SELECT care_told('referrals', 'direct_care'))
        AND (person_id IS NULL OR (SELECT true FROM care_person known WHERE known.id = person_id)
            OR person_id IN (SELECT found.id FROM care_known_person(nhs_number, birth_date, family) found))""",
    ("care_step", "SELECT", "USING"): KNOWN.format(table="care_step"),
    ("care_step", "INSERT", "WITH CHECK"): f"by_id = {MINE} AND {KNOWN.format(table='care_step')}",
    ("care_clockrun", "SELECT", "USING"): KNOWN.format(table="care_clockrun"),
}
TABLES = ("care_referral", "care_step", "care_clockrun")
UNDO = """
ALTER FUNCTION care_me() ROWS 1000;
ALTER FUNCTION care_terms(text, text) ROWS 1000;
DROP TRIGGER steps_stay ON care_step;
DROP TRIGGER referrals_are_followed ON care_referral;
DROP FUNCTION care_steps_stay(), care_follow_referral(), care_identify(bigint, uuid), care_begins(bigint, jsonb),
    care_stands(bigint, integer, jsonb, jsonb), care_run_clocks(bigint, jsonb),
    care_known_person(text, date, text), care_lives(uuid);
DROP FUNCTION care_works_on(care_referral);
DROP FUNCTION care_is_operator(), care_sends_as(), care_addressed();
"""


def enable() -> str:
    """The functions, and row-level security with its policies for the application's role."""
    tables = [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;" for table in TABLES]
    policies = [
        f"CREATE POLICY {table}_{command.lower()} ON {table} FOR {command} TO commonweal_app {how} ({said});"
        for (table, command, how), said in POLICIES.items()
    ]
    return "\n".join([FUNCTIONS, *tables, *policies])


def disable() -> str:
    """As it was before."""
    policies = [f"DROP POLICY {table}_{command.lower()} ON {table};" for table, command, _ in POLICIES]
    return "\n".join([*policies, UNDO])
