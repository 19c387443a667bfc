"""The plans of a play: invented people have one, made through the real actions, the same by seed."""

import pytest
from tests.care import planned
from tests.care.conftest import exampleshire, published, published_rows
from tests.care.planned import ann

from commonweal.care.extents import blueprint
from commonweal.care.plans.models import Plan, Proposal, SectionVersion
from commonweal.site.played.plans import write_plans

__all__ = ["exampleshire", "published", "published_rows"]
pytestmark = pytest.mark.requirement("T2")


@pytest.mark.usefixtures("published")
def test_the_frailest_have_plans_with_what_to_do_in_a_crisis_and_a_proposal_to_answer() -> None:
    planned.open_posts()
    assert write_plans(blueprint(), 3) == 6  # all but those registered nowhere here, and who have died
    kinds = set(SectionVersion.objects.filter(person=ann()).values_list("category", flat=True))
    assert "plan_crisis" in kinds
    assert {one.whose for one in Proposal.objects.filter(person=ann())} == {"person", "carer"}
    assert write_plans(blueprint(), 3) == 0
    assert Plan.objects.count() == 6
