"""Every answer computed into the store: for all people, or only for those who changed since the last run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import ibis

from commonweal.analytics.linked import Linked
from commonweal.analytics.results import BASE, CHANGES, PEOPLE
from commonweal.analytics.tables import REFUSED, TABLES
from commonweal.insight.kept.asked import Answer, Asked
from commonweal.insight.kept.changes import Named, changed
from commonweal.insight.kept.folder import Refreshed, newest, under_way, write_down
from commonweal.insight.kept.needed import Parts
from commonweal.insight.kept.steps import Progress, Steps
from commonweal.store.engines import Engine
from commonweal.store.folder import RESULTS, Store, StoreFault

READ = tuple(name for name in TABLES if name != REFUSED.name)
WHO = "changed/who"
CHANGED = f"{CHANGES}/{PEOPLE}"
MANY = 0.2  # where more than this share of the people changed, all are computed: that costs no more
SOME = 0.05  # where more than this share changed since all answers were written whole, they are again


def refresh(store: Store, asked: Asked, *, engine: Engine, progress: Progress) -> Refreshed:
    """Computes what is asked on this engine; where nothing changed since, nothing is done."""
    named = store.named()
    now = {table: named.get(table, []) for table in READ}
    if not now["person"]:
        raise StoreFault(f"nobody is in {store.path}; take a population in first, or give another --store")
    before = newest(store)
    if before and (before.sign, before.engine) != (asked.sign, engine.name):
        before = None
    if before and before.tables == now:
        return before
    wanted = Refreshed(_run(asked, now, before), asked.sign, asked.on, engine.name, now)
    with under_way(store, wanted.run, now) as folder:
        steps = Steps(folder, engine, progress)
        parts = Parts(steps, wanted.run, asked.needed)
        people = of_those_who_changed(asked, before, now, steps, parts, store) if before else None
        if people is None:
            of_all(asked, now, steps, parts)
        done = replace(wanted, people=people)
        write_down(folder, done)
    return done


def of_all(asked: Asked, now: Named, steps: Steps, parts: Parts) -> None:
    """Everybody's answers."""
    tables = {table: steps.source(table, names) for table, names in now.items() if table not in asked.needed}
    linked = Linked(
        tables | {table: parts.of_all(table, now[table]) for table in asked.needed}, steps.engine.hold
    )
    for name, answer in asked.answers.items():
        steps.keep(f"{BASE}/{name}", partial(answer, linked))
    parts.forget_others()


def of_those_who_changed(
    asked: Asked, before: Refreshed, now: Named, steps: Steps, parts: Parts, store: Store
) -> int | None:
    """The answers as they were, with those of people who changed computed anew; gives how many did.

    Nothing where so many changed that it is better to compute all.
    """
    last = Steps((store.path / RESULTS).resolve(), steps.engine, steps.progress)
    parts.carry_on(last.folder)
    gone, come = partial(_rows, last, parts, "went"), partial(_rows, steps, parts, "came")
    found = changed(before.tables, now, gone, come)
    if found is None:
        return None
    who = steps.keep(WHO, lambda: found)
    people, everybody = steps.rows(WHO), store.count("person")
    if people > MANY * everybody:
        return None
    linked = _theirs(who, now, steps, parts)
    if last.has(CHANGED) and last.rows(CHANGED) + people > SOME * everybody:
        _fold_in(asked, last, steps, linked, who)
    else:
        _lay_beside(asked, last, steps, linked, who)
    return people


def _theirs(who: ibis.Table, now: Named, steps: Steps, parts: Parts) -> Linked:
    """The tables of those who changed."""
    theirs = {
        table: parts.of(table, who)
        if table in parts.needed
        else steps.source(table, names).semi_join(who, "person")
        for table, names in now.items()
    }
    held = {table: steps.engine.hold(theirs[table]) for table in parts.needed}
    return Linked(theirs | held, steps.engine.hold)


def _fold_in(asked: Asked, last: Steps, steps: Steps, linked: Linked, who: ibis.Table) -> None:
    """Writes every answer whole again, so that what lies beside stays small."""
    for name, answer in asked.answers.items():
        steps.keep(f"{BASE}/{name}", partial(_with_theirs, last.answered(name), answer, linked, who))


def _lay_beside(asked: Asked, last: Steps, steps: Steps, linked: Linked, who: ibis.Table) -> None:
    """Leaves what everybody was told as it is, and those who changed since then beside it."""
    steps.carry_on(BASE, last.folder)
    before = last.has(CHANGED)
    all_since = last.kept(CHANGED).union(who, distinct=True) if before else who
    steps.keep(CHANGED, lambda: all_since)
    for name, answer in asked.answers.items():
        others = last.kept(f"{CHANGES}/{name}" if before else f"{BASE}/{name}")
        others = others if before else others.limit(0)
        steps.keep(f"{CHANGES}/{name}", partial(_with_theirs, others, answer, linked, who))


def _rows(steps: Steps, parts: Parts, kind: str, table: str, names: Sequence[str]) -> ibis.Table:
    """What counts of rows that came or went."""
    rows = steps.source(table, names)
    return parts.part(table, kind, rows) if table in parts.needed else rows


def _with_theirs(kept: ibis.Table, answer: Answer, linked: Linked, who: ibis.Table) -> ibis.Table:
    """An answer as it was, with that of those who changed in place of theirs."""
    theirs = answer(linked).select(kept.columns).cast(kept.schema())
    return kept.anti_join(who, "person").union(theirs)


def _run(asked: Asked, now: Named, before: Refreshed | None) -> str:
    """The same for the same inputs: what decides whether a run that was cut off goes on."""
    told = json.dumps([asked.sign, now, before.run if before else ""], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]
