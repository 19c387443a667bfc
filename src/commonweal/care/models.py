"""Every recorded table, for Django to find."""

from commonweal.care.accounts.models import Post, User
from commonweal.care.assessments.models import (
    Assessment,
    InstrumentVersion,
    Receipt,
    RepeatRate,
    SentAssessment,
    StruckOut,
)
from commonweal.care.attachments.models import Attachment
from commonweal.care.audit.models import Entry, Head
from commonweal.care.break_glass.models import Opening
from commonweal.care.case_finding.models import (
    CaseCount,
    CaseRuleVersion,
    Finding,
    FindingAnswer,
    FindingOver,
)
from commonweal.care.caseloads.models import CaseloadChange, CaseloadPlace
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
    PlaceRate,
    PlaceWish,
    Preference,
    RegisterEntry,
    RegisterReview,
)
from commonweal.care.homes.models import (
    BedsSaid,
    Call,
    Concern,
    ElementDone,
    HomeRound,
    ProposedResident,
    RoundEntry,
    Stay,
)
from commonweal.care.identity.models import Merge, MovedRow, Pair
from commonweal.care.involvements.models import Involvement
from commonweal.care.loads.models import LoadRefusal, LoadReport
from commonweal.care.measures.models import MeasureCell, Measured
from commonweal.care.meetings.models import Attendance, Meeting, MeetingItem, MeetingLine
from commonweal.care.notices.models import Notice, Recipient, Wish
from commonweal.care.objections.models import Objection, OptOut, Restriction
from commonweal.care.pathways.models import PathwayVersion
from commonweal.care.people.models import Person
from commonweal.care.plans.models import Plan, PlanPhoto, Proposal, SectionDraft, SectionVersion, SignOff
from commonweal.care.population.models import PopulationCell
from commonweal.care.published.models import (
    FrailtyCell,
    PersonCommunity,
    PersonContacts,
    PersonFrailty,
    PersonHospital,
    PersonMedicines,
    PersonProfile,
    PersonSocialCare,
    Refresh,
)
from commonweal.care.referrals.models import ClockRun, Referral, StageCount, Step
from commonweal.care.risk.models import PersonRisk, RiskCard
from commonweal.care.sharing.models import Clause, Coverage
from commonweal.care.systems.models import Message, SystemKey
from commonweal.care.tasks.models import Task, TaskStep
from commonweal.care.teams.models import DayPlan, Shift
from commonweal.care.views.models import SavedView
from commonweal.care.visits.models import Visit, VisitRecord

__all__ = [
    "AdvanceDecision",
    "AfterDeathReview",
    "AnticipatoryMedicine",
    "Assessment",
    "Attachment",
    "Attendance",
    "BedsSaid",
    "Bereavement",
    "Call",
    "CarerAssessment",
    "CaseCount",
    "CaseRuleVersion",
    "CaseloadChange",
    "CaseloadPlace",
    "Clause",
    "ClockRun",
    "Concern",
    "CoordinationOffer",
    "Coordinator",
    "Coverage",
    "DayPlan",
    "Death",
    "Delivery",
    "ElementDone",
    "Entry",
    "Finding",
    "FindingAnswer",
    "FindingOver",
    "FrailtyCell",
    "Head",
    "HomeRound",
    "InstrumentVersion",
    "Involvement",
    "LoadRefusal",
    "LoadReport",
    "MeasureCell",
    "Measured",
    "Meeting",
    "MeetingItem",
    "MeetingLine",
    "Merge",
    "Message",
    "MovedRow",
    "Notice",
    "Objection",
    "Opening",
    "OptOut",
    "Pair",
    "PathwayVersion",
    "Person",
    "PersonAround",
    "PersonCommunity",
    "PersonContacts",
    "PersonFrailty",
    "PersonHospital",
    "PersonMedicines",
    "PersonProfile",
    "PersonRisk",
    "PersonSocialCare",
    "PlaceRate",
    "PlaceWish",
    "Plan",
    "PlanPhoto",
    "PopulationCell",
    "Post",
    "Preference",
    "Proposal",
    "ProposedResident",
    "Receipt",
    "Recipient",
    "Referral",
    "Refresh",
    "RegisterEntry",
    "RegisterReview",
    "RepeatRate",
    "Restriction",
    "RiskCard",
    "RoundEntry",
    "SavedView",
    "SectionDraft",
    "SectionVersion",
    "SentAssessment",
    "Shift",
    "SignOff",
    "StageCount",
    "Stay",
    "Step",
    "StruckOut",
    "SystemKey",
    "Task",
    "TaskStep",
    "TeamMember",
    "User",
    "Visit",
    "VisitRecord",
    "Wish",
]
