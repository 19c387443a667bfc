"""What no file of case-finding/ can show alone: pathways, instruments, practices and teams are there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from commonweal.blueprint.case_finding import CaseRule
from commonweal.blueprint.definitions_registers import Register
from commonweal.blueprint.definitions_registers import starter as registers
from commonweal.blueprint.definitions_segments import Segment
from commonweal.blueprint.definitions_segments import starter as segments
from commonweal.blueprint.draft import Draft, Part
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.naming import named_after_files
from commonweal.blueprint.risk import RiskModel
from commonweal.blueprint.risk import starter as models
from commonweal.blueprint.wording import did_you_mean

PLACES = {"practice": "practices", "lsoa": "small_areas"}  # columns that hold a code → the list it stands in


def case_rules_are_named_after_their_files(draft: Draft) -> Iterator[BlueprintFault]:
    yield from named_after_files(draft.case_rules)


def case_rules_name_what_there_is(draft: Draft) -> Iterator[BlueprintFault]:
    """Pathways and instruments of a rule are declared, and so are the kinds of team it feeds."""
    pathways = {part.text("id") or "" for part in draft.pathways}
    instruments = {name for part in draft.instruments if part.whole for name in part.whole.names}
    kinds = {team.kind for _, team in draft.lists["teams"].entries}
    for part, rule in _read(draft):
        fed = [rule.feeds.pathway] if rule.feeds.pathway else []
        yield from _known(part, ("feeds", "pathway"), fed, pathways, "pathway")
        yield from _known(part, ("feeds", "teams"), rule.feeds.teams, kinds, "team of the kind")
        yield from _known(part, ("leave_out", "on_pathways"), rule.leave_out.on_pathways, pathways, "pathway")
        yield from _known(part, ("seen", "on_pathways"), rule.seen.on_pathways, pathways, "pathway")
        yield from _known(part, ("seen", "instruments"), rule.seen.instruments, instruments, "instrument")


def case_rules_name_places(draft: Draft) -> Iterator[BlueprintFault]:
    """A practice or small area that a condition asks for is declared."""
    for part, rule in _read(draft):
        for leaf in rule.leaves:
            if leaf.column in PLACES:
                known = draft.lists[PLACES[leaf.column]].known
                yield from _known(part, ("where",), leaf.one_of, known, leaf.of.title)


def case_rules_name_registers(draft: Draft) -> Iterator[BlueprintFault]:
    """A register or segment that a condition asks for is one of the partnership's, or of the starter's."""
    known = {
        "registers": _ids(draft, "registers", registers),
        "segment": _ids(draft, "segments", segments),
    }
    for part, rule in _read(draft):
        for leaf in rule.leaves:
            if leaf.column in known:
                wanted = (*leaf.one_of, *leaf.has_any, *leaf.has_all)
                what = leaf.of.title.removeprefix("disease ").removesuffix("s")
                yield from _known(part, ("where",), wanted, known[leaf.column], what)


def case_rules_name_models(draft: Draft) -> Iterator[BlueprintFault]:
    """A model of risk that a condition asks is one of the partnership's, or of the starter's."""
    known = _ids(draft, "risk", models)
    for part, rule in _read(draft):
        yield from _known(part, ("where",), rule.models, known, "model of risk")


def _ids(
    draft: Draft, key: str, starter: Callable[[], Iterable[Register | Segment | RiskModel]]
) -> list[str]:
    part = draft.lists.get(key)
    return list(part.known) if part else [one.id for one in starter()]


def _known(
    part: Part, where: tuple[str, ...], words: Iterable[str], known: Iterable[str], what: str
) -> Iterator[BlueprintFault]:
    for word in words:
        if word not in known:
            remedy = did_you_mean(word, known, "declare it, or take it out")
            yield part.document.fault(where, f"there is no {what} '{word}'; {remedy}")


def _read(draft: Draft) -> Iterator[tuple[Part, CaseRule]]:
    return ((part, part.whole) for part in draft.case_rules if isinstance(part.whole, CaseRule))


RULES = (
    case_rules_are_named_after_their_files,
    case_rules_name_what_there_is,
    case_rules_name_places,
    case_rules_name_registers,
    case_rules_name_models,
)
