"""What a refresh of the linked population published: counts for pages, and each person's own result.

Rows come in the same transaction as the refresh they belong to. The database does not look that refresh up
again for each of millions of rows: it would take longer than writing them.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from commonweal.care.access import Audience
from commonweal.care.extents import Population

BANDS = ("fit", "mild", "moderate", "severe")


class Refresh(models.Model):
    """One computation of the whole population; pages show the current one until the next is complete."""

    started = models.DateTimeField()
    finished = models.DateTimeField()
    as_at = models.DateField(help_text="the day everything is counted on")
    earlier = models.DateField(
        null=True, help_text="the day of a year before that measures are counted on too"
    )
    loads = models.JSONField(default=list, help_text="id, source and finish of each load it came from")
    codelist = models.TextField(help_text="name of the code lists used")
    blueprint = models.TextField(help_text="id of the partnership")
    counts = models.JSONField(default=dict)
    current = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_current_refresh", fields=["current"], condition=Q(current=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.blueprint} as at {self.as_at}"


class FrailtyCell(models.Model):
    """One number of people as it is shown to one audience; a group with nobody in it has no row."""

    refresh = models.ForeignKey(Refresh, on_delete=models.CASCADE, db_index=False, db_constraint=False)
    audience = models.TextField(choices=Audience)
    population = models.TextField(choices=Population)
    area = models.TextField(help_text="id of an area, ODS code of a practice or code of a small area")
    small_area = models.TextField(default="", help_text="a small area inside the area; empty for all of it")
    ages = models.TextField(help_text="all, a group such as 65+, or a five-year band such as 70-74")
    sex = models.TextField(help_text="all, female or male")
    band = models.TextField(help_text="all, or a band of frailty")
    people = models.IntegerField(null=True, help_text="empty where suppressed")
    risers = models.IntegerField(
        null=True, help_text="of these, in a higher band than a year before; empty where suppressed"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_cell_per_group",
                fields=["refresh", "audience", "population", "area", "small_area", "ages", "sex", "band"],
            ),
            models.CheckConstraint(
                name="cell_words",
                condition=Q(audience__in=Audience.values)
                & Q(population__in=Population.values)
                & Q(sex__in=["all", "female", "male"])
                & Q(band__in=["all", *BANDS]),
            ),
            models.CheckConstraint(
                name="care_cell_is_exact",
                condition=~Q(audience=Audience.CARE)
                | Q(people__gt=0, risers__gte=0, risers__lte=F("people")),
            ),
            models.CheckConstraint(
                name="planning_cell_is_rounded",
                condition=~Q(audience=Audience.PLANNING)
                | (
                    (Q(people__isnull=True) | Q(people__gte=10))
                    & (Q(risers__isnull=True) | Q(risers=0) | Q(risers__gte=10))
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.area} {self.small_area} {self.ages} {self.sex} {self.band}"


class PersonFrailty(models.Model):
    """A person alive and here on the day of the current refresh. What lists go by is copied."""

    person = models.OneToOneField(
        "care.Person", on_delete=models.PROTECT, primary_key=True, related_name="frailty"
    )
    refresh = models.ForeignKey(Refresh, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    age = models.SmallIntegerField()
    sex = models.TextField()
    practice = models.TextField(default="")
    lsoa = models.TextField(default="")
    name_order = models.TextField(
        db_collation="C", help_text="family and given names in capitals without accents: lists go by it"
    )
    deficits = models.SmallIntegerField()
    band = models.TextField()
    deficits_year_ago = models.SmallIntegerField(null=True)
    band_year_ago = models.TextField(null=True)
    rise = models.SmallIntegerField(
        default=0, help_text="deficits more than a year before; 0 where not known"
    )
    riser = models.BooleanField(help_text="in a higher band than a year before")
    evidence = models.JSONField(default=list, help_text="deficit, first_date, code, system, term of each")
    course = models.JSONField(default=list, help_text="on, deficits, band; one a year, oldest first")

    class Meta:
        constraints = (
            models.CheckConstraint(name="person_band", condition=Q(band__in=BANDS)),
            models.CheckConstraint(name="person_deficits", condition=Q(deficits__gte=0, deficits__lte=36)),
        )
        indexes = (
            models.Index(fields=["-deficits", "-person"], name="frailty_deficits"),
            models.Index(fields=["band", "-deficits", "-person"], name="frailty_band"),
            models.Index(fields=["-age", "-person"], name="frailty_age"),
            models.Index(fields=["-rise", "-person"], name="frailty_rise"),
            models.Index(
                fields=["practice", "-rise", "-person"], name="frailty_risers", condition=Q(riser=True)
            ),
            models.Index(fields=["name_order", "person"], name="frailty_name"),
            models.Index(fields=["practice", "-deficits", "-person"], name="frailty_practice"),
            models.Index(fields=["lsoa", "-deficits", "-person"], name="frailty_lsoa"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class PersonContacts(models.Model):
    """A person's contacts and spells of one category of the record, oldest first.

    Each is [setting, start, end or null, pence or null, kind]. Kept as the text of the JSON: nothing is ever
    asked of it but the whole, and it is quicker to write.
    """

    pk = models.CompositePrimaryKey("person_id", "category")
    person = models.ForeignKey(
        "care.Person", on_delete=models.PROTECT, related_name="contacts", db_index=False
    )
    category = models.TextField(help_text="of the record: gp_record, hospital, community or social_care")
    practice = models.TextField(default="")
    contacts = models.TextField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.category}"


class PersonMedicines(models.Model):
    """A person's different medicines issued in the twelve months up to the day of the refresh, by name.

    Each is [name or null, system, code, first day, last day, times]. Kept as text, as contacts are. Somebody
    without any has no row.
    """

    person = models.OneToOneField(
        "care.Person", on_delete=models.PROTECT, primary_key=True, related_name="medicines"
    )
    practice = models.TextField(default="")
    medicines = models.TextField()

    def __str__(self) -> str:
        return str(self.pk)


class PersonProfile(models.Model):
    """What the GP record says of a person alive and here: the columns of PROFILE that belong to it.

    What belongs to another category of the record stands in a table of its own, so that whoever may see one
    and not the other is given neither more nor less. What care of one person costs is kept of nobody.
    """

    person = models.OneToOneField(
        "care.Person", on_delete=models.PROTECT, primary_key=True, related_name="profile"
    )
    practice = models.TextField(default="")
    lsoa = models.TextField(default="")
    age = models.SmallIntegerField()
    sex = models.TextField()
    ethnicity = models.TextField(help_text="asian, black, mixed, white, other or not_known")
    decile = models.SmallIntegerField(null=True, help_text="of deprivation: 1 is the most deprived tenth")
    housing_type = models.TextField(default="")
    tenure = models.TextField(default="")
    geodemographic = models.TextField(default="", help_text="group of an area classification")
    care_home = models.BooleanField()
    housebound = models.BooleanField()
    deficits = models.SmallIntegerField()
    band = models.TextField()
    deficits_year_ago = models.SmallIntegerField(null=True)
    registers = ArrayField(models.TextField(), help_text="ids of disease registers, by alphabet")
    conditions = models.SmallIntegerField(help_text="how many of these are long-term conditions")
    segment = models.TextField(help_text="id of the life-course segment")
    cambridge = models.IntegerField(help_text="Cambridge multimorbidity score in hundredths")
    medicines = models.SmallIntegerField(help_text="different ones in twelve months")
    continuity = models.FloatField(null=True, help_text="share of GP contacts with the one seen most")
    end_of_life = models.BooleanField()
    need_years = models.FloatField(null=True, help_text="lived with need, up to the day")
    contacts_gp = models.IntegerField()

    class Meta:
        constraints = (models.CheckConstraint(name="profile_band", condition=Q(band__in=BANDS)),)
        indexes = (
            models.Index(fields=["practice", "segment"], name="profile_practice"),
            models.Index(fields=["lsoa", "segment"], name="profile_lsoa"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class PersonHospital(models.Model):
    """What hospitals recorded of the same people, in twelve months unless the method says otherwise."""

    person = models.OneToOneField(
        "care.Person", on_delete=models.PROTECT, primary_key=True, related_name="hospital"
    )
    practice = models.TextField(default="")
    hospital_frailty = models.IntegerField(null=True, help_text="in tenths; empty where not defined")
    hospital_frailty_risk = models.TextField(null=True, help_text="low, intermediate or high")
    charlson = models.SmallIntegerField(help_text="by the weights of 2011")
    charlson_1987 = models.SmallIntegerField()
    high_intensity = models.BooleanField()
    contacts_outpatient = models.IntegerField()
    contacts_emergency = models.IntegerField()
    contacts_bed = models.IntegerField()
    emergency_admissions = models.IntegerField()
    bed_days = models.IntegerField()
    evidence = models.JSONField(
        default=list, help_text="counts_for, what, code, first_date of each diagnosis"
    )

    def __str__(self) -> str:
        return str(self.pk)


class PersonCommunity(models.Model):
    """What community services recorded of the same people in twelve months."""

    person = models.OneToOneField(
        "care.Person", on_delete=models.PROTECT, primary_key=True, related_name="community"
    )
    practice = models.TextField(default="")
    contacts_home = models.IntegerField()
    contacts_community = models.IntegerField()

    def __str__(self) -> str:
        return str(self.pk)


class PersonSocialCare(models.Model):
    """What the council recorded of the same people in twelve months."""

    person = models.OneToOneField(
        "care.Person", on_delete=models.PROTECT, primary_key=True, related_name="social_care"
    )
    practice = models.TextField(default="")
    contacts_care_home = models.IntegerField()
    contacts_social_care = models.IntegerField()

    def __str__(self) -> str:
        return str(self.pk)
