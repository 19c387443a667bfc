"""The only writer of rotas: shifts are added, copied, taken from a file, and ended early."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from commonweal.care import access
from commonweal.care.access import Decision, Refused, Viewer
from commonweal.care.accounts.models import Post
from commonweal.care.audit import actions as audit
from commonweal.care.extents import blueprint
from commonweal.care.involvements.rules import check_words
from commonweal.care.possible import NotPossible
from commonweal.care.teams import reads, rules, turns
from commonweal.care.teams.models import Shift
from commonweal.care.teams.rules import Turn
from commonweal.care.visits import actions as visits
from commonweal.care.visits.models import PLANNABLE, Visit
from commonweal.care.visits.reads import known_skills

NOT_YOURS = "only those of the team keep its rota"
MOST_LINES = 2_000


def add(by: Viewer, team: str, post: int, turn: Turn) -> Shift:
    """Somebody of the team is on shift; NotPossible where they are on another already."""
    with access.acting(by, "direct_care"):
        decision = require_ours(by, team)
        who = _people(team).get(post)
        if who is None:
            raise NotPossible("post", "Choose somebody of the team")
        shift = _made(by, team, who, turn)
        _record("shift.added", by, decision, {"team": team, "shift": shift.pk})
        return shift


def copy_week(by: Viewer, team: str, monday: date) -> tuple[int, int]:
    """The shifts of the week before, at the same times by the clock; how many were copied, and were not.

    Left out is whoever is no longer of the team, or is on another shift then.
    """
    with access.acting(by, "direct_care"):
        decision = require_ours(by, team)
        first = rules.monday(monday)
        before = rules.midnight(first - timedelta(days=7))
        found = Shift.objects.filter(team=team, starts__gte=before, starts__lt=rules.midnight(first))
        people, copied = _people(team), 0
        several = list(found.order_by("starts", "pk"))
        for shift in several:
            copied += _copied(by, team, people.get(shift.post_id), shift)
        _record("rota.copied", by, decision, {"team": team, "week": str(first), "shifts": copied})
        return copied, len(several) - copied


def take_in(by: Viewer, team: str, text: str) -> int:
    """Every line of a CSV file becomes a shift, or none does; NotPossible names the first wrong line."""
    with access.acting(by, "direct_care"), transaction.atomic():
        decision = require_ours(by, team)
        rows = _rows(text)
        people = {post.user.get_username(): post for post in _people(team).values()}
        for number, row in rows:
            try:
                day = _day(row.get("day", ""))
                who = people.get(row.get("name", "").strip())
                if who is None:
                    raise NotPossible("name", f"‘{row.get('name', '')[:40]}’ is nobody of the team")
                _made(by, team, who, rules.turn(row, day, known_skills(), places()))
            except NotPossible as fault:
                raise NotPossible("file", f"Line {number}, {fault.about}: {fault}") from None
        _record("rota.taken_in", by, decision, {"team": team, "shifts": len(rows)})
        return len(rows)


def end(by: Viewer, shift: int, ended: datetime, why: str) -> int:
    """A shift ends early, or never began; how many of its visits wait for somebody else from now on."""
    with access.acting(by, "direct_care"):
        there = Shift.objects.filter(pk=shift).first()
        if there is None:
            raise access.NotSeen
        decision = require_ours(by, there.team)
        found = Shift.objects.select_for_update(of=("self",)).select_related("post").get(pk=shift)
        said = check_words("why", why, "Say why, such as: ill, or the agency sent nobody")
        if not found.starts <= ended <= turns.over(found):
            raise NotPossible("ended", "Give a time within the shift; its start where it never began")
        Shift.objects.filter(pk=found.pk).update(ended=ended, why=said[:300])
        loose = Visit.objects.filter(
            team=found.team,
            post=found.post_id,
            state__in=PLANNABLE,
            planned__gte=ended,
            planned__lt=found.ends,
        )
        waiting = [visits.Placing(id) for id in loose.values_list("pk", flat=True)]
        if waiting:
            visits.place(by, found.team, waiting)
        _record("shift.ended", by, decision, {"team": found.team, "shift": found.pk, "visits": len(waiting)})
        return len(waiting)


def require_ours(by: Viewer, team: str) -> Decision:
    """Why the rota is theirs to keep; a refusal is recorded and raised."""
    _, decision = reads.at_work(by)
    if by.team != team or not access.addressed(by).allowed:
        decision = Decision(False, NOT_YOURS)
        audit.refused("teams.refused", by=by, because=decision.because, detail={"team": team})
        raise Refused(decision)
    return decision


def places() -> frozenset[str]:
    """Where somebody can set out from."""
    return frozenset(area.code for area in blueprint().small_areas)


def _people(team: str) -> dict[int, Post]:
    found = Post.objects.filter(team=team, ended=None, user__is_active=True).select_related("user")
    return {post.pk: post for post in found}


def _made(by: Viewer, team: str, who: Post, turn: Turn) -> Shift:
    shift = Shift(
        post=who,
        team=team,
        starts=turn.starts,
        ends=turn.ends,
        skills=list(turn.skills),
        place=turn.place,
        rest_minutes=turn.rest_minutes,
        note=turn.note,
        made_by_id=by.user,
    )
    try:
        with transaction.atomic():
            shift.save(force_insert=True)
    except IntegrityError:
        raise NotPossible("starts", f"{turns.name_of(who)} is on another shift then") from None
    return shift


def _copied(by: Viewer, team: str, who: Post | None, shift: Shift) -> bool:
    starts, ends = rules.later(shift.starts, shift.ends)
    if who is None or ends <= starts:
        return False
    again = Turn(starts, ends, tuple(shift.skills), shift.place, shift.rest_minutes, shift.note)
    try:
        _made(by, team, who, again)
    except NotPossible:
        return False
    return True


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """The lines of the file by their number; NotPossible where it is no rota."""
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines())
    missing = [column for column in rules.COLUMNS[:4] if column not in (reader.fieldnames or ())]
    if missing:
        raise NotPossible("file", f"The first line has to name the columns {', '.join(rules.COLUMNS)}")
    rows = [(reader.line_num, _words(row)) for row in reader]
    if not rows or len(rows) > MOST_LINES:
        raise NotPossible("file", f"The file has {len(rows)} shifts; it can have from 1 to {MOST_LINES:,}")
    return rows


def _words(row: Mapping[str | None, object]) -> dict[str, str]:
    """Text as it was before a spreadsheet was kept from computing it."""
    return {key: str(value or "").removeprefix("'") for key, value in row.items() if key}


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        raise NotPossible("day", "Write the day as 2026-11-23") from None


def _record(deed: str, by: Viewer, decision: Decision, detail: Mapping[str, object]) -> None:
    audit.record(
        deed,
        by=by,
        purpose="direct_care",
        clause=decision.clause,
        because=decision.because,
        detail=detail,
    )
