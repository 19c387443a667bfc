"""The person index: one row per person anyone has told us of."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Collate, Upper


def _in_capitals(name: str) -> models.GeneratedField:
    """A name as searches compare it: plainly, so that an index serves it under row-level security too."""
    return models.GeneratedField(
        expression=Collate(Upper(name), "C"), output_field=models.TextField(db_collation="C"), db_persist=True
    )


class Person(models.Model):
    """`key` is the linked population's own; a person who died or moved away stays, for what was done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.TextField()
    nhs_number = models.CharField(max_length=10, null=True)
    source_id = models.TextField()
    family = models.TextField(default="")
    given = models.TextField(default="")
    family_order = _in_capitals("family")
    given_order = _in_capitals("given")
    birth_date = models.DateField()
    sex = models.TextField()
    ethnicity = models.TextField(default="")
    death_date = models.DateField(null=True)
    practice = models.TextField(default="", help_text="ODS code; empty where registered nowhere")
    practice_since = models.DateField(null=True)
    lsoa = models.TextField(default="", help_text="code of the small area; empty where not known")
    address = models.TextField(default="")
    postcode = models.TextField(default="")
    housing_type = models.TextField(default="")
    tenure = models.TextField(default="")
    geodemographic = models.TextField(default="")
    care_home = models.TextField(
        default="", help_text="identifier of the care home; empty where it is not one"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_person_per_key", fields=["key"]),
            models.UniqueConstraint(name="one_person_per_nhs_number", fields=["nhs_number"]),
            models.CheckConstraint(
                name="person_sex_known_word", condition=Q(sex__in=["female", "male", "other", "unknown"])
            ),
            models.CheckConstraint(
                name="person_key_is_the_nhs_number_where_there_is_one",
                condition=Q(nhs_number__isnull=True) | Q(nhs_number=F("key")),
            ),
            models.CheckConstraint(
                name="person_nhs_number_is_ten_digits",
                condition=Q(nhs_number__isnull=True) | Q(nhs_number__regex=r"^[0-9]{10}$"),
            ),
        )
        indexes = (
            models.Index(fields=["family_order"], name="person_by_family_name"),
            models.Index(fields=["given_order"], name="person_by_given_name"),
            models.Index(fields=["birth_date"], name="person_by_birth_date"),
            models.Index(fields=["care_home"], name="person_in_care_home", condition=~Q(care_home="")),
        )

    def __str__(self) -> str:
        return str(self.pk)  # never the name: this is what logs and errors show
