"""Two records of one person: bring them together, or take them apart again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, NoReturn, TypeVar
from uuid import UUID

import orjson
import typer
from django.db import transaction
from django.db.models import Q

from commonweal.care.identity import actions, reads
from commonweal.care.identity.actions import Undone
from commonweal.care.identity.models import Merge
from commonweal.care.identity.reads import Row, Summary
from commonweal.care.identity.rules import Overtaken
from commonweal.care.people.models import Person
from commonweal.care.possible import NotPossible
from commonweal.terms import nhs_number

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
Said = Annotated[str, typer.Argument(help="NHS number, key or id of a person.", show_default=False)]
Because = Annotated[str, typer.Option(help="Why, in a few words; kept in the audit.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
NEXT_REFRESH = "what is linked from their records follows with the next refresh"
Done = TypeVar("Done")


@app.command("merge")
def merge(
    kept: Said,
    gone: Said,
    because: Because = "Said by the operator",
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Merge although something speaks against it.")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Make the second record part of the first: all that is recorded of either is of the first then."""
    first, second = _person(kept), _person(gone)

    def done() -> tuple[Merge, Summary]:
        made = actions.merge(by=None, kept=first.pk, gone=second.pk, because=because, confirmed=confirm)
        return made, reads.summary(made)

    made, summary = _done(done, dry_run=dry_run)
    told = {
        "kept": str(made.kept_id),
        "gone": str(made.gone_id),
        "dry_run": dry_run,
        "rows": dict(summary.rows),
        "ended": list(map(_told, summary.ended)),
        "stayed": list(map(_told, summary.stayed)),
    }
    _say(told, _merged(made, summary, dry_run), as_json)


@app.command("unmerge")
def unmerge(
    kept: Said,
    gone: Said,
    because: Because = "Said by the operator",
    give: Annotated[
        list[str] | None,
        typer.Option(
            help="A row that came since and is the second’s, as table:id; may be said several times."
        ),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Take two records apart that were brought together, in either order; each has again what it had."""
    made = _merge(kept, gone)

    def done() -> Undone:
        since = {str(row): row for row in reads.since(made)}
        unknown = [one for one in give or [] if one not in since]
        if unknown:
            there = ", ".join(since) or "none"
            raise NotPossible(
                "give", f"{unknown[0]} did not come since they were brought together; {there} did"
            )
        given = [since[one] for one in give or []]
        return actions.unmerge(by=None, kept=made.kept_id, gone=made.gone_id, because=because, given=given)

    undone = _done(done, dry_run=dry_run)
    told = {
        "kept": str(made.kept_id),
        "gone": str(made.gone_id),
        "dry_run": dry_run,
        "changed": list(map(_told, undone.changed)),
        "since": list(map(_told, undone.since)),
    }
    _say(told, _unmerged(undone, dry_run), as_json)


def _merged(made: Merge, summary: Summary, dry_run: bool) -> Iterator[str]:
    yield f"{made.gone_id} {'would be' if dry_run else 'is'} part of {made.kept_id}"
    for table, number in summary.rows.items():
        yield f"  {number:>6,} {reads.title(table)}"
    for row in summary.ended:
        yield f"  ended, because the other has one: {row}"
    for row in summary.stayed:
        yield f"  stayed, because the other has one; read both: {row}"
    yield NEXT_REFRESH


def _unmerged(undone: Undone, dry_run: bool) -> Iterator[str]:
    made = undone.merge
    yield f"{made.gone_id} and {made.kept_id} {'would be' if dry_run else 'are'} two people again"
    for row in undone.changed:
        yield f"  changed since, so it was left as it is: {row}"
    for row in undone.since:
        yield f"  came since and stays with {made.kept_id}; look whose it is: {row}"
    yield NEXT_REFRESH


def _done(deed: Callable[[], Done], *, dry_run: bool) -> Done:
    try:
        with transaction.atomic():
            result = deed()
            transaction.set_rollback(dry_run)
    except NotPossible as fault:
        how = "; say --confirm if they are one person all the same" if fault.about == "confirm" else ""
        _refuse(f"{fault}{how}")
    except Overtaken as fault:
        _refuse(str(fault))
    return result


def _merge(one: str, other: str) -> Merge:
    """The merge of two that is not undone, whichever of them was kept; also by the number that one had."""
    first, second = _person(one), _person(other)
    two = Q(kept=first, gone=second) | Q(kept=second, gone=first)
    for kept, said in ((first, other), (second, one)):
        two |= Q(kept=kept, number=nhs_number.normal(said) or "none")
    made = Merge.objects.filter(two, undone=None).first()
    if made is None:
        _refuse("these two are not brought together, so there is nothing to undo")
    return made


def _person(said: str) -> Person:
    try:
        named = Q(pk=UUID(said))
    except ValueError:
        named = Q(key=said) | Q(nhs_number=nhs_number.normal(said) or said)
    found = Person.objects.filter(named).first()
    if found is None:
        _refuse(f"no person '{said}'; give an NHS number, a key of the linked population or an id")
    return found


def _told(row: Row) -> Mapping[str, Any]:
    return {"table": row.table, "row": dict(row.row)}


def _say(told: Mapping[str, object], lines: Iterator[str], as_json: bool) -> None:
    if as_json:
        typer.echo(orjson.dumps(told))
        return
    for line in lines:
        typer.echo(line)


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
