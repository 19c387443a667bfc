"""Decoders that refuse a resource which is not as FHIR R4 says: made from elements.py, compiled by msgspec.

One pass over the bytes checks that every element is known, of its type, as often as it may be, present
where it must be, with its code where codes are fixed, and that no choice is made twice.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import ModuleType
from typing import Annotated, Any, ForwardRef, Literal

from msgspec import UNSET, Meta, Raw, Struct, defstruct
from msgspec.structs import astuple

from commonweal.incoming.fhir.elements import DATA_TYPES, RESOURCES

Text = Annotated[str, Meta(min_length=1)]
Primitives = Mapping[str, Any]

PLAIN: Primitives = {
    **dict.fromkeys(("string", "markdown", "xhtml", "code", "id", "uri", "url", "canonical"), Text),
    **dict.fromkeys(("oid", "uuid", "base64Binary"), Text),
    "boolean": bool,
    "integer": int,
    "unsignedInt": Annotated[int, Meta(ge=0)],
    "positiveInt": Annotated[int, Meta(ge=1)],
    "decimal": float,
}
# msgspec checks these itself, calendar and all, but knows no date without a time under `dateTime`.
WHOLE_DATES: Primitives = {
    "date": date,
    "dateTime": Annotated[datetime, Meta(tz=True)],
    "instant": Annotated[datetime, Meta(tz=True)],
    "time": Annotated[time, Meta(tz=False)],
}
QUANTITIES = ("Age", "Count", "Distance", "Duration")
LOOSE = (
    "ContactDetail",
    "Contributor",
    "DataRequirement",
    "Expression",
    "ParameterDefinition",
    "RelatedArtifact",
    "TriggerDefinition",
    "UsageContext",
)
PART = "{}"
PREFIX = "f_"  # some elements are called `class` or `for`
EVERY_TYPE = "any"
EVERY_ELEMENT = """
id string
extension Extension*
"""
EVERY_PART = EVERY_ELEMENT + "modifierExtension Extension*"
EVERY_RESOURCE = """
id id
meta Meta
implicitRules uri
language code
text Narrative
contained resource*
extension Extension*
modifierExtension Extension*
"""


@dataclass
class Element:
    """One line of elements.py, with the lines indented under it."""

    name: str
    types: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    codes: tuple[str, ...] = ()
    parts: list[Element] = field(default_factory=list)


def read(lines: str) -> list[Element]:
    """The tree that the indentation draws."""
    top = Element("")
    path = [top]
    for line in lines.strip("\n").splitlines():
        depth = (len(line) - len(line.lstrip())) // 4
        element = _element(*line.split())
        del path[depth + 1 :]
        path[-1].parts.append(element)
        path.append(element)
    return top.parts


def _element(name: str, kind: str = "", *codes: str) -> Element:
    bare = kind.rstrip("!*")
    return Element(name, tuple(bare.split("|")), "*" in kind, "!" in kind, codes)


class Shapes:
    """Struct types for every data type and resource, with `primitives` for what has no elements."""

    def __init__(self, name: str, primitives: Primitives) -> None:
        self.primitives = {**PLAIN, **primitives}
        self.module = ModuleType(f"{__name__}.{name}")
        sys.modules[self.module.__name__] = self.module  # where msgspec looks up what types are named by
        vars(self.module).update(Annotated=Annotated, Any=Any, Literal=Literal)
        data_types = read(DATA_TYPES)
        self.every_type = (*self.primitives, *(each.name for each in data_types), *QUANTITIES, *LOOSE)
        self.structs: dict[str, Any] = dict.fromkeys(LOOSE, dict[str, Any])
        self._struct("Element", read(EVERY_ELEMENT))
        for each in data_types:
            self._struct(each.name, [*each.parts, *read(EVERY_ELEMENT)])

    def resources(self) -> dict[str, type[Struct]]:
        """Resource type → the Struct that reads it."""
        return {
            each.name: self._struct(each.name, [*each.parts, *read(EVERY_RESOURCE)], resource=True)
            for each in read(RESOURCES)
        }

    def _struct(self, name: str, elements: list[Element], *, resource: bool = False) -> type[Struct]:
        fields: list[tuple[Any, ...]] = []
        choices: list[tuple[Element, int, int]] = []
        if resource:
            fields.append((PREFIX + "resourceType", Literal[name]))
        for element in elements:
            plain = self._plain(name, element)
            if element.name.endswith("[x]"):
                choices.append((element, len(fields), len(fields) + len(plain)))
            fields += plain
        fields += [one for element in elements for one in self._beside(element)]
        struct = defstruct(
            name,
            fields,
            rename=lambda key: key.removeprefix(PREFIX),
            kw_only=True,
            forbid_unknown_fields=True,
            gc=False,
            eq=False,
            module=self.module.__name__,
            namespace={"__post_init__": _one_of_each(choices)} if choices else None,
        )
        vars(self.module)[name] = self.structs[name] = struct
        return struct

    def _plain(self, owner: str, element: Element) -> list[tuple[Any, ...]]:
        """The fields of an element: one, or one for each type of a choice."""
        if not element.name.endswith("[x]"):
            return [_field(element.name, self._kind(owner, element), required=element.required)]
        stem = element.name.removesuffix("[x]")
        types = self.every_type if element.types == (EVERY_TYPE,) else element.types
        return [
            _field(stem + kind[0].upper() + kind[1:], self._type(kind), required=False) for kind in types
        ]

    def _beside(self, element: Element) -> list[tuple[Any, ...]]:
        """The `_name` that may stand beside a primitive and holds its extensions."""
        stem = element.name.removesuffix("[x]")
        kinds = self.every_type if element.types == (EVERY_TYPE,) else element.types
        names = {kind: stem + kind[0].upper() + kind[1:] if stem != element.name else stem for kind in kinds}
        if element.name == "id" or not set(kinds) & self.primitives.keys():
            return []
        part = self.structs["Element"]
        kind: Any = list[part | None] if element.many else part
        return [
            _field("_" + names[each], kind, required=False) for each in kinds if each in self.primitives
        ]

    def _kind(self, owner: str, element: Element) -> Any:
        one = self._one(owner, element)
        if not element.many:
            return one
        if element.types[0] in self.primitives:
            one = one | None
        return Annotated[list[one], Meta(min_length=1)]

    def _one(self, owner: str, element: Element) -> Any:
        if element.codes:
            return Literal[element.codes]
        if element.types == (PART,):
            name = owner + element.name[0].upper() + element.name[1:]
            return self._struct(name, [*element.parts, *read(EVERY_PART)])
        return self._type(element.types[0])

    def _type(self, kind: str) -> Any:
        if kind.startswith("="):
            first, *rest = kind[1:].split(".")
            return ForwardRef(first + "".join(name[0].upper() + name[1:] for name in rest))
        if kind == "resource":
            return Raw
        kind = "Quantity" if kind in QUANTITIES else kind
        return self.primitives.get(kind) or self.structs.get(kind) or ForwardRef(kind)


def _field(key: str, kind: Any, *, required: bool) -> tuple[Any, ...]:
    return (PREFIX + key, kind) if required else (PREFIX + key, kind, UNSET)


def _one_of_each(choices: list[tuple[Element, int, int]]) -> Callable[[Struct], None]:
    """Refuses a choice made twice, and a needed one not made. Counts, because this runs for every part."""

    def check(part: Struct) -> None:
        values = astuple(part)
        for element, start, end in choices:
            made = end - start - values[start:end].count(UNSET)
            if made > 1 or (made == 0 and element.required):
                raise ValueError(f"{element.name} stands {made} times, should stand once")

    return check
