"""The trees that data_types.py and resources.py draw by indentation.

One element a line: its name, its type, `*` where it may repeat, `!` where it must be there, and the codes
it may hold where the specification fixes them. `{}` is a part with elements of its own, `=` repeats a part
written elsewhere, `any` is every data type, `name[x]` is a choice of types.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from commonweal.incoming.fhir.data_types import DATA_TYPES
from commonweal.incoming.fhir.resources import RESOURCES

INDENT = 4
CHOICE = "[x]"
ANY, PART, REPEATS = ("any",), ("{}",), "="
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
    """One line, with the lines indented under it as `parts`."""

    name: str
    types: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    codes: tuple[str, ...] = ()
    parts: list[Element] = field(default_factory=list)

    @property
    def is_choice(self) -> bool:
        """Whether it is one of several types, each under a name of its own."""
        return self.name.endswith(CHOICE)

    def names(self, types: tuple[str, ...]) -> list[str]:
        """The name it has in JSON for each of `types`: `onset[x]` as an Age is `onsetAge`."""
        stem = self.name.removesuffix(CHOICE)
        return [stem + capital(kind) for kind in types] if self.is_choice else [stem] * len(types)


def capital(name: str) -> str:
    """The name with its first letter large."""
    return name[:1].upper() + name[1:]


def tree(lines: str) -> list[Element]:
    """The elements of the first level, with theirs under them."""
    path = [Element("")]
    for line in lines.strip("\n").splitlines():
        depth = (len(line) - len(line.lstrip())) // INDENT
        element = _element(*line.split())
        del path[depth + 1 :]
        path[-1].parts.append(element)
        path.append(element)
    return path[0].parts


def data_types() -> list[Element]:
    """Every data type, with what every element has."""
    return [_with(each, EVERY_ELEMENT) for each in tree(DATA_TYPES)]


def resources() -> list[Element]:
    """Every resource we take, with what every resource has."""
    return [_with(each, EVERY_RESOURCE) for each in tree(RESOURCES)]


def _with(element: Element, more: str) -> Element:
    return Element(element.name, parts=[*tree(more), *element.parts])


def _element(name: str, kind: str = "", *codes: str) -> Element:
    bare = kind.rstrip("!*")
    return Element(name, tuple(bare.split("|")), "*" in kind, "!" in kind, codes)
