"""How two records become one and two again, table by table, in SQL; 0022 brings it in."""

from importlib import import_module

handling = import_module("commonweal.care.migrations._merge_handling")

AS_OWNER = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
DOES_AS_OWNER = AS_OWNER.replace("STABLE", "VOLATILE")

HANDLING = f"""
-- How a table that refers to people is dealt with, where moving its rows is not all (_merge_handling.py).
CREATE OR REPLACE FUNCTION care_merge_handling() RETURNS TABLE (
    "table" text, "column" text, how text, alike text[], live text, changes jsonb
) LANGUAGE sql STABLE AS $$
{handling.VALUES}
$$;
"""

REFERENCES = f"""{HANDLING}
-- Every column that refers to people, by the catalogue, with how a merge deals with it. `unhandled` is one that
-- a unique index names and nobody has thought about: no merge is made while there is one.
CREATE FUNCTION care_references() RETURNS TABLE (
    "table" text, "column" text, how text, alike text[], live text, changes jsonb
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT coalesce(known."table", said."table"), coalesce(known."column", said."column"),
        coalesce(said.how, CASE WHEN known.only_once THEN 'unhandled' ELSE 'move' END),
        coalesce(said.alike, '{{}}'), coalesce(said.live, 'true'), coalesce(said.changes, '{{}}')
    FROM (
        SELECT link.conrelid::regclass::text AS "table", att.attname::text AS "column", EXISTS (
            SELECT FROM pg_index sole WHERE sole.indrelid = link.conrelid AND sole.indisunique
            AND att.attnum = ANY(sole.indkey)
        ) AS only_once
        FROM pg_constraint link JOIN pg_attribute att
            ON att.attrelid = link.conrelid AND att.attnum = ANY(link.conkey)
        WHERE link.contype = 'f' AND link.confrelid = 'care_person'::regclass
    ) known
    FULL JOIN care_merge_handling() said ON said."table" = known."table" AND said."column" = known."column"
    ORDER BY 1, 2;
END
$$;

-- Changes columns of the rows that a condition chooses, and notes what they said; how many rows.
CREATE FUNCTION care_merge_set(merge bigint, tab text, chosen text, changes jsonb) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
    keys text[] := ARRAY(
        SELECT att.attname FROM pg_index key JOIN pg_attribute att
            ON att.attrelid = key.indrelid AND att.attnum = ANY(key.indkey)
        WHERE key.indrelid = tab::regclass AND key.indisprimary
    );
    changed integer;
BEGIN
    EXECUTE format(
        'WITH was AS (
            SELECT %1$s, jsonb_build_object(%2$s) AS was_old FROM %3$I AS here WHERE %4$s FOR UPDATE
        ), changed AS (
            UPDATE %3$I AS here SET %5$s FROM was WHERE %6$s RETURNING jsonb_build_object(%7$s) AS now_row, was_old
        )
        INSERT INTO care_movedrow (merge_id, "table", "row", old, new)
        SELECT %8$L, %9$L, now_row, was_old, %10$L FROM changed ORDER BY now_row',
        (SELECT string_agg(format('here.%1$I AS %2$I', key, 'was_' || key), ', ') FROM unnest(keys) key),
        (SELECT string_agg(format('%1$L, here.%1$I::text', name), ', ') FROM jsonb_object_keys(changes) name),
        tab, chosen,
        (SELECT string_agg(format('%I = %L', name, changes ->> name), ', ') FROM jsonb_object_keys(changes) name),
        (SELECT string_agg(format('here.%1$I = was.%2$I', key, 'was_' || key), ' AND ') FROM unnest(keys) key),
        (SELECT string_agg(format('%1$L, here.%1$I', key), ', ') FROM unnest(keys) key),
        merge, tab, changes
    );
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END
$$;

-- The rows of a person in a table, by their primary keys.
CREATE FUNCTION care_merge_rows(tab text, col text, whose uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    found jsonb;
BEGIN
    EXECUTE format(
        'SELECT coalesce(jsonb_agg(jsonb_build_object(%1$s) ORDER BY jsonb_build_object(%1$s)), %2$L)
        FROM %3$I AS here WHERE here.%4$I = %5$L',
        (
            SELECT string_agg(format('%1$L, here.%1$I', att.attname), ', ')
            FROM pg_index key JOIN pg_attribute att ON att.attrelid = key.indrelid AND att.attnum = ANY(key.indkey)
            WHERE key.indrelid = tab::regclass AND key.indisprimary
        ),
        '[]', tab, col, whose
    ) INTO found;
    RETURN found;
END
$$;
"""

MERGE = f"""
-- What a merge changes in the two rows of people: what `kept` lacks it takes from `gone`, which nobody finds
-- by name or place any more. A number is of one row only, so that they change places.
CREATE FUNCTION care_merge_people_rows(merge bigint, kept care_person, gone care_person) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
    hers text := format('here.id = %L', kept.id);
    theirs text := format('here.id = %L', gone.id);
BEGIN
    PERFORM care_merge_set(merge, 'care_person', theirs,
        jsonb_build_object('practice', '', 'practice_since', NULL, 'lsoa', '', 'care_home', ''));
    IF kept.practice = '' AND gone.practice <> '' THEN
        PERFORM care_merge_set(merge, 'care_person', hers,
            jsonb_build_object('practice', gone.practice, 'practice_since', gone.practice_since));
    END IF;
    IF kept.lsoa = '' AND kept.address = '' AND gone.address <> '' THEN
        PERFORM care_merge_set(merge, 'care_person', hers, jsonb_build_object(
            'lsoa', gone.lsoa, 'address', gone.address, 'postcode', gone.postcode,
            'housing_type', gone.housing_type, 'tenure', gone.tenure,
            'geodemographic', gone.geodemographic, 'care_home', gone.care_home));
    END IF;
    IF kept.death_date IS NULL AND gone.death_date IS NOT NULL THEN
        PERFORM care_merge_set(merge, 'care_person', hers, jsonb_build_object('death_date', gone.death_date));
    END IF;
    IF kept.nhs_number IS NULL AND gone.nhs_number IS NOT NULL THEN
        PERFORM care_merge_set(merge, 'care_person', theirs,
            jsonb_build_object('nhs_number', NULL, 'key', 'merged ' || gone.id));
        PERFORM care_merge_set(merge, 'care_person', hers,
            jsonb_build_object('nhs_number', gone.nhs_number, 'key', gone.nhs_number));
        PERFORM care_merge_set(merge, 'care_person', theirs, jsonb_build_object('key', kept.key));
    END IF;
END
$$;

-- What a merge changes in one table.
CREATE FUNCTION care_merge_table(merge bigint, kept uuid, gone uuid, here_ text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
    link record;
    one record;
    same text;
    timed text;
BEGIN
    FOR link IN SELECT * FROM care_references() known WHERE known."table" = here_ LOOP
        IF link.how = 'hide' THEN
            PERFORM care_merge_set(merge, here_, format('here.%I = %L', link."column", gone), link.changes);
        END IF;
        same := format('EXISTS (SELECT FROM %1$I mine WHERE mine.%2$I = %3$L AND %4$s AND %5$s)',
            here_, link."column", kept, replace(link.live, '{{row}}', 'mine'), coalesce((
                SELECT string_agg(format('mine.%1$I IS NOT DISTINCT FROM here.%1$I', name), ' AND ')
                FROM unnest(link.alike) name), 'true'));
        IF link.how = 'close' THEN
            PERFORM care_merge_set(merge, here_,
                format('here.%I = %L AND %s AND %s', link."column", gone,
                    replace(link.live, '{{row}}', 'here'), same),
                replace(replace(link.changes::text, '"now"', to_json(now())::text),
                    '"today"', to_json(current_date)::text)::jsonb || jsonb_build_object(link."column", kept));
        ELSIF link.how = 'first' THEN
            PERFORM care_merge_set(merge, here_, format('here.%I = %L AND NOT %s', link."column", gone, same),
                jsonb_build_object(link."column", kept));
        ELSIF link.how = 'number' THEN
            timed := (
                SELECT att.attname FROM pg_attribute att
                WHERE att.attrelid = here_::regclass AND att.attname IN ('recorded', 'at'));
            FOR one IN EXECUTE format(
                'SELECT here.id, (here.number + 1000000000)::text AS aside FROM %1$I here
                WHERE here.%2$I = %3$L ORDER BY here.id', here_, link."column", kept)
            LOOP
                PERFORM care_merge_set(merge, here_, format('here.id = %L', one.id),
                    jsonb_build_object('number', one.aside));
            END LOOP;
            FOR one IN EXECUTE format(
                'SELECT here.id, row_number() OVER (PARTITION BY %1$s ORDER BY here.%6$I, here.id) AS place
                FROM %2$I here WHERE here.%3$I IN (%4$L, %5$L) ORDER BY here.%3$I = %4$L, here.id',
                coalesce((SELECT string_agg(format('here.%I', name), ', ') FROM unnest(link.alike) name), 'true'),
                here_, link."column", kept, gone, timed)
            LOOP
                PERFORM care_merge_set(merge, here_, format('here.id = %L', one.id),
                    jsonb_build_object('number', one.place, link."column", kept));
            END LOOP;
        END IF;
        IF link.how IN ('move', 'close') THEN
            PERFORM care_merge_set(merge, here_, format('here.%I = %L', link."column", gone),
                jsonb_build_object(link."column", kept));
        END IF;
    END LOOP;
END
$$;

-- Holds what is recorded of two people before the people themselves, as whoever else acts does: none waits for
-- the other.
CREATE FUNCTION care_merge_hold(one uuid, other uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
    link record;
BEGIN
    FOR link IN SELECT * FROM care_references() known WHERE known.how IN ('move', 'close', 'first', 'number') LOOP
        EXECUTE format('SELECT FROM %I here WHERE here.%I IN (%L, %L) FOR UPDATE',
            link."table", link."column", one, other);
    END LOOP;
    PERFORM FROM care_person WHERE id IN (one, other) ORDER BY id FOR UPDATE;
END
$$;

-- Makes `gone` part of `kept`: the id of the merge, or nothing where one of them is part of another already,
-- where the viewer does not see both, or where a table is not thought about.
CREATE FUNCTION care_merge_people(kept_ uuid, gone_ uuid, why text, called text) RETURNS bigint {DOES_AS_OWNER} AS $$
DECLARE
    made bigint;
    kept care_person;
    gone care_person;
BEGIN
    PERFORM care_merge_hold(kept_, gone_);
    SELECT * INTO kept FROM care_person WHERE id = kept_;
    SELECT * INTO gone FROM care_person WHERE id = gone_;
    IF kept.id IS NULL OR gone.id IS NULL OR kept_ = gone_
        OR EXISTS (SELECT FROM care_merge WHERE gone_id IN (kept_, gone_) AND undone IS NULL)
        OR EXISTS (SELECT FROM care_references() WHERE how = 'unhandled')
        OR NOT (care_sees_person(kept_) AND care_sees_person(gone_)) THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('commonweal.merging', 'yes', true);
    INSERT INTO care_merge (kept_id, gone_id, number, by_id, by_name, because, held, undone_because)
    SELECT kept_, gone_, coalesce(gone.nhs_number, ''), (SELECT user_id FROM care_me()), called, why, coalesce((
        SELECT jsonb_object_agg(known."table" || '.' || known."column",
            care_merge_rows(known."table", known."column", kept_))
        FROM care_references() known WHERE known.how IN ('move', 'close', 'first', 'number')
    ), '{{}}'), ''
    RETURNING id INTO made;
    PERFORM care_merge_people_rows(made, kept, gone);
    PERFORM care_merge_set(made, 'care_involvement', format(
        'here.person_id = %L AND here.by_referral AND here.ended IS NULL AND EXISTS (
            SELECT FROM care_involvement theirs WHERE theirs.person_id = %L AND theirs.ended IS NULL
            AND NOT theirs.by_referral AND theirs.kind = here.kind AND theirs.team = here.team
            AND theirs.organisation = here.organisation)', kept_, gone_), jsonb_build_object('by_referral', false));
    PERFORM care_merge_table(made, kept_, gone_, known."table")
    FROM (SELECT DISTINCT "table" FROM care_references() ORDER BY 1) known;
    PERFORM set_config('commonweal.merging', '', true);
    RETURN made;
END
$$;
"""

UNMERGE = f"""
-- The rows that came to a merged person since: of either of the two, nobody can tell which.
CREATE FUNCTION care_merge_since(merge bigint) RETURNS TABLE ("table" text, "column" text, "row" jsonb)
{AS_OWNER} AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT known."table", known."column", here.value
    FROM care_merge made CROSS JOIN care_references() known
    CROSS JOIN jsonb_array_elements(care_merge_rows(known."table", known."column", made.kept_id)) here
    WHERE made.id = merge AND known.how IN ('move', 'close', 'first', 'number')
    AND (care_sees_person(made.kept_id))
    AND NOT coalesce(made.held -> (known."table" || '.' || known."column"), '[]') @> jsonb_build_array(here.value)
    AND NOT EXISTS (
        SELECT FROM care_movedrow moved WHERE moved.merge_id = merge AND moved."table" = known."table"
        AND moved."row" = here.value AND moved.old ? known."column"
    )
    ORDER BY 1, 2, 3;
END
$$;

-- The rows that stayed with `gone`, because the other has one already and only one may be.
CREATE FUNCTION care_merge_stayed(merge bigint) RETURNS TABLE ("table" text, "row" jsonb) {AS_OWNER} AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT known."table", here.value FROM care_merge made CROSS JOIN care_references() known
    CROSS JOIN jsonb_array_elements(care_merge_rows(known."table", known."column", made.gone_id)) here
    WHERE made.id = merge AND known.how = 'first' AND care_sees_person(made.kept_id)
    ORDER BY 1, 2;
END
$$;

-- Puts one row back as it was, as far as nobody has changed it since; whether it could be found.
CREATE FUNCTION care_merge_put_back(moved care_movedrow) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
    found integer;
BEGIN
    EXECUTE format('UPDATE %1$I AS here SET %2$s WHERE %3$s%4$s', moved."table",
        (
            SELECT string_agg(format('%1$I = CASE WHEN here.%1$I IS NOT DISTINCT FROM %2$L THEN %3$L ELSE here.%1$I END',
                name, moved.new ->> name, moved.old ->> name), ', ')
            FROM jsonb_object_keys(moved.old) name
        ),
        (
            SELECT string_agg(format('here.%I = %L', name, moved."row" ->> name), ' AND ')
            FROM jsonb_object_keys(moved."row") name
        ),
        (
            SELECT coalesce(string_agg(format(' AND here.%I = %L', known."column", moved.new ->> known."column"), ''), '')
            FROM care_references() known WHERE known."table" = moved."table" AND moved.new ? known."column"
        )
    );
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found > 0;
END
$$;

-- Two people again: what was moved goes back; rows that came since stay, but for those `given` to `gone`.
-- The rows that are not as they were left, or nothing where it cannot be undone by this viewer now.
CREATE FUNCTION care_unmerge_people(asked bigint, why text, given jsonb) RETURNS jsonb {DOES_AS_OWNER} AS $$
DECLARE
    made care_merge;
    moved care_movedrow;
    since record;
    lost jsonb := '[]';
BEGIN
    SELECT * INTO made FROM care_merge WHERE id = asked;
    PERFORM care_merge_hold(made.kept_id, made.gone_id);
    SELECT * INTO made FROM care_merge WHERE id = asked AND undone IS NULL;
    IF made.id IS NULL OR NOT care_sees_person(made.kept_id)
        OR EXISTS (SELECT FROM care_merge WHERE gone_id = made.kept_id AND undone IS NULL)
        OR EXISTS (SELECT FROM care_merge WHERE kept_id = made.kept_id AND undone IS NULL AND id > made.id) THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('commonweal.merging', 'yes', true);
    FOR moved IN SELECT * FROM care_movedrow WHERE merge_id = asked ORDER BY id DESC LOOP
        IF NOT care_merge_put_back(moved) AND moved."table" NOT IN (
            SELECT known."table" FROM care_references() known WHERE known.how = 'hide'
        ) THEN
            lost := lost || jsonb_build_array(jsonb_build_object('table', moved."table", 'row', moved."row"));
        END IF;
    END LOOP;
    UPDATE care_merge SET undone = now(), undone_by_id = (SELECT user_id FROM care_me()), undone_because = why
    WHERE id = asked;
    PERFORM set_config('commonweal.merging', '', true);
    UPDATE care_involvement part SET ended = now(), outcome = 'No referral of theirs is open any more'
    WHERE part.person_id IN (made.kept_id, made.gone_id) AND part.by_referral AND part.ended IS NULL
    AND NOT EXISTS (
        SELECT FROM care_referral open WHERE open.person_id = part.person_id AND open.ended IS NULL
        AND part.team IN (open.hub, open.team)
    );
    FOR since IN SELECT * FROM care_merge_since(asked) WHERE given @> jsonb_build_array(
        jsonb_build_object('table', "table", 'row', "row"))
    LOOP
        EXECUTE format('UPDATE %I AS here SET %I = %L WHERE %s', since."table", since."column", made.gone_id, (
            SELECT string_agg(format('here.%I = %L', name, since."row" ->> name), ' AND ')
            FROM jsonb_object_keys(since."row") name));
    END LOOP;
    RETURN lost;
END
$$;
"""
