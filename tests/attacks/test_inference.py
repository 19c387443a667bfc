"""What is hidden cannot be worked out: by filter, order, page mark, search or collision."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from tests.attacks.same import answer
from tests.web.reading import links

from commonweal.care import access
from commonweal.care.access import acting
from commonweal.care.break_glass import actions as emergencies
from commonweal.care.break_glass.rules import NobodyFound
from commonweal.care.grants import WRITTEN
from commonweal.care.involvements import actions as involvements
from commonweal.care.involvements.models import Involvement
from commonweal.care.involvements.rules import Receiver
from commonweal.care.objections import actions as choices
from commonweal.care.objections.models import Objection, OptOut, Restriction
from commonweal.care.objections.rules import Choice, Wanted
from commonweal.care.people.models import Person

pytestmark = [pytest.mark.requirement("R1", "R2"), pytest.mark.numbers]
SEEN_BY_WHOEVER_ADDS = {
    "care_advancedecision",
    "care_afterdeathreview",
    "care_anticipatorymedicine",
    "care_coordinationoffer",
    "care_coordinator",
    "care_death",
    "care_homeround",
    "care_meetingitem",
    "care_placewish",
    "care_planphoto",
    "care_preference",
    "care_registerentry",
    "care_roundentry",
    "care_stay",
    "care_teammember",
}
SORTS = ("deficits", "rise", "age", "name")
LIST, FILE = "/population/hamlet/people", "/population/hamlet/people.csv"
FITTING = (  # filters that Bea, who is hidden, answers to; each beside one that nobody answers to
    ("practice=Z00003", "practice=Z00004"),
    ("small_area=E01990003", "population=resident&small_area=E01990003&practice=Z00004"),
    ("ages=90%2B", "ages=0-4"),
    ("ages=90%2B&sex=female&band=severe", "ages=90%2B&sex=male&band=severe"),
    ("population=resident&practice=Z00003", "population=resident&practice=Z00004"),
    ("population=resident&small_area=E01990003", "population=resident&small_area=E01990003&band=mild"),
)
SOUGHT = (  # what finds Bea beside what finds nobody
    ("9990000034", "9990000042"),
    ("Marsh", "Nemos"),
    ("Bea Marsh", "Bob Nemos"),
    ("5 May 1930", "6 May 1930"),
    ("1930-05-05", "1930-05-06"),
    ("marsh 5/5/1930", "nemos 6/5/1930"),
)


def shown(client, address: str) -> list[str]:
    """The people that a list leads to, in its order."""
    page = client.get(address).content.decode()
    return [part.split('"')[0] for part in page.split('href="/people/')[1:] if len(part.split('"')[0]) == 36]


def test_a_filter_on_somebody_hidden_shows_as_much_as_one_on_nobody(signed_in):
    """Lists and files; what the filter says in words is the only difference."""
    lead, everybody = signed_in("lead-mill-lane"), signed_in("lead")
    for fits, nobody_fits in FITTING:
        assert shown(everybody, f"{LIST}?{fits}"), fits
        assert shown(lead, f"{LIST}?{fits}") == shown(lead, f"{LIST}?{nobody_fits}") == [], fits
        assert "Nobody you care for answers to this." in lead.get(f"{LIST}?{fits}").content.decode(), fits
        for address in (LIST, FILE):
            there, not_there = answer(lead, f"{address}?{fits}"), answer(lead, f"{address}?{nobody_fits}")
            assert there.status == not_there.status == 200, fits
            assert len(there.statements) == len(not_there.statements), fits
            assert there.body == not_there.body or address == LIST, fits


def test_no_order_and_no_place_in_it_shows_where_somebody_hidden_would_stand(signed_in, bea, nobody):
    """A page that begins at a hidden person begins where one does that begins at nobody: at the first."""
    lead = signed_in("lead-mill-lane")
    for sort in SORTS:
        for key in ("after", "before"):
            hidden, absent = (answer(lead, f"{LIST}?sort={sort}&{key}={id}", id) for id in (bea.pk, nobody))
            assert hidden == absent, (sort, key)
            first = shown(lead, f"{LIST}?sort={sort}")
            assert shown(lead, f"{LIST}?sort={sort}&{key}={bea.pk}") == first
    assert len(first) == 50


def test_walking_through_a_list_meets_those_who_are_shown_and_nobody_else(signed_in, bea):
    """Page by page in every order: never a short page, a gap or a stranger."""
    lead = signed_in("lead-mill-lane")
    Restriction.objects.create(person=Person.objects.get(family="Vale"))
    others = Person.objects.filter(practice="Z00001").exclude(family="Vale")
    seen = {str(id) for id in others.values_list("pk", flat=True)}
    for sort in SORTS:
        met, onward = [], f"?sort={sort}"
        while onward:
            met += shown(lead, f"{LIST}{onward}")
            onward = next((link for link in links(lead.get(f"{LIST}{onward}")) if "after=" in link), "")
        assert len(met) == len(seen) == 59
        assert set(met) == seen


def test_a_mark_at_somebody_who_objects_begins_the_list_anew(signed_in, nobody):
    """Hidden in the middle of one's own practice, by their own choice."""
    lead, ada = signed_in("lead-mill-lane"), Person.objects.get(family="Vale")
    Objection.objects.create(person=ada, category="gp_record")
    for sort in SORTS:
        hidden, absent = (answer(lead, f"{LIST}?sort={sort}&after={id}", id) for id in (ada.pk, nobody))
        assert hidden == absent, sort


def test_a_search_for_somebody_hidden_answers_like_one_for_nobody(signed_in):
    """By number, name or birth date: the same page, headers and statements."""
    lead, everybody = signed_in("lead-mill-lane"), signed_in("lead")
    for hers, nobodys in SOUGHT:
        assert everybody.get("/people/", {"q": hers}).status_code == 302, hers
        hidden, absent = (answer(lead, "/people/", words, data={"q": words}) for words in (hers, nobodys))
        assert hidden == absent, hers
        assert hidden.status == 200, hers


def test_a_search_counts_nobody_who_is_hidden(signed_in):
    """“More than fifty” is said of those who are shown."""
    lead = signed_in("lead-mill-lane")
    before = answer(lead, "/people/", data={"q": "crowd"}).body
    assert "CROWDB" in before
    Person.objects.filter(practice="Z00003").update(family="Crowdy")
    assert answer(lead, "/people/", data={"q": "crowd"}).body == before


@pytest.fixture
def abbey(viewer):
    found = viewer("abbey")
    assert found
    return found


def test_a_part_in_the_care_of_somebody_hidden_cannot_be_begun_twice_to_find_them(abbey, nobody):
    """Finn is hidden, and the very part that is asked for is there already; asked for nobody, the same."""
    finn = Person.objects.get(given="Finn")
    Involvement.objects.create(person=finn, kind="episode", organisation="ZZ2", reason="asked for")
    said = []
    for person in (finn.pk, nobody):
        with pytest.raises(access.NotSeen) as refused, transaction.atomic():
            involvements.begin(
                by=abbey, person=person, kind="episode", receiver=Receiver("ZZ2"), reason="a fall"
            )
        said.append(str(refused.value))
    assert said[0] == said[1]


def test_a_choice_for_somebody_hidden_is_refused_like_one_for_nobody(abbey, nobody):
    """Whether or not it is chosen already."""
    finn, today = Person.objects.get(given="Finn"), timezone.localdate()
    Objection.objects.create(person=finn, organisation="ZZ2")
    Restriction.objects.create(person=finn)
    said = set()
    for person in (finn.pk, nobody):
        for choice in (Choice("objection", "ZZ2"), Choice("restriction"), Choice("opt_out")):
            with pytest.raises(access.NotSeen) as refused, transaction.atomic():
                choices.choose(by=abbey, person=person, wanted=Wanted(choice, "person", today))
            said.add(str(refused.value))
    assert len(said) == 1
    assert OptOut.objects.count() == 0


def test_emergencies_do_not_tell_whether_a_number_is_anybodys(viewer):
    """Wrong birth date, nobody's number, somebody who objects: one answer, and no more than five."""
    nurse, ben = viewer("nurse"), Person.objects.get(given="Ben")
    Objection.objects.create(person=ben)
    said, tried = set(), {"9990000018": "1941-05-01", "9990000026": "1945-05-01", "9434765919": "1945-05-01"}
    for number, born in tried.items():
        with pytest.raises(NobodyFound) as unfound:
            emergencies.open_record(
                by=nurse, nhs_number=number, birth_date=born, reason="on the floor, alone"
            )
        said.add(str(unfound.value))
    assert len(said) == 1
    for _ in range(2):
        with pytest.raises(NobodyFound):
            emergencies.open_record(
                by=nurse, nhs_number="9434765919", birth_date="1945-05-01", reason="on the floor, alone"
            )
    with pytest.raises(access.Refused, match="try again later"):
        emergencies.open_record(
            by=nurse, nhs_number="9990000018", birth_date="1940-05-01", reason="on the floor, alone"
        )


WRITES = {  # a row that would collide with a hidden one, as the application's role writes it in SQL
    "care_involvement": "INSERT INTO care_involvement (person_id, kind, team, organisation, reason, outcome)"
    " VALUES (%s, 'episode', '', 'ZZ2', 'x', '')",
    "care_objection": "INSERT INTO care_objection (person_id, organisation, category, note, asked_by)"
    " VALUES (%s, 'ZZ2', '', '', '')",
    "care_restriction": "INSERT INTO care_restriction (person_id, note, asked_by) VALUES (%s, '', '')",
    "care_optout": "INSERT INTO care_optout (person_id, note, asked_by) VALUES (%s, '', '')",
}


@pytest.mark.parametrize("table", WRITES)
def test_a_collision_in_the_database_is_never_with_somebody_hidden(abbey, nobody, table):
    """Unique constraints see past policies; the policy on writing answers first, and for all alike."""
    finn, said = Person.objects.get(given="Finn"), []
    with connection.cursor() as cursor:
        cursor.execute(WRITES[table], [finn.pk])
        for person in (finn.pk, nobody):
            with acting(abbey), pytest.raises(ProgrammingError) as refused, transaction.atomic():
                cursor.execute(WRITES[table], [person])
            said.append(str(refused.value))
    assert said[0] == said[1]
    assert "row-level security" in said[0]


def test_every_unique_constraint_on_what_pages_write_is_among_these():
    """A new one that somebody at work could run into has to be tried above."""
    written_by_pages = {"care_involvement", "care_objection", "care_optout", "care_restriction"}
    models = {model._meta.db_table: model for model in Person._meta.apps.get_app_config("care").get_models()}
    granted = {table for table, rights in WRITTEN.items() if "INSERT" in rights} & set(models)
    unique = {
        table
        for table in granted
        if any(one.__class__.__name__ == "UniqueConstraint" for one in models[table]._meta.constraints)
    }
    given = {  # a place in the audit, among what hangs on what one works on or sees, or of one’s own system
        "care_entry",
        "care_message",
        "care_sectiondraft",  # of one’s own post alone
        "care_sentassessment",
        "care_step",
        "care_visitrecord",
        "care_meetingline",  # by a key that the form drew
        "care_personaround",  # whoever may write there sees all of it, others a part
        "care_proposedresident",  # of one’s own home
        "care_task",  # of the same words for the same team: whoever asks again is told, as is meant
    }
    assert unique - given - SEEN_BY_WHOEVER_ADDS == written_by_pages


@pytest.mark.django_db
def test_whoever_may_add_a_row_sees_those_it_could_run_into():
    """The policy for adding asks for everything that the one for reading asks for."""
    asked = "SELECT tablename, cmd, coalesce(qual, with_check) FROM pg_policies WHERE tablename = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(asked, [[*SEEN_BY_WHOEVER_ADDS]])
        said = {(table, command): " ".join(policy.split()) for table, command, policy in cursor.fetchall()}
    for table in SEEN_BY_WHOEVER_ADDS:
        reads, adds = said[table, "SELECT"].removeprefix("(").removesuffix(")"), said[table, "INSERT"]
        assert reads in adds, table
