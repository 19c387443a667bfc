"""Runs a notebook of the documentation in a Jupyter of its own.

`python -m tests.size.notebook FILE` writes what it shows now into the file.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

REPOSITORY = Path(__file__).resolve().parents[2]
OF_THIS_RUN = ("execution", "language_info")  # what would be another each time, or on each machine


def run(file: Path, home: Path) -> NotebookNode:
    """The notebook with what its cells show now; a cell that fails fails this. `home` is Jupyter's own."""
    notebook = nbformat.read(file, as_version=4)
    place = {"HOME": str(home), "IPYTHONDIR": str(home / "ipython"), "JUPYTER_RUNTIME_DIR": str(home / "run")}
    before = {name: os.environ.get(name) for name in place}
    os.environ.update(place)
    try:
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(REPOSITORY)}}).execute()
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    return lasting(notebook)


def lasting(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what is only of this run."""
    for part in (notebook, *notebook.cells):
        for name in OF_THIS_RUN:
            part.metadata.pop(name, None)
    return notebook


def shown(notebook: NotebookNode) -> list[list[str]]:
    """The text that each cell shows, in order; of what changes with the project only that."""
    return [[_text(cell, one) for one in cell.get("outputs", [])] for cell in notebook.cells]


def _text(cell: NotebookNode, output: NotebookNode) -> str:
    if "changes" in cell.metadata.get("tags", []):
        return "something"
    return str(output.get("text") or output["data"]["text/plain"])


if __name__ == "__main__":
    written = Path(sys.argv[1])
    nbformat.write(run(written, Path(sys.argv[2])), written)
