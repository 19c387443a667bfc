"""What must hold of every invented person: each question asks for those of whom it does not."""

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from commonweal.analytics.tables import TABLES
from commonweal.store import Store
from commonweal.terms import nhs_number, snomed

NOBODY = {
    "two people have one key": "SELECT person FROM person GROUP BY person HAVING count(*) > 1",
    "born after the records end": "SELECT person FROM person WHERE birth_date > DATE '2026-10-31'",
    "older than anyone": "SELECT person FROM person WHERE birth_date < DATE '1905-01-01'",
    "died before birth or after the records end": """
        SELECT person FROM death JOIN person USING (person)
        WHERE date < birth_date OR date > DATE '2026-10-31'""",
    "coded before birth or after death": """
        SELECT event.person FROM event JOIN person USING (person) LEFT JOIN death USING (person)
        WHERE event.date < birth_date OR event.date > coalesce(death.date, DATE '2026-10-31')""",
    "prescribed before birth or after death": """
        SELECT m.person FROM medication AS m JOIN person USING (person) LEFT JOIN death USING (person)
        WHERE m.date < birth_date OR m.date > coalesce(death.date, DATE '2026-10-31')""",
    "measured before birth or after death": """
        SELECT m.person FROM measurement AS m JOIN person USING (person) LEFT JOIN death USING (person)
        WHERE m.date < birth_date OR m.date > coalesce(death.date, DATE '2026-10-31')""",
    "seen before birth or after death": """
        SELECT a.person FROM activity AS a JOIN person USING (person) LEFT JOIN death USING (person)
        WHERE a.start::DATE < birth_date OR a.start::DATE > coalesce(death.date, DATE '2026-10-31')""",
    "seen, prescribed or measured while not registered": """
        WITH seen AS (SELECT person, start::DATE AS day FROM activity UNION ALL
                      SELECT person, date FROM medication UNION ALL SELECT person, date FROM measurement)
        SELECT person FROM seen ANTI JOIN registration AS r ON r.person = seen.person
        AND seen.day >= r.start AND seen.day < coalesce(r."end", DATE '9999-01-01')""",
    "seen by a GP of another practice than the one of that day": """
        SELECT a.person FROM activity AS a ANTI JOIN registration AS r ON r.person = a.person
        AND a.start::DATE >= r.start AND a.start::DATE < coalesce(r."end", DATE '9999-01-01')
        AND starts_with(a.provider, r.practice || '-GP') WHERE a.setting = 'gp'""",
    "has two practices at once": """
        SELECT a.person FROM registration AS a JOIN registration AS b ON a.person = b.person
        AND a.start < b.start AND coalesce(a."end", DATE '9999-01-01') > b.start""",
    "is without a practice between two": """
        SELECT person FROM (
            SELECT person, start, lag("end") OVER (PARTITION BY person ORDER BY start) AS before
            FROM registration) WHERE before <> start""",
    "registration ends before it begins": 'SELECT person FROM registration WHERE "end" <= start',
    "registered before birth": """
        SELECT person FROM registration JOIN person USING (person) WHERE start < birth_date""",
    "lives at two addresses at once": """
        SELECT a.person FROM residence AS a JOIN residence AS b ON a.person = b.person
        AND a.start < b.start AND coalesce(a."end", DATE '9999-01-01') > b.start""",
    "residence ends before it begins": 'SELECT person FROM residence WHERE "end" <= start',
    "lives nowhere on the last day": """
        SELECT person FROM person ANTI JOIN death USING (person)
        ANTI JOIN (FROM residence WHERE "end" IS NULL) USING (person)
        SEMI JOIN (FROM registration WHERE "end" IS NULL) USING (person)""",
    "lives on after death": """
        SELECT person FROM residence SEMI JOIN death USING (person) WHERE "end" IS NULL""",
    "in a care home, and not so described": """
        SELECT person FROM residence WHERE (care_home IS NOT NULL) <> (housing_type = 'care_home')
        OR (care_home IS NOT NULL) <> (tenure = 'communal')""",
    "in a care home without a package for it": """
        SELECT person FROM residence ANTI JOIN (
            FROM care_package WHERE kind IN ('residential', 'nursing')) AS p USING (person, start)
        WHERE care_home IS NOT NULL""",
    "one address and two households": """
        SELECT address FROM residence WHERE address <> 'No fixed abode'
        GROUP BY address, postcode HAVING count(DISTINCT household) > 1""",
    "one household and two addresses": """
        SELECT household FROM residence GROUP BY household
        HAVING count(DISTINCT (address, lsoa, postcode)) > 1""",
    "a child lives without anyone grown up": """
        SELECT household FROM residence JOIN person USING (person) WHERE "end" IS NULL GROUP BY household
        HAVING min(birth_date) > DATE '2010-10-31'""",
    "two stays in a bed at once": """
        SELECT a.person FROM activity AS a JOIN activity AS b ON a.person = b.person AND a.record <> b.record
        AND a.setting = 'bed' AND b.setting = 'bed' AND a.start <= b.start
        AND coalesce(a."end", TIMESTAMP '9999-01-01') > b.start""",
    "died in hospital, not to be found in a bed": """
        SELECT person FROM death ANTI JOIN activity ON activity.person = death.person
        AND setting = 'bed' AND activity."end"::DATE = death.date WHERE place = 'hospital'""",
    "died elsewhere, yet in a bed": """
        SELECT death.person FROM death JOIN activity ON activity.person = death.person
        AND setting = 'bed' AND activity."end" > death.date WHERE place <> 'hospital'""",
    "has what only the other sex has": """
        SELECT person FROM event JOIN person USING (person)
        WHERE (sex = 'female' AND code IN ('266569009', '399068003'))
        OR (sex = 'male' AND code IN ('102447009', '254837009'))""",
    "ends before it begins": 'SELECT record FROM activity WHERE "end" < start',
    "costs less than nothing": "SELECT record FROM activity WHERE cost < 0 OR cost IS NULL",
    "a stay without a method": "SELECT record FROM activity WHERE (method IS NULL) <> (setting <> 'bed')",
    "a package ends before it begins": 'SELECT record FROM care_package WHERE "end" <= start',
    "two packages of a kind at once": """
        SELECT a.person FROM care_package AS a JOIN care_package AS b ON a.person = b.person
        AND a.kind = b.kind AND a.record <> b.record AND a.start <= b.start
        AND coalesce(a."end", DATE '9999-01-01') > b.start""",
    "a package at home in a care home": """
        SELECT p.person FROM care_package AS p JOIN residence AS r ON r.person = p.person
        AND r.care_home IS NOT NULL AND p.kind NOT IN ('residential', 'nursing')
        AND coalesce(p."end", DATE '9999-01-01') > r.start""",
    "a diagnosis of no spell in a bed, or of one that is not over": """
        SELECT d.person FROM diagnosis AS d ANTI JOIN activity AS a ON a.record = d.spell
        AND a.person = d.person AND a.setting = 'bed' AND a.start::DATE = d.date AND a."end" IS NOT NULL""",
    "a spell that is over and not coded": """
        SELECT record FROM activity ANTI JOIN diagnosis ON spell = activity.record AND position = 1
        WHERE setting = 'bed' AND "end" IS NOT NULL""",
    "a diagnosis left out or coded twice of a spell": """
        SELECT spell FROM diagnosis GROUP BY spell
        HAVING max(position) <> count(*) OR count(DISTINCT code) <> count(*)""",
    "coded with dementia before it began": """
        SELECT person FROM diagnosis WHERE code LIKE 'F03%' AND NOT EXISTS (
            FROM event WHERE event.person = diagnosis.person AND event.date <= diagnosis.date
            AND event.code IN ('52448006', '26929004', '429998004'))""",
    "low kidney function without kidney disease": """
        SELECT m.person FROM measurement AS m ANTI JOIN (
            FROM event WHERE term LIKE 'Chronic kidney disease%') AS e USING (person)
        WHERE m.code = '1011481000000105' AND value < 60""",
}


@pytest.mark.parametrize("what", NOBODY)
def test_nobody(what: str, rows: duckdb.DuckDBPyConnection) -> None:
    assert rows.execute(NOBODY[what]).fetchall() == []


@pytest.mark.parametrize(
    "name", ["event", "medication", "measurement", "activity", "diagnosis", "care_package"]
)
def test_no_two_records_have_one_name(name: str, rows: duckdb.DuckDBPyConnection) -> None:
    found = rows.execute(f"SELECT count(*), count(DISTINCT record) FROM {name}").fetchone()
    assert found is not None
    assert found[0] == found[1] > 0


def test_every_table_keeps_its_contract(quarter: Store) -> None:
    for name in set(TABLES) - {"refused"}:
        for file in quarter.files(name):
            assert pq.read_schema(file).equals(TABLES[name].arrow())


def test_files_are_in_order_of_person_and_medicines_of_year_before(quarter: Store) -> None:
    for name in set(TABLES) - {"refused"}:
        for file in quarter.files(name):
            table = pq.read_table(file)
            people = table["person"].to_pylist()
            years = pc.year(table["date"]).to_pylist() if name == "medication" else [0] * len(people)
            rows = list(zip(years, people, strict=True))
            assert rows == sorted(rows)


def test_nhs_numbers_are_right_and_nobodys(rows: duckdb.DuckDBPyConnection) -> None:
    numbers = [number for (number,) in rows.execute("SELECT nhs_number FROM person").fetchall()]
    having = [number for number in numbers if number]
    assert all(nhs_number.valid(number) and number.startswith("999") for number in having)
    assert len(set(having)) == len(having)
    assert 0 < numbers.count(None) < 20


def test_codes_have_a_right_check_digit(rows: duckdb.DuckDBPyConnection) -> None:
    for name in ("event", "medication", "measurement"):
        codes = [code for (code,) in rows.execute(f"SELECT DISTINCT code FROM {name}").fetchall()]
        assert [code for code in codes if not snomed.valid(code)] == []


def test_care_homes_hold_twenty_to_sixty(city: Store) -> None:
    files = [str(file) for file in city.files("residence")]
    sizes = duckdb.sql(
        f"""SELECT count(*) FROM read_parquet({files!r})
        WHERE care_home IS NOT NULL AND "end" IS NULL GROUP BY care_home"""
    ).fetchall()
    assert sizes
    assert all(20 <= size <= 60 for (size,) in sizes)


def test_how_far_people_see_the_same_gp_differs(rows: duckdb.DuckDBPyConnection) -> None:
    """Of those seen three times or more in two years, half by one GP in some six of ten; a few by many."""
    [(people, middle, low, high, gps)] = rows.execute("""
        WITH seen AS (
            SELECT person, provider, count(*) AS times FROM activity
            WHERE setting = 'gp' AND start >= TIMESTAMPTZ '2024-11-01 00:00:00Z' GROUP BY ALL
        ), usual AS (
            SELECT person, max(times) / sum(times) AS share FROM seen GROUP BY person HAVING sum(times) >= 3
        )
        SELECT count(*), median(share), quantile_cont(share, 0.1), quantile_cont(share, 0.9),
            (SELECT count(DISTINCT provider) / count(DISTINCT split_part(provider, '-', 1)) FROM seen)
        FROM usual
    """).fetchall()
    assert people > 1000
    assert (round(middle, 1), low < 0.45, high > 0.75, gps) == (0.6, True, True, 8)
