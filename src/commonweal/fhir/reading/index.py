"""The resources of a message, found by whatever name they are referred to."""

from __future__ import annotations

from collections.abc import Iterable

from commonweal.fhir.node import Node

MOST = 2_000  # resources in one message


class Index:
    """Resources by full address, by kind and id, and by kind."""

    def __init__(self, resources: Iterable[tuple[str, Node]]) -> None:
        self._by_name: dict[str, Node] = {}
        self._by_kind: dict[str, list[Node]] = {}
        for address, resource in resources:
            kind, id = resource.text("resourceType"), resource.text("id")
            self._by_kind.setdefault(kind, []).append(resource)
            for name in (address, f"{kind}/{id}" if id else "", id):
                if name:
                    self._by_name.setdefault(named(name), resource)

    def of(self, kind: str) -> list[Node]:
        """All of a kind, in the order they stand."""
        return self._by_kind.get(kind, [])

    def only(self, kind: str) -> Node | None:
        """The one of its kind; None where there is none, or several."""
        found = self.of(kind)
        return found[0] if len(found) == 1 else None

    def at(self, reference: Node) -> Node | None:
        """What a reference leads to in this message; None where that is not in it."""
        written = reference.text("reference")
        if not written.strip("#"):
            return None
        tried = (named(written), named("/".join(written.split("/")[-2:])), named(written.split("/")[-1]))
        return next((self._by_name[name] for name in tried if name in self._by_name), None)


def of_bundle(bundle: Node) -> Index:
    """Everything in the entries of a Bundle, and what those contain."""
    return Index(
        pair
        for entry, _ in zip(bundle.each("entry"), range(MOST), strict=False)
        for pair in _with_contained(entry.text("fullUrl"), entry["resource"])
        if pair[1]
    )


def of_resource(resource: Node) -> Index:
    """A resource that came alone, and what it contains."""
    return Index(_with_contained("", resource))


def named(reference: str) -> str:
    """A reference as it is compared: some senders drop the scheme or the first letters of urn:uuid."""
    return reference.strip().lower().removeprefix("#").rpartition("uuid:")[2]


def _with_contained(address: str, resource: Node) -> Iterable[tuple[str, Node]]:
    return [(address, resource), *(("", inside) for inside in resource.each("contained"))]
