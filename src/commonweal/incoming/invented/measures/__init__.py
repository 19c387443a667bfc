"""What an invented population turned out like, beside what it was meant to be."""

from commonweal.incoming.invented.measures.comparing import Compared, compare

__all__ = ["Compared", "compare"]
