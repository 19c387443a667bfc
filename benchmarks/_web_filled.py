"""Fills a database with people and referrals, faster than anybody could refer them. Run by `web`."""

from __future__ import annotations

import json
import secrets
import sys
from typing import Any

import django
from django.apps import apps
from django.db import connection

HUB, TEAM, PATHWAY = "single-point-of-access", "rapid-response", "urgent-community-response"
PEOPLE = """
INSERT INTO care_person (id, key, source_id, family, given, birth_date, sex, ethnicity, practice, lsoa,
    address, postcode, housing_type, tenure, geodemographic, care_home)
SELECT gen_random_uuid(), 'p' || n, 'p' || n, 'Family' || n %% 5000, 'Given' || n %% 900,
    date '1930-01-01' + (n %% 20000)::int, 'female', '',
    (%(practices)s::text[])[1 + n %% cardinality(%(practices)s::text[])],
    (%(places)s::text[])[1 + n %% cardinality(%(places)s::text[])], '', 'DE1 1AA', '', '', '', ''
FROM generate_series(1, %(people)s) n;
CREATE TEMPORARY TABLE numbered AS
SELECT row_number() OVER () AS n, id, practice, lsoa, family, given, birth_date FROM care_person;
CREATE INDEX ON numbered (n);
INSERT INTO care_refresh (started, finished, as_at, loads, codelist, blueprint, counts, current)
VALUES (now(), now(), current_date, '[]', '', 'derbyshire', '{}', true);
INSERT INTO care_personfrailty (person_id, refresh_id, age, sex, practice, lsoa, name_order, deficits, band,
    rise, riser, evidence, course)
SELECT id, (SELECT max(id) FROM care_refresh), 80, 'female', practice, lsoa, family, n %% 20,
    (ARRAY['fit', 'mild', 'moderate', 'severe'])[1 + n %% 4], 0, false, '[]', '[]'
FROM numbered;
"""
REFERRALS = """
ALTER TABLE care_referral DISABLE TRIGGER USER;
INSERT INTO care_referral (reference, pathway, version_id, person_id, identity, given, family, birth_date,
    sex, nhs_number, address, postcode, phone, practice, lsoa, source, channel, sender, sender_team,
    sender_name, sender_contact, reason, answers, marks, received, recorded, hub, hub_organisation, team,
    team_organisation, stage, since, steps, due, due_clock, resting, ended, outcome, next_owner)
SELECT 'UCR-' || lpad(r::text, 10, '0'), %(pathway)s, %(version)s, person.id, 'known', person.given,
    person.family, person.birth_date, 'unknown', '', '', 'DE1 1AA', '', person.practice, person.lsoa,
    'practice', 'played', person.practice, '', 'Practice', '',
    'Fell in the kitchen this morning, not hurt, cannot manage the stairs', '{}', '[]',
    began, began, %(hub)s, 'RY8', CASE WHEN place > 0 THEN %(team)s ELSE '' END,
    CASE WHEN place > 0 THEN 'RY8' ELSE '' END, (ARRAY['received', 'allocated', 'seen', 'closed'])[1 + place],
    began, 1 + place, CASE WHEN place < 2 THEN began + interval '2 hours' END,
    CASE WHEN place < 3 THEN 'two-hours' ELSE '' END, '',
    CASE WHEN place = 3 THEN began + interval '90 minutes' END,
    CASE WHEN place = 3 THEN 'managed-at-home' ELSE '' END, ''
FROM (
    SELECT r, CASE WHEN r > %(open)s THEN 3 ELSE r %% 3 END AS place,
        now() - interval '1 minute' - r * interval '1 second' AS began
    FROM generate_series(1, %(referrals)s) r
) made JOIN numbered person ON person.n = 1 + made.r %% %(people)s;
ALTER TABLE care_referral ENABLE TRIGGER USER;
INSERT INTO care_step (referral_id, number, move, source, "to", happened, recorded, by_name, role,
    organisation, team, reason, outcome, next_owner, instruments, note, given_team, never_happened, version)
SELECT id, number, (ARRAY['', 'allocate', 'arrive'])[number],
    (ARRAY['', 'received', 'allocated'])[number], (ARRAY['received', 'allocated', 'seen'])[number],
    received + (number - 1) * interval '10 seconds', received + (number - 1) * interval '10 seconds', '', '',
    '', '', '', '', '', '[]', '', CASE number WHEN 2 THEN %(team)s ELSE '' END, false, version_id
FROM care_referral, generate_series(1, least(steps, 3)) number WHERE ended IS NULL OR number = 1;
INSERT INTO care_stagecount (hub, pathway, stage, lane, count)
SELECT hub, pathway, stage, id %% 16, count(*) FROM care_referral WHERE ended IS NULL GROUP BY 1, 2, 3, 4;
INSERT INTO care_involvement (person_id, kind, team, organisation, reason, outcome, by_referral)
SELECT DISTINCT person_id, 'referral', hub, hub_organisation, 'Referred', '', true FROM care_referral
WHERE ended IS NULL;
"""


def main(people: str, referrals: str, still_open: str) -> None:
    """Prints how somebody of the hub is signed in, and what the pathway's wording is called, as JSON."""
    django.setup()
    blueprint = _module("commonweal.care.extents").blueprint()
    versions, accounts = (
        _module("commonweal.care.pathways.versions"),
        _module("commonweal.care.accounts.actions"),
    )
    version = versions.adopt(versions.today(PATHWAY))
    given: dict[str, Any] = {
        "people": int(people),
        "referrals": int(referrals),
        "open": int(still_open),
        "practices": [one.ods for one in blueprint.practices],
        "places": [one.code for one in blueprint.small_areas],
        "version": version,
        "hub": HUB,
        "team": TEAM,
        "pathway": PATHWAY,
    }
    with connection.cursor() as cursor:
        for statement in (PEOPLE + REFERRALS).split(";\n"):
            if statement.strip():
                cursor.execute(statement, given if "%" in statement else None)
        cursor.execute("VACUUM ANALYZE")
    place = {"area": blueprint.partnership.default_area, "organisation": "RY8", "team": HUB}
    accounts.open_account(
        by=None, name="hub", password=secrets.token_urlsafe(16), role="hub-clinician", **place
    )
    print(json.dumps({"cookie": _cookie("hub")}))


def _cookie(name: str) -> str:
    """What the browser of somebody sends who has signed in and seen a page."""
    client = _module("django.test").Client(SERVER_NAME="127.0.0.1")
    client.force_login(apps.get_model("care", "User").objects.get(username=name))
    client.get("/referrals/")
    return "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())


def _module(name: str) -> Any:
    """A module that can be imported only once Django is set up."""
    return __import__(name, fromlist=["anything"])


if __name__ == "__main__":
    main(*sys.argv[1:])
