"""What somebody who starts the demo may ask for."""

from dataclasses import dataclass
from pathlib import Path

from commonweal.site import port


class DemoFault(Exception):
    """The demo cannot go on; the text says why and what to do."""


@dataclass(frozen=True)
class Demo:
    """What somebody asked to see, where, and where it is kept."""

    blueprint: Path
    people: int
    seed: int
    records: Path | None
    port: int
    state: Path

    @property
    def store(self) -> Path:
        return self.state / "store"

    @property
    def address(self) -> str:
        return f"http://{port.HOST}:{self.port}/"

    @property
    def source(self) -> str:
        """Whose people these are, in words."""
        if self.records:
            return f"the records in {self.records}"
        return f"{self.people:,} invented people, seed {self.seed}"
