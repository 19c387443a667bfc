"""The questions `measures.py` asks of the people in a store, in SQL."""

VIEWS = """
CREATE TABLE death AS SELECT person, date, place FROM death_rows;
CREATE TABLE admission AS SELECT person, start::DATE AS day FROM activity_rows
    WHERE setting = 'bed' AND method = 'emergency';
CREATE TABLE consultation AS SELECT person, start::DATE AS day FROM activity_rows WHERE setting = 'gp';
"""

HERE = """
CREATE TABLE here AS
SELECT person, sex, date_diff('day', birth_date, $on) / 365.25 AS age, practice, household, tenure,
       coalesce(care_home, '') AS care_home, decile, now.rank AS rank, before.rank AS rank_before
FROM person_rows
JOIN (SELECT person, practice FROM registration_rows WHERE "end" IS NULL) USING (person)
JOIN (SELECT person, household, tenure, lsoa, care_home FROM residence_rows WHERE "end" IS NULL)
     USING (person)
LEFT JOIN small_area USING (lsoa)
JOIN (SELECT person, rank FROM graded WHERE "on" = $on) AS now USING (person)
LEFT JOIN (SELECT person, rank FROM graded WHERE "on" = $year_before) AS before USING (person)
"""

OLDER = """
CREATE TABLE older AS
SELECT graded.person, rank, sex, date_diff('day', birth_date, graded.on) // 1826 AS age, graded.on AS start
FROM graded
JOIN person_rows USING (person)
JOIN registration_rows AS registration ON registration.person = graded.person AND start <= graded.on
     AND coalesce("end", DATE '9999-01-01') > graded.on
WHERE graded.on < $on AND date_diff('day', birth_date, graded.on) >= 65 * 365.25
"""

RATIO = """
WITH cases AS (
    SELECT older.person, older.start, count(*) AS cases FROM older JOIN {cases} AS one
        ON one.person = older.person AND one.{day} BETWEEN older.start AND older.start + 364 GROUP BY ALL),
cells AS (
    SELECT sex, age, sum(cases) FILTER (rank = $rank) AS cases, count(*) FILTER (rank = $rank) AS people,
           sum(cases) FILTER (rank = 0) AS fit_cases, count(*) FILTER (rank = 0) AS fit_people
    FROM older LEFT JOIN cases USING (person, start) GROUP BY sex, age)
SELECT sum(coalesce(cases, 0) * fit_people / (people + fit_people))
     / sum(coalesce(fit_cases, 0) * people / (people + fit_people))
FROM cells WHERE people > 0 AND fit_people > 0
"""

RATIOS = {
    "deaths": RATIO.format(cases="death", day="date"),
    "emergency admissions": RATIO.format(cases="admission", day="day"),
    "GP consultations": RATIO.format(cases="consultation", day="day"),
}

BAND = "SELECT avg((rank = $rank)::INT) FROM here WHERE age >= 65"

WITH_CONDITION = """
SELECT condition, count(DISTINCT person) FILTER (age >= from_age)
       / any_value((SELECT count(*) FROM here WHERE age >= from_age))
FROM condition_code JOIN event_rows USING (code) JOIN here USING (person) GROUP BY condition
"""

PLAIN = {
    "share of people of 65+": "SELECT avg((age >= 65)::INT) FROM here",
    "share of people of 85+": "SELECT avg((age >= 85)::INT) FROM here",
    "share of people of 18 to 24": "SELECT avg((age >= 18 AND age < 25)::INT) FROM here",
    "share of women": "SELECT avg((sex = 'female')::INT) FROM here",
    "share of 65+ on five or more medicines": """
        SELECT avg((coalesce(different, 0) >= 5)::INT) FROM here LEFT JOIN (
            SELECT person, count(DISTINCT code) AS different FROM medication_rows
            WHERE date > $on - 365 AND date <= $on GROUP BY person) USING (person) WHERE age >= 65""",
    "emergency admissions a person and year": """
        SELECT (SELECT count(*) FROM admission SEMI JOIN here USING (person) WHERE day > $on - 365)
             / (SELECT count(*) FROM here)""",
    "deaths a person and year": """
        SELECT (SELECT count(*) FROM death WHERE date > $on - 3652) / 10 / (SELECT count(*) FROM here)""",
    "share of 65+ in a care home": "SELECT avg((care_home <> '')::INT) FROM here WHERE age >= 65",
    "share of care home residents moderate or severe": """
        SELECT avg((rank >= 2)::INT) FROM here WHERE care_home <> ''""",
    "share of deaths in hospital": "SELECT avg((place = 'hospital')::INT) FROM death",
    "share of deaths in a care home": "SELECT avg((place = 'care_home')::INT) FROM death",
    "share of deaths at home": "SELECT avg((place = 'home')::INT) FROM death",
    "share of 50 to 74 frail in the poorest three tenths to that in the richest": """
        SELECT avg((rank > 0)::INT) FILTER (decile <= 3) / avg((rank > 0)::INT) FILTER (decile >= 8)
        FROM here WHERE age >= 50 AND age < 75""",
    "share of 50 to 74 frail in social housing to that in owned homes": """
        SELECT avg((rank > 0)::INT) FILTER (tenure = 'social_rented')
             / avg((rank > 0)::INT) FILTER (tenure IN ('owned', 'mortgaged'))
        FROM here WHERE age >= 50 AND age < 75""",
    "share of people of 80 to 89 who are fit": """
        SELECT avg((rank = 0)::INT) FROM here WHERE age >= 80 AND age < 90""",
    "share of 65+ who rose a band in a year": """
        SELECT avg((rank > rank_before)::INT) FROM here WHERE age >= 66 AND rank_before IS NOT NULL""",
    "people in a household": "SELECT count(*) / count(DISTINCT household) FROM here WHERE care_home = ''",
    "share of households of one": """
        SELECT avg((people = 1)::INT) FROM (
            SELECT count(*) AS people FROM here WHERE care_home = '' GROUP BY household)""",
    "share of people on another list than sizes say": """
        SELECT sum(abs(got / all_got - declared / all_declared)) / 2 FROM (
            SELECT declared, coalesce(got, 0) AS got,
                   sum(got) OVER () AS all_got, sum(declared) OVER () AS all_declared
            FROM practice LEFT JOIN (SELECT practice, count(*) AS got FROM here GROUP BY practice)
            USING (practice))""",
    "share of hospital frailty of 75+ low": "SELECT avg((risk = 'low')::INT) FROM hospital",
    "share of hospital frailty of 75+ high": "SELECT avg((risk = 'high')::INT) FROM hospital",
    "diagnoses of an emergency spell of 75+": """
        SELECT count(*) / count(DISTINCT spell) FROM diagnosis_rows AS d
        JOIN activity_rows AS a ON a.record = spell AND method = 'emergency' JOIN person_rows AS p
        ON p.person = a.person AND date_diff('day', birth_date, d.date) >= 75 * 365.25""",
    "rows for each person": "SELECT (SELECT sum(rows) FROM row_count) / (SELECT count(*) FROM here)",
}
