"""What a question needs in several places, computed once.

DuckDB does so by itself. Spark writes a shared part out wherever it is used, and computes it as often: a
question of twenty parts that build on each other becomes one of hundreds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ibis
import ibis.expr.operations as ops
from ibis.common.graph import Graph

COSTLY = (ops.Aggregate, ops.JoinChain, ops.Set, ops.Distinct, ops.WindowFunction)
Keep = Callable[[ibis.Table], ibis.Table]


def computed_once(question: ibis.Table, keep: Keep) -> ibis.Table:
    """The same question, with each costly part that is used more than once put in by `keep`.

    `keep` is given a part and gives a table of the same columns; what a part needs comes before it.
    """
    whole = question.op()
    graph, _ = Graph.from_bfs(whole).toposort()
    users = _users(graph)
    costly: set[Any] = set()
    kept: dict[Any, Any] = {}
    for node in graph:
        if isinstance(node, COSTLY) or any(child in costly for child in graph[node]):
            costly.add(node)
        if node in costly and len(users[node]) > 1:
            kept[node] = keep(node.replace(kept).to_expr()).op()
            costly.remove(node)
    return whole.replace(kept).to_expr()


def _users(graph: Mapping[Any, Any]) -> Mapping[Any, set[Any]]:
    """Of each relation, those built on it; a join's name for one is no relation of its own."""
    users: dict[Any, set[Any]] = defaultdict(set)
    for node in graph:
        if isinstance(node, ops.Relation) and not isinstance(node, ops.JoinReference):
            for child in _relations(graph[node], graph):
                users[child].add(node)
    return users


def _relations(children: Any, graph: Mapping[Any, Any]) -> Iterator[Any]:
    """The relations that a node reads, seen through its values and its names for them."""
    for child in children:
        if isinstance(child, ops.Relation) and not isinstance(child, ops.JoinReference):
            yield child
        elif not isinstance(child, ops.Field):
            yield from _relations(graph[child], graph)
