"""Struct types made from elements.py, to say what is wrong with a resource that the scan passed over.

What msgspec decodes into one has only elements that are known, of their type, as often as they may be,
present where they must be, with their code where codes are fixed, and no choice made twice.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from keyword import iskeyword
from operator import attrgetter
from types import ModuleType
from typing import Annotated, Any, ForwardRef, Literal

from msgspec import Meta, Raw, Struct, defstruct

from commonweal.incoming.fhir.elements import (
    ANY,
    DEFINITIONS,
    EVERY_ELEMENT,
    EVERY_PART,
    PART,
    QUANTITIES,
    REPEATS,
    Element,
    capital,
    data_types,
    resources,
    tree,
)
from commonweal.incoming.fhir.primitives import PRIMITIVES

Field = tuple[Any, ...]
RESOURCE = "resource"


def shapes() -> dict[str, type[Struct]]:
    """Resource type → the Struct that reads it. An element called `class` is the attribute `class_`."""
    made = _Making()
    made.struct("Element", tree(EVERY_ELEMENT))
    for each in data_types():
        made.struct(each.name, each.parts)
    return {each.name: made.struct(each.name, each.parts, resource=True) for each in resources()}


class _Making:
    """The types made so far, in a module of their own, where msgspec looks up those named before made."""

    def __init__(self) -> None:
        self.module = ModuleType(f"{__name__}.made")
        sys.modules[self.module.__name__] = self.module
        self.made: dict[str, Any] = dict.fromkeys(DEFINITIONS, dict[str, Any])
        self.every_type = (*PRIMITIVES, *(each.name for each in data_types()), *QUANTITIES, *DEFINITIONS)

    def struct(self, name: str, elements: list[Element], *, resource: bool = False) -> type[Struct]:
        """A Struct with these elements."""
        fields: list[Field] = [("resourceType", Literal[name])] if resource else []
        choices = []
        for element in elements:
            made_of = self._fields(name, element)
            fields += made_of + self._beside(element)
            if element.is_choice:
                choices.append((element, [key for key, *_ in made_of]))
        made = defstruct(
            name,
            fields,
            rename=lambda key: key.removesuffix("_"),
            kw_only=True,
            forbid_unknown_fields=True,
            module=self.module.__name__,
            namespace={"__post_init__": _chosen_once(choices)} if choices else None,
        )
        vars(self.module)[name] = self.made[name] = made
        return made

    def _fields(self, owner: str, element: Element) -> list[Field]:
        if not element.is_choice:
            return [_field(element.name, self._many(owner, element), required=element.required)]
        types = self._types(element)
        names = element.names(types)
        return [_field(name, self._type(kind)) for name, kind in zip(names, types, strict=True)]

    def _beside(self, element: Element) -> list[Field]:
        """The extensions of a primitive stand beside it, under its name with `_` before."""
        types = tuple(kind for kind in self._types(element) if kind in PRIMITIVES)
        part = ForwardRef("Element")
        kind: Any = list[part | None] if element.many else part  # type: ignore[valid-type]  # made at run time
        return [_field("_" + name, kind) for name in element.names(types) if name != "id"]

    def _types(self, element: Element) -> tuple[str, ...]:
        return self.every_type if element.types == ANY else element.types

    def _many(self, owner: str, element: Element) -> Any:
        one: Any = self._one(owner, element)
        if not element.many:
            return one
        one = one | None if element.types[0] in PRIMITIVES else one
        return Annotated[list[one], Meta(min_length=1)]

    def _one(self, owner: str, element: Element) -> Any:
        if element.codes:
            return Literal[element.codes]
        if element.types == PART:
            return self.struct(owner + capital(element.name), [*tree(EVERY_PART), *element.parts])
        return self._type(element.types[0])

    def _type(self, kind: str) -> Any:
        if kind == RESOURCE:
            return Raw
        kind = "Quantity" if kind in QUANTITIES else kind
        if kind.startswith(REPEATS):
            kind = "".join(map(capital, kind.removeprefix(REPEATS).split(".")))
        return PRIMITIVES.get(kind) or self.made.get(kind) or ForwardRef(kind)


def _field(name: str, kind: Any, *, required: bool = False) -> Field:
    name = name + "_" if iskeyword(name) else name
    return (name, kind) if required else (name, kind, None)


def _chosen_once(choices: list[tuple[Element, list[str]]]) -> Callable[[Struct], None]:
    """Refuses a choice made twice, and a needed one not made."""
    rules = [(each.name, attrgetter(*names), len(names), each.required) for each, names in choices]

    def check(part: Struct) -> None:
        for name, values_of, width, required in rules:
            made = width - values_of(part).count(None)
            if made > 1:
                raise ValueError(f"{name} is there more than once")
            if required and not made:
                raise ValueError(f"{name} is missing")

    return check
