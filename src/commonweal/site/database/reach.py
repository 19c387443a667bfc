"""Programs that the server's user can run, also where they lie in a folder closed to that user."""

import shutil
from pathlib import Path

from commonweal.site.database.place import Place
from commonweal.site.database.runner import Runner


def within_reach(programs: Path, place: Place, runner: Runner) -> Path:
    """The programs themselves, or a copy of them beside the data where the runner cannot get at them."""
    if runner.may("x", programs / "postgres"):
        return programs
    kept = place.folder / f"programs-{programs.parent.name}"
    around = programs.parents[
        2
    ]  # where the wheel has its libraries, which the programs find from where they lie
    if not kept.exists():
        new = place.folder / "programs.new"
        shutil.rmtree(new, ignore_errors=True)
        for part in (programs.parent, *around.glob(f"{programs.parents[1].name}.libs")):
            shutil.copytree(part, new / part.relative_to(around), symlinks=True)
        new.rename(kept)
    return kept / programs.relative_to(around)
