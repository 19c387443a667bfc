"""Rows of a table of the model, from what is known of them."""

from __future__ import annotations

from collections.abc import Mapping

from commonweal.terms.omop import TABLES


def quoted(text: str) -> str:
    """`text` as a literal."""
    return "'" + text.replace("'", "''") + "'"


def select(table: str, values: Mapping[str, str], rows: str) -> str:
    """All columns of the table in their order: those given as expressions over `rows`, the others empty."""
    unknown = values.keys() - TABLES[table].keys()
    if unknown:
        raise KeyError(f"{table} has no {', '.join(sorted(unknown))}")
    columns = (f'({values.get(name, "NULL")})::{kind} AS "{name}"' for name, kind in TABLES[table].items())
    return f"SELECT {', '.join(columns)} FROM {rows}"
