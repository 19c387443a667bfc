"""What no section of plan.yaml can show alone: that there are the roles it names, and that they can look."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.blueprint.document import Where
from commonweal.blueprint.draft import Draft
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.naming import known


def writers_are_roles(draft: Draft) -> Iterator[BlueprintFault]:
    part = draft.lists.get("plan")
    if part is None:
        return
    for place, section in part.entries:
        for item, role in enumerate(section.writers):
            yield from known(draft, "roles", part, (place, "writers", item), role)
    content = part.document.content
    written = content.get("writers") if isinstance(content, dict) else None
    for item, role in enumerate(written if isinstance(written, list) else []):
        if isinstance(role, str):
            for fault in known(draft, "roles", part, (), role):
                yield part.document.fault(("writers", item), fault.message)


def writers_see_people(draft: Draft) -> Iterator[BlueprintFault]:
    """A role that sees no people, or only its own record, has nothing to write in."""
    part = draft.lists.get("plan")
    if part is None or part.whole is None:
        return
    blind = {role.id for _, role in draft.lists["roles"].entries if "people" not in role.pages}
    named: list[tuple[Where, str]] = [
        *((("writers", item), role) for item, role in enumerate(part.whole.writers)),
    ]
    named += [
        (("plan", place, "writers", item), role)
        for place, section in part.entries
        for item, role in enumerate(section.writers)
    ]
    for where, role in named:
        if role in blind:
            yield part.document.fault(
                where, f"'{role}' has not the page 'people', where plans are written; take it out"
            )


RULES = (writers_are_roles, writers_see_people)
