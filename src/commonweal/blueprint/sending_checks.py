"""What no shape can show of messages: a code leads to one pathway, and a cancelled one can be ended."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint.draft import Draft
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.pathways_checks import declared
from commonweal.blueprint.sending import bare
from commonweal.blueprint.wording import did_you_mean


def a_code_leads_to_one_pathway(draft: Draft) -> Iterator[BlueprintFault]:
    first: dict[tuple[str, str], str] = {}
    for part, pathway in declared(draft):
        for place, sent in enumerate(pathway.codes):
            leads = first.setdefault((bare(sent.system), sent.code), pathway.id)
            if leads != pathway.id:
                message = f"'{sent.code}' leads to the pathway '{leads}' already; keep it in one of them"
                yield part.document.fault(("codes", place, "code"), message)


def what_is_cancelled_ends(draft: Draft) -> Iterator[BlueprintFault]:
    for part, pathway in declared(draft):
        if pathway.cancelled is None:
            continue
        move = pathway.move(pathway.cancelled.move)
        if move is None:
            remedy = did_you_mean(pathway.cancelled.move, [one.id for one in pathway.moves], "name a move")
            message = f"there is no move '{pathway.cancelled.move}' in this file; {remedy}"
            yield part.document.fault(("cancelled", "move"), message)
            continue
        if move.to not in {stage.id for stage in pathway.stages if stage.ends}:
            message = f"'{move.id}' does not end the referral; name a move that does"
            yield part.document.fault(("cancelled", "move"), message)
        for key, words in (("reason", move.reasons), ("outcome", move.outcomes)):
            given = getattr(pathway.cancelled, key)
            if given not in (words or (None,)):
                wanted = f"one of {', '.join(words)}" if words else "left out"
                message = f"the {key} of '{move.id}' should be {wanted}"
                yield part.document.fault(("cancelled", key) if given else ("cancelled",), message)


def the_default_pathway_is_one(draft: Draft) -> Iterator[BlueprintFault]:
    there = {name for part in draft.pathways if (name := part.text("id"))}
    given = draft.partnership.text("default_pathway")
    if given and given not in there:
        remedy = did_you_mean(given, there, "add its file to pathways/, or take the key out")
        yield draft.partnership.document.fault(
            ("default_pathway",), f"there is no pathway '{given}'; {remedy}"
        )


RULES = (a_code_leads_to_one_pathway, what_is_cancelled_ends, the_default_pathway_is_one)
