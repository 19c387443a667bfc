"""What is known of each person stands by category of the record: sight of one gives no row of another."""

import pytest
from django.db import transaction

from commonweal.care.access import acting
from commonweal.care.accounts import reads as accounts
from commonweal.care.accounts.models import User
from commonweal.care.published.actions import PROFILES
from commonweal.care.published.models import (
    PersonCommunity,
    PersonHospital,
    PersonProfile,
    PersonSocialCare,
)
from commonweal.care.sharing.models import Clause

pytestmark = [pytest.mark.requirement("R1"), pytest.mark.requirement("P3"), pytest.mark.numbers]
OF = {
    "gp_record": PersonProfile,
    "hospital": PersonHospital,
    "community": PersonCommunity,
    "social_care": PersonSocialCare,
}


@pytest.mark.parametrize("category", [*OF, "demographics"])
def test_sight_of_one_category_gives_no_row_of_anothers_profile(village, category):
    Clause.objects.filter(purpose="direct_care").update(categories=["demographics", category])
    lead = accounts.viewer(User.objects.get(username="lead"), {})
    with transaction.atomic(), acting(lead, "direct_care"):
        seen = {table: table.objects.count() for table in PROFILES}
    everybody = PersonProfile.objects.count()
    assert everybody > 100
    assert seen == {table: everybody if OF.get(category) is table else 0 for table in PROFILES}
