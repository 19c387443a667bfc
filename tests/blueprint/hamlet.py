"""The smallest whole partnership, as text, so that a test can break one line of it and name that line."""

from __future__ import annotations

from pathlib import Path

ANSWERED = """\
why_it_matters: Somebody has to.
written_by: A. Writer
checked_by: B. Reader
review_by: 2027-03-31
"""

HAMLET = {
    "partnership.yaml": ANSWERED
    + """\
id: hamlet
title: Hamlet Partnership
sources: [our own knowledge]
people: 300
default_area: hamlet
""",
    "organisations.yaml": ANSWERED
    + """\
organisations:
  - {ods: RX1, title: Hamlet Hospital, kind: hospital}
  - {ods: ZC1, title: Hamlet Council, kind: council}
""",
    "practices.yaml": ANSWERED
    + """\
practices:
  - {ods: Z00001, title: Mill Lane, people: 100}
  - {ods: Z00002, title: The Green, people: 120}
  - {ods: Z00003, title: Station Road, people: 80}
""",
    "areas.yaml": ANSWERED
    + """\
areas:
  - id: hamlet
    title: Hamlet
    kind: system
    practices: all
    small_areas: all
  - id: mill
    title: Mill
    kind: neighbourhood
    practices: [Z00001..Z00002]
    small_areas: [E01990001, E01990002]
""",
    "small_areas.csv": """\
code,title,decile,people,column,row
E01990001,Mill 1,1,100,0,0
E01990002,Mill 2,5,100,1,0
E01990003,Green 1,10,90,0,1
""",
    "teams.yaml": ANSWERED
    + """\
teams:
  - id: visiting
    title: Visiting team
    kind: home_visiting
    organisations: [RX1, Z00001]
    area: mill
""",
    "roles.yaml": ANSWERED
    + """\
roles:
  - {id: nurse, title: Nurse, purpose: direct_care, sees_people: true, pages: [people]}
  - {id: analyst, title: Analyst, purpose: planning, sees_people: false, pages: [population]}
""",
    "sharing/care.yaml": ANSWERED
    + """\
id: care
title: Sharing for care
legal_basis: {article_6: 6(1)(e), article_9: 9(2)(h), confidence: implied consent}
from: 2026-04-01
until: 2035-12-31
parties:
  - {practices: all, signed_by: the partners, signed_on: 2026-03-01}
  - {organisations: [RX1, ZC1], signed_by: the guardians, signed_on: 2026-03-02}
clauses:
  - id: teams
    title: Your nurse sees your record.
    purpose: direct_care
    categories: [demographics, gp_record, hospital]
    roles: [nurse]
    relationships: [registered, referral]
  - id: counts
    title: Planners see counts.
    purpose: planning
    categories: [gp_record]
    roles: [analyst]
""",
    "sources/visits.yaml": ANSWERED
    + """\
id: visits
title: Visits
format: csv
files: visits_*.csv
table: activity
columns:
  person: NHS
  start: ARRIVED
constants:
  setting: home
""",
}


def write(folder: Path, **changed: str) -> Path:
    """Writes the partnership into `folder`, with some files (named without their ending) in other words."""
    for name, text in HAMLET.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed.get(path.stem, text), encoding="utf-8")
    return folder


def reworded(name: str, old: str, new: str) -> str:
    """A file of the partnership with one thing said differently."""
    text = HAMLET[name]
    assert text.count(old) == 1, f"{old!r} should stand once in {name}"
    return text.replace(old, new)
