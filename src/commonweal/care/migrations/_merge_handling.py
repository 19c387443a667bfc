"""How a merge deals with each column that refers to people, where moving its rows is not all.

`hide`    rows computed anew from the linked population: until then nobody finds them by place
`stays`   rows that are never changed: they are found under both
`close`   of rows that only one may be live of, the survivor's goes on; the other is ended, and kept with it
`first`   of rows that only one may be of, the survivor's counts; the other stays where it is
`number`  versions counted from 1: those of both are counted anew, in the order in which they were recorded

A column that no unique index names needs no line here: its rows move.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

TOLD = "Two records of one person were brought together"
NOW, TODAY = "now", "today"
ENDED = {"ended": NOW, "ended_because": TOLD}
NOT_ENDED = "{row}.ended IS NULL"

Handled = tuple[str, str, str, Sequence[str], str, Mapping[str, str]]


def handled(
    how: str,
    table: str,
    alike: Sequence[str] = (),
    live: str = "true",
    changes: Mapping[str, str] | None = None,
    column: str = "person_id",
) -> Handled:
    """`alike` are the other columns of the unique index, `live` its condition; `changes` end a row, or hide it."""
    return (f"care_{table}", column, how, alike, live, changes or {})


HANDLED = (
    handled("hide", "personfrailty", changes={"practice": "", "lsoa": ""}),
    handled("hide", "personcontacts", changes={"practice": ""}),
    handled("hide", "personmedicines", changes={"practice": ""}),
    handled("hide", "personprofile", changes={"practice": "", "lsoa": ""}),
    handled("hide", "personhospital", changes={"practice": ""}),
    handled("hide", "personcommunity", changes={"practice": ""}),
    handled("hide", "personsocialcare", changes={"practice": ""}),
    handled("hide", "personrisk", changes={"practice": ""}),
    handled("stays", "entry", column="about_id"),
    handled("stays", "merge", column="kept_id"),
    handled("stays", "merge", column="gone_id"),
    handled("stays", "pair", column="first_id"),
    handled("stays", "pair", column="second_id"),
    handled(
        "close",
        "involvement",
        ("kind", "team", "organisation"),
        NOT_ENDED,
        {"ended": NOW, "outcome": TOLD},
    ),
    handled("close", "objection", ("organisation", "category"), NOT_ENDED, {"ended": NOW}),
    handled("close", "restriction", (), NOT_ENDED, {"ended": NOW}),
    handled("close", "optout", (), NOT_ENDED, {"ended": NOW}),
    handled("close", "post", ("user_id", "role", "area", "organisation", "team"), NOT_ENDED, {"ended": NOW}),
    handled("close", "coordinator", (), NOT_ENDED, ENDED),
    handled(
        "close", "coordinationoffer", (), "{row}.state = 'waiting'", {"state": "overtaken", "answered": NOW}
    ),
    handled("close", "teammember", ("name", "does"), NOT_ENDED, ENDED),
    handled(
        "close", "registerentry", (), NOT_ENDED, {"ended": NOW, "ended_reason": "other", "ended_words": TOLD}
    ),
    handled("number", "preference", ("subject",)),
    handled("number", "placewish"),
    handled("number", "advancedecision"),
    handled("number", "death"),
    handled("number", "afterdeathreview"),
    handled("close", "anticipatorymedicine", ("medicine", "dose"), NOT_ENDED, ENDED),
    handled(
        "close",
        "task",
        ("owner", "like"),
        "{row}.state IN ('open', 'taken')",
        {"state": "withdrawn", "ended": NOW, "since": NOW},
    ),
    handled("first", "plan"),
    handled("close", "planphoto", (), NOT_ENDED, {"ended": NOW, "ended_by_name": TOLD}),
    handled("first", "sectiondraft", ("post_id", "section")),
    handled("first", "meetingitem", ("meeting_id",)),
    handled(
        "close",
        "stay",
        (),
        NOT_ENDED,
        {"ended": TODAY, "outcome": "never", "ended_at": NOW, "ended_by_name": TOLD},
    ),
    handled("number", "roundentry", ("round_id",)),
)


def rows() -> str:
    """As rows of SQL."""
    lines = []
    for table, column, how, alike, live, changes in HANDLED:
        names = f"{{{','.join(alike)}}}"
        said = [table, column, how, names, live, json.dumps(changes, sort_keys=True)]
        lines.append("(" + ", ".join("'" + one.replace("'", "''") + "'" for one in said) + ")")
    return ",\n    ".join(lines)


VALUES = f"""    SELECT told."table", told."column", told.how, told.alike::text[], told.live, told.changes::jsonb
    FROM (VALUES
    {rows()}
    ) told ("table", "column", how, alike, live, changes)
    WHERE to_regclass(told."table") IS NOT NULL"""
