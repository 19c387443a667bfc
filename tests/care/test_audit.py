"""The audit only grows."""

import pytest
from django.db import DatabaseError, connection

from commonweal.care.audit import actions
from commonweal.care.audit.models import Entry


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["UPDATE care_entry SET deed = 'nothing'", "DELETE FROM care_entry"])
def test_a_row_of_the_audit_is_never_changed_or_removed(deed: str) -> None:
    """Not even by someone at the database itself."""
    actions.record("person.read", by=None, detail={"words": "adair"})
    assert Entry.objects.get().at
    with pytest.raises(DatabaseError, match="never changed or removed"), connection.cursor() as cursor:
        cursor.execute(deed)
