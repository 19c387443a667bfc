"""Whether the names that one file uses stand in another."""

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


def named_after_files(parts: Iterable[Part]) -> Iterator[BlueprintFault]:
    """A fault for each file whose id is not the name of the file."""
    for part in parts:
        stem = part.document.file.rpartition("/")[2].removesuffix(".yaml")
        if part.text("id") not in (stem, None):
            message = f"should be '{stem}', as the file is called; change it, or rename the file"
            yield part.document.fault(("id",), message)


def known(
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


def misplaced(word: str, words: tuple[str, ...]) -> str | None:
    """What is wrong with a member of a set beside its name, if anything."""
    first, _, last = word.partition(RANGE)
    if last and last < first:
        return f"the range runs backwards; write {last}{RANGE}{first}"
    return "'all' stands alone; take out the other codes" if word == ALL and len(words) > 1 else None
