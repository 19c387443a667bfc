"""Every recorded table, for Django to find."""

from commonweal.care.accounts.models import Post, User
from commonweal.care.attachments.models import Attachment
from commonweal.care.audit.models import Entry, Head
from commonweal.care.break_glass.models import Opening
from commonweal.care.coordination.models import (
    CarerAssessment,
    CoordinationOffer,
    Coordinator,
    PersonAround,
    TeamMember,
)
from commonweal.care.deliveries.models import Delivery
from commonweal.care.end_of_life.models import (
    AdvanceDecision,
    AfterDeathReview,
    AnticipatoryMedicine,
    Bereavement,
    Death,
    PlaceWish,
    Preference,
    RegisterEntry,
    RegisterReview,
)
from commonweal.care.involvements.models import Involvement
from commonweal.care.loads.models import LoadRefusal, LoadReport
from commonweal.care.measures.models import MeasureCell, Measured
from commonweal.care.notices.models import Notice, Recipient, Wish
from commonweal.care.objections.models import Objection, OptOut, Restriction
from commonweal.care.pathways.models import PathwayVersion
from commonweal.care.people.models import Person
from commonweal.care.published.models import FrailtyCell, PersonContacts, PersonFrailty, Refresh
from commonweal.care.referrals.models import ClockRun, Referral, StageCount, Step
from commonweal.care.sharing.models import Clause, Coverage
from commonweal.care.systems.models import Message, SystemKey
from commonweal.care.teams.models import DayPlan, Shift
from commonweal.care.views.models import SavedView
from commonweal.care.visits.models import Visit, VisitRecord

__all__ = [
    "AdvanceDecision",
    "AfterDeathReview",
    "AnticipatoryMedicine",
    "Attachment",
    "Bereavement",
    "CarerAssessment",
    "Clause",
    "ClockRun",
    "CoordinationOffer",
    "Coordinator",
    "Coverage",
    "DayPlan",
    "Death",
    "Delivery",
    "Entry",
    "FrailtyCell",
    "Head",
    "Involvement",
    "LoadRefusal",
    "LoadReport",
    "MeasureCell",
    "Measured",
    "Message",
    "Notice",
    "Objection",
    "Opening",
    "OptOut",
    "PathwayVersion",
    "Person",
    "PersonAround",
    "PersonContacts",
    "PersonFrailty",
    "PlaceWish",
    "Post",
    "Preference",
    "Recipient",
    "Referral",
    "Refresh",
    "RegisterEntry",
    "RegisterReview",
    "Restriction",
    "SavedView",
    "Shift",
    "StageCount",
    "Step",
    "SystemKey",
    "TeamMember",
    "User",
    "Visit",
    "VisitRecord",
    "Wish",
]
