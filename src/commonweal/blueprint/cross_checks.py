"""What no file can show alone: every name that one file uses stands in another, and nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint import (
    agreement_checks,
    case_finding_checks,
    definitions_checks,
    homes_checks,
    instruments_checks,
    instruments_conditions,
    instruments_spans,
    notices_checks,
    pathways_checks,
    pathways_runs,
    plan_checks,
    play_checks,
    risk_checks,
    sending_checks,
)
from commonweal.blueprint.draft import RANGE, Draft
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.naming import known, misplaced, named_after_files
from commonweal.blueprint.shapes import ALL


def check(draft: Draft) -> Iterator[BlueprintFault]:
    """Every fault between the files. A list that could not be read is not held against the others."""
    for rule in RULES:
        yield from rule(draft)


def names_are_given_once(draft: Draft) -> Iterator[BlueprintFault]:
    for part in draft.lists.values():
        for place, name in part.names:
            if part.known[name] != place:
                first = part.fault(part.known[name], message="").line
                yield part.fault(
                    place,
                    part.file.names_it,
                    message=f"'{name}' stands on line {first} already; give each one its own",
                )


def practices_are_not_organisations_again(draft: Draft) -> Iterator[BlueprintFault]:
    practices = draft.lists["practices"]
    for place, ods in draft.lists["organisations"].names:
        if ods in practices.known:
            where = f"{practices.file.name} line {practices.fault(practices.known[ods], message='').line}"
            yield draft.lists["organisations"].fault(
                place,
                "ods",
                message=f"'{ods}' is a practice in {where}; give this its own code, or take it out",
            )
    for place, organisation in draft.lists["organisations"].entries:
        if organisation.kind == "practice":
            yield draft.lists["organisations"].fault(
                place,
                "kind",
                message="a practice is declared in practices.yaml, with the size of its list; move it there",
            )


def areas_have_members(draft: Draft) -> Iterator[BlueprintFault]:
    for place, area in draft.lists["areas"].entries:
        if not area.practices and not area.small_areas:
            message = "has neither practices nor small_areas; give it some, or take it out"
            yield draft.lists["areas"].fault(place, message=message)


def areas_name_what_there_is(draft: Draft) -> Iterator[BlueprintFault]:
    areas = draft.lists["areas"]
    for list_key in ("practices", "small_areas"):
        for place, area in areas.entries:
            words = getattr(area, list_key)
            for item, word in enumerate(words):
                if word != ALL:
                    yield from known(draft, list_key, areas, (place, list_key, item), *word.split(RANGE))
                if wrong := misplaced(word, words):
                    yield areas.fault(place, list_key, item, message=wrong)


def everything_is_in_an_area(draft: Draft) -> Iterator[BlueprintFault]:
    areas = draft.lists["areas"]
    if areas.whole is None:
        return
    for list_key in ("practices", "small_areas"):
        part = draft.lists[list_key]
        covered = {
            code for _, area in areas.entries for code in draft.members(getattr(area, list_key), list_key)
        }
        for code, place in part.known.items():
            if code not in covered:
                message = f"'{code}' is in no area; add it to {list_key} of an area in {areas.file.name}"
                yield part.fault(place, part.file.names_it, message=message)


def teams_name_what_there_is(draft: Draft) -> Iterator[BlueprintFault]:
    teams = draft.lists["teams"]
    for place, team in teams.entries:
        yield from known(draft, "areas", teams, (place, "area"), team.area)
        for item, ods in enumerate(team.organisations):
            if ods not in draft.lists["practices"].known:
                yield from known(draft, "organisations", teams, (place, "organisations", item), ods)


def default_area_is_one(draft: Draft) -> Iterator[BlueprintFault]:
    if area := draft.partnership.text("default_area"):
        yield from known(draft, "areas", draft.partnership, ("default_area",), area)


def boundaries_are_there(draft: Draft) -> Iterator[BlueprintFault]:
    boundaries = draft.partnership.text("boundaries")
    if boundaries and not (draft.path / boundaries).is_file():
        message = (
            f"there is no file '{boundaries}' in this folder; add it, or take the key out to draw hexagons"
        )
        yield draft.partnership.document.fault(("boundaries",), message)


def roles_are_employed(draft: Draft) -> Iterator[BlueprintFault]:
    for place, role in draft.lists["roles"].entries:
        if role.organisation and role.organisation not in draft.lists["practices"].known:
            where = (place, "organisation")
            yield from known(draft, "organisations", draft.lists["roles"], where, role.organisation)


def sources_are_named_after_their_files(draft: Draft) -> Iterator[BlueprintFault]:
    yield from named_after_files(draft.sources)


RULES = (
    names_are_given_once,
    practices_are_not_organisations_again,
    areas_have_members,
    areas_name_what_there_is,
    everything_is_in_an_area,
    teams_name_what_there_is,
    default_area_is_one,
    boundaries_are_there,
    sources_are_named_after_their_files,
    roles_are_employed,
    *agreement_checks.RULES,
    *pathways_checks.RULES,
    *pathways_runs.RULES,
    *sending_checks.RULES,
    *notices_checks.RULES,
    *plan_checks.RULES,
    *play_checks.RULES,
    *homes_checks.RULES,
    *definitions_checks.RULES,
    *case_finding_checks.RULES,
    *risk_checks.RULES,
    *instruments_checks.RULES,
    *instruments_conditions.RULES,
    *instruments_spans.RULES,
)
