"""What no pathway's shape can show: whatever it names is declared, and somebody may make each move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonweal.blueprint.document import Where
from commonweal.blueprint.draft import Draft, Part
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.naming import known, named_after_files
from commonweal.blueprint.pathways import Pathway
from commonweal.blueprint.wording import did_you_mean

LISTS = {
    "questions": "question",
    "stages": "stage",
    "moves": "move",
    "clocks": "clock",
    "hours": "working hours",
    "reasons": "reason",
    "instruments": "instrument",
    "outcomes": "outcome",
}


def pathways_are_named_after_their_files(draft: Draft) -> Iterator[BlueprintFault]:
    yield from named_after_files(draft.pathways)


def their_names_are_given_once(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        for list_key, noun in LISTS.items():
            named: set[str] = set()
            for place, entry in enumerate(getattr(pathway, list_key)):
                if entry.id in named:
                    message = f"'{entry.id}' names an earlier {noun} already; give each one its own"
                    yield part.document.fault((list_key, place, "id"), message)
                named.add(entry.id)


def their_teams_are_here(draft: Draft) -> Iterator[BlueprintFault]:
    kinds = {team.kind for _, team in draft.lists["teams"].entries}
    for part, pathway in declared(draft):
        if draft.lists["teams"].document.content is not None and pathway.team.kind not in kinds:
            remedy = did_you_mean(pathway.team.kind, kinds, "declare one, or give the work to another kind")
            message = f"teams.yaml has no team of the kind '{pathway.team.kind}'; {remedy}"
            yield part.document.fault(("team", "kind"), message)


def their_hubs_are_teams(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        if pathway.hub and draft.lists["teams"].document.content is not None:
            yield from known(draft, "teams", part, ("hub",), pathway.hub)


def what_is_carried_over_comes_to_a_stage(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        for place, carried in enumerate(pathway.carries_over):
            where = ("carries_over", place, "comes_to")
            yield from _declared(part, pathway, "stages", where, (carried.comes_to,), alone=True)


def their_roles_are_here(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        for where, role in _roles(pathway):
            yield from known(draft, "roles", part, where, role)


def somebody_may_make_each_move(draft: Draft) -> Iterator[BlueprintFault]:
    roles = draft.lists["roles"]
    sighted = {role.id for _, role in roles.entries if role.sees_people}
    for part, pathway in declared(draft):
        for place, move in enumerate(pathway.moves):
            if set(move.by) <= set(roles.known) and not sighted & set(move.by):
                message = (
                    f"nobody may make the move '{move.id}': no role here sees people by name;"
                    " add one with sees_people: true in roles.yaml"
                )
                yield part.document.fault(("moves", place, "by"), message)


def moves_name_what_is_declared(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        for place, move in enumerate(pathway.moves):
            where = ("moves", place)
            yield from _declared(part, pathway, "stages", (*where, "from"), move.starts)
            yield from _declared(part, pathway, "stages", (*where, "to"), (move.to,), alone=True)
            for list_key in ("reasons", "instruments", "outcomes"):
                yield from _declared(part, pathway, list_key, (*where, list_key), getattr(move, list_key))


def what_is_declared_is_used(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        for list_key in ("reasons", "instruments", "outcomes"):
            used = {name for move in pathway.moves for name in getattr(move, list_key)}
            for place, entry in enumerate(getattr(pathway, list_key)):
                if entry.id not in used:
                    message = f"no move asks for '{entry.id}'; add it to one, or take it out"
                    yield part.document.fault((list_key, place), message)


def ends_have_outcomes(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        ends = {stage.id for stage in pathway.stages if stage.ends}
        for place, move in enumerate(pathway.moves):
            if move.to in ends and not move.outcomes:
                message = f"'{move.id}' ends the referral; say in outcomes how it can have ended"
                yield part.document.fault(("moves", place, "to"), message)
            for item, source in enumerate(move.starts):
                if source in ends:
                    message = f"'{source}' has ends: true; take it out, or let the stage not be an end"
                    yield part.document.fault(("moves", place, "from", item), message)


def others_follow(draft: Draft) -> Iterator[BlueprintFault]:
    there = {name for part in draft.pathways if (name := part.text("id"))}
    for part, pathway in declared(draft):
        for place, following in enumerate(pathway.may_follow):
            if following.pathway not in there:
                remedy = did_you_mean(
                    following.pathway, there, "add its file to pathways/, or take this entry out"
                )
                message = f"there is no pathway '{following.pathway}'; {remedy}"
                yield part.document.fault(("may_follow", place, "pathway"), message)


def declared(draft: Draft) -> Iterator[tuple[Part, Pathway]]:
    """The pathways whose shape is right, each with its file."""
    return ((part, part.whole) for part in draft.pathways if part.whole)


def _roles(pathway: Pathway) -> Iterator[tuple[Where, str]]:
    """Every role it names, and where."""
    yield from ((("may_refer", "roles", item), role) for item, role in enumerate(pathway.may_refer.roles))
    for place, move in enumerate(pathway.moves):
        yield from ((("moves", place, "by", item), role) for item, role in enumerate(move.by))
    for place, clock in enumerate(pathway.clocks):
        for rung, told in enumerate(clock.tells):
            where = ("clocks", place, "tells", rung)
            yield from (((*where, "roles", item), role) for item, role in enumerate(told.roles))
            yield from (((*where, "then", item), role) for item, role in enumerate(told.then))


def _declared(
    part: Part, pathway: Pathway, list_key: str, where: Where, words: Iterable[str], *, alone: bool = False
) -> Iterator[BlueprintFault]:
    """A fault for each word that names nothing in a list of the same file."""
    there = [entry.id for entry in getattr(pathway, list_key)]
    for item, word in enumerate(words):
        if word not in there:
            remedy = did_you_mean(word, there, f"add it to {list_key}, or take it out")
            message = f"there is no {LISTS[list_key]} '{word}' in this file; {remedy}"
            yield part.document.fault(where if alone else (*where, item), message)


RULES = (
    pathways_are_named_after_their_files,
    their_names_are_given_once,
    their_teams_are_here,
    their_hubs_are_teams,
    what_is_carried_over_comes_to_a_stage,
    their_roles_are_here,
    somebody_may_make_each_move,
    moves_name_what_is_declared,
    what_is_declared_is_used,
    ends_have_outcomes,
    others_follow,
)
