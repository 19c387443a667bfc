"""Methods over a linked population: tables in, tables out. `import commonweal.analytics as cw` in a notebook.

What is named here is what others may rely on. Each comes when it is first asked for, as most of those who
need the contract of the tables need no method.
"""

from importlib import import_module
from typing import Any

_WHERE = {
    "Linked": "linked",
    "METHODS": "methods",
    "PROFILE": "profile",
    "TABLES": "tables",
    "TablesFault": "reading",
    "answer": "asking",
    "catalogue": "asking",
    "definitions": "asking",
    "kept": "results",
    "population": "reading",
    "rates": "",
    "read": "reading",
}
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"commonweal.analytics has no {name}; it has {', '.join(__all__)}")
    if not _WHERE[name]:
        return import_module(f"{__name__}.{name}")
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    return list(__all__)
