"""A second source tells of invented people, the same ones each time."""

import pytest
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.twice import everything, officer

from commonweal.care.identity import reads
from commonweal.care.identity.models import Merge
from commonweal.site.played.identity import tell_twice

__all__ = ["exampleshire", "published", "published_rows"]
pytestmark = [pytest.mark.requirement("T9"), pytest.mark.usefixtures("published")]


def test_some_wait_for_somebody_to_decide_and_one_is_brought_together() -> None:
    told = tell_twice(1)
    queue = reads.queue(officer())
    assert (told, len(queue.pairs), Merge.objects.count()) == (8, 7, 1)
    assert {pair.verdict for pair in queue.pairs} == {"same", "possible"}
    again = everything()
    assert tell_twice(1) == 0
    assert everything() == again
