"""Struct types made from elements.py: what msgspec decodes into one of them is as FHIR R4 says.

One pass over the bytes checks that every element is known, of its type, as often as it may be, present
where it must be, with its code where codes are fixed, and that no choice is made twice.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from keyword import iskeyword
from operator import attrgetter
from types import ModuleType
from typing import Annotated, Any, ForwardRef, Literal

from msgspec import Meta, Raw, Struct, defstruct

from commonweal.incoming.fhir.elements import (
    EVERY_ELEMENT,
    EVERY_PART,
    Element,
    capital,
    data_types,
    resources,
    tree,
)
from commonweal.incoming.fhir.primitives import Primitives

Field = tuple[Any, ...]

ANY = ("any",)
PART = ("{}",)
REPEATS = "="
RESOURCE = "resource"
QUANTITIES = ("Age", "Count", "Distance", "Duration")
# What definitions are made of; it stands in no record of care but in an extension, and is not looked into.
DEFINITIONS = (
    "ContactDetail",
    "Contributor",
    "DataRequirement",
    "Expression",
    "ParameterDefinition",
    "RelatedArtifact",
    "TriggerDefinition",
    "UsageContext",
)


def shapes(
    name: str, primitives: Primitives, reads: Mapping[str, Collection[str]] | None = None
) -> dict[str, type[Struct]]:
    """Resource type → the Struct that reads it. An element called `class` is the attribute `class_`.

    Where `reads` says which elements of a resource are wanted, all else is passed over unchecked.
    """
    made = _Making(name, primitives, strict=reads is None)
    made.struct("Element", tree(EVERY_ELEMENT))
    for each in data_types():
        made.struct(each.name, each.parts)
    return {
        each.name: made.struct(
            each.name,
            [part for part in each.parts if reads is None or part.name in reads[each.name]],
            resource=True,
        )
        for each in resources()
    }


class _Making:
    """The types made so far, in a module of their own, where msgspec looks up those named before made."""

    def __init__(self, name: str, primitives: Primitives, *, strict: bool) -> None:
        self.module = ModuleType(f"{__name__}.{name}")
        sys.modules[self.module.__name__] = self.module
        self.primitives, self.strict = primitives, strict
        self.made: dict[str, Any] = dict.fromkeys(DEFINITIONS, dict[str, Any])
        self.every_type = (*primitives, *(each.name for each in data_types()), *QUANTITIES, *DEFINITIONS)

    def struct(self, name: str, elements: list[Element], *, resource: bool = False) -> type[Struct]:
        """A Struct with these elements; the `_name` beside a primitive comes last, as it is rare."""
        fields: list[Field] = [("resourceType", Literal[name])] if resource else []
        choices = []
        if not self.strict:  # what it repeats may not be wanted
            elements = [each for each in elements if not each.types[0].startswith(REPEATS)]
        for element in elements:
            made_of = self._fields(name, element)
            fields += made_of
            if element.is_choice:
                choices.append((element, [key for key, *_ in made_of]))
        for element in elements if self.strict else ():
            fields += self._beside(element)
        made = defstruct(
            name,
            fields,
            rename=lambda key: key.removesuffix("_"),
            kw_only=True,
            forbid_unknown_fields=self.strict,
            gc=False,
            eq=False,
            module=self.module.__name__,
            namespace={"__post_init__": _chosen_once(choices)} if choices and self.strict else None,
        )
        vars(self.module)[name] = self.made[name] = made
        return made

    def _fields(self, owner: str, element: Element) -> list[Field]:
        if not element.is_choice:
            return [_field(element.name, self._many(owner, element), required=element.required)]
        types = self._types(element)
        return [
            _field(name, self._type(kind)) for name, kind in zip(element.names(types), types, strict=True)
        ]

    def _beside(self, element: Element) -> list[Field]:
        """The extensions of a primitive stand beside it, under its name with `_` before."""
        types = tuple(kind for kind in self._types(element) if kind in self.primitives)
        part = ForwardRef("Element")
        kind: Any = list[part | None] if element.many else part  # type: ignore[valid-type]  # made at run time
        return [_field("_" + name, kind) for name in element.names(types) if name != "id"]

    def _types(self, element: Element) -> tuple[str, ...]:
        return self.every_type if element.types == ANY else element.types

    def _many(self, owner: str, element: Element) -> Any:
        one: Any = self._one(owner, element)
        if not element.many:
            return one
        one = one | None if element.types[0] in self.primitives else one
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
        return self.primitives.get(kind) or self.made.get(kind) or ForwardRef(kind)


def _field(name: str, kind: Any, *, required: bool = False) -> Field:
    name = name + "_" if iskeyword(name) else name
    return (name, kind) if required else (name, kind, None)


def _chosen_once(choices: list[tuple[Element, list[str]]]) -> Callable[[Struct], None]:
    """Refuses a choice made twice, and a needed one not made; counts, as it runs for every part read."""
    rules = [(each.name, attrgetter(*names), len(names), each.required) for each, names in choices]

    def check(part: Struct) -> None:
        for name, values_of, width, required in rules:
            made = width - values_of(part).count(None)
            if made > 1:
                raise ValueError(f"{name} is there more than once")
            if required and not made:
                raise ValueError(f"{name} is missing")

    return check
