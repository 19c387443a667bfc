"""What no file can show alone: every name that one file uses stands in another, and nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonweal.blueprint.draft import RANGE, Draft, Part
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.shapes import ALL
from commonweal.blueprint.wording import did_you_mean

SINGULAR = {
    "organisations": "organisation",
    "practices": "practice",
    "areas": "area",
    "small_areas": "small area",
    "teams": "team",
    "roles": "role",
}


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
                    yield from _known(draft, list_key, areas, (place, list_key, item), *word.split(RANGE))
                if wrong := _misplaced(word, words):
                    yield areas.fault(place, list_key, item, message=wrong)


def _misplaced(word: str, words: tuple[str, ...]) -> str | None:
    """What is wrong with a member of an area beside its name, if anything."""
    first, _, last = word.partition(RANGE)
    if last and last < first:
        return f"the range runs backwards; write {last}{RANGE}{first}"
    return "'all' stands alone; take out the other codes" if word == ALL and len(words) > 1 else None


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
        yield from _known(draft, "areas", teams, (place, "area"), team.area)
        for item, ods in enumerate(team.organisations):
            if ods not in draft.lists["practices"].known:
                yield from _known(draft, "organisations", teams, (place, "organisations", item), ods)


def default_area_is_one(draft: Draft) -> Iterator[BlueprintFault]:
    if area := draft.partnership.text("default_area"):
        yield from _known(draft, "areas", draft.partnership, ("default_area",), area)


def boundaries_are_there(draft: Draft) -> Iterator[BlueprintFault]:
    boundaries = draft.partnership.text("boundaries")
    if boundaries and not (draft.path / boundaries).is_file():
        message = (
            f"there is no file '{boundaries}' in this folder; add it, or take the key out to draw hexagons"
        )
        yield draft.partnership.document.fault(("boundaries",), message)


def sources_are_named_after_their_files(draft: Draft) -> Iterator[BlueprintFault]:
    for part in draft.sources:
        stem = part.document.file.rpartition("/")[2].removesuffix(".yaml")
        if part.text("id") not in (stem, None):
            message = f"should be '{stem}', as the file is called; change it, or rename the file"
            yield part.document.fault(("id",), message)


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
)


def _known(
    draft: Draft, list_key: str, part: Part, where: tuple[str | int, ...], *words: str
) -> Iterable[BlueprintFault]:
    """A fault for each word that names nothing in the list it should."""
    listed = draft.lists[list_key]
    if listed.document.content is None:
        return
    where = (part.file.list_key, *where) if part.file.list_key else where
    for word in words:
        if word not in listed.known:
            remedy = did_you_mean(word, listed.known, f"add it to {listed.file.name}, or take it out")
            yield part.document.fault(where, f"there is no {SINGULAR[list_key]} '{word}'; {remedy}")
