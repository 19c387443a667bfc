"""The addresses of pages: each asks one question."""

from __future__ import annotations

from django.urls import path

from commonweal.web.around.addresses import ADDRESSES as AROUND
from commonweal.web.assessments import form as assess
from commonweal.web.assessments import inbox as assessments_sent
from commonweal.web.assessments import list as assessments
from commonweal.web.assessments import repeats, result
from commonweal.web.assessments import send as assessment_send
from commonweal.web.assessments import trend as assessment_trend
from commonweal.web.case_finding.addresses import ADDRESSES as CASE_FINDING
from commonweal.web.caseload import add as caseload_add
from commonweal.web.caseload import list as caseload
from commonweal.web.caseload import place as caseload_place
from commonweal.web.choices import choose as chosen
from commonweal.web.choices import list as choices
from commonweal.web.emergency import open as emergency
from commonweal.web.emergency import review, shut
from commonweal.web.end_of_life.addresses import ADDRESSES as END_OF_LIFE
from commonweal.web.homes.addresses import ADDRESSES as HOMES
from commonweal.web.identity import merge as identity_merge
from commonweal.web.identity import pair as identity_pair
from commonweal.web.identity import queue as identity_queue
from commonweal.web.involvements import begin, change, ours
from commonweal.web.journeys import journey
from commonweal.web.loads import list as loads
from commonweal.web.loads import load
from commonweal.web.meetings import list as meetings
from commonweal.web.meetings import meeting, put_on
from commonweal.web.notices import answer as notice_answer
from commonweal.web.notices import list as notices
from commonweal.web.notices import wish
from commonweal.web.own import record, referrals_ask, who_looked
from commonweal.web.own import referrals as own_referrals
from commonweal.web.own import tasks as own_tasks
from commonweal.web.pathways import list as pathways
from commonweal.web.pathways import measures, pathway
from commonweal.web.people import files, find, person
from commonweal.web.people import list as people
from commonweal.web.plans import crisis, proposals, sign
from commonweal.web.plans import history as plan_history
from commonweal.web.plans import paper as plan_paper
from commonweal.web.plans import photo as plan_photo
from commonweal.web.plans import plan as plans
from commonweal.web.plans import review as plan_review
from commonweal.web.plans import section as plan_section
from commonweal.web.population import (
    ages,
    area,
    compare,
    costs,
    group,
    home,
    indicator_file,
    inequality,
    measure_map,
    measured_file,
    number,
    practices,
    registers,
    report,
    segments,
    small_areas,
)
from commonweal.web.posts import choose
from commonweal.web.refer import check, form, paper, sent, several
from commonweal.web.refer import choose as refer
from commonweal.web.referrals import board, identify, referral, views
from commonweal.web.risk import card as risk_card
from commonweal.web.risk import list as risk
from commonweal.web.risk import people as risk_people
from commonweal.web.risk import people_file as risk_people_file
from commonweal.web.sharing import agreement
from commonweal.web.sharing import list as sharing
from commonweal.web.tasks import list as tasks
from commonweal.web.tasks import new as new_task
from commonweal.web.tasks import task
from commonweal.web.teams import day as team_day
from commonweal.web.teams import list as teams
from commonweal.web.teams import team
from commonweal.web.visits import mine as my_visits
from commonweal.web.visits import visit

urlpatterns = [
    path("", home.home, name="home"),
    path("population/", home.population, name="population"),
    path("population/<str:area>", area.area, name="area"),
    path("population/<str:area>/ages.csv", ages.ages_file, name="ages-file"),
    path("population/<str:area>/practices", practices.practices, name="practices"),
    path("population/<str:area>/practices.csv", practices.practices_file, name="practices-file"),
    path("population/<str:area>/small-areas", small_areas.small_areas, name="small-areas"),
    path("population/<str:area>/small-areas.csv", small_areas.small_areas_file, name="small-areas-file"),
    path("population/<str:area>/segments", segments.segments, name="segments"),
    path("population/<str:area>/registers", registers.registers, name="registers"),
    path("population/<str:area>/inequality", inequality.inequality, name="inequality"),
    path("population/<str:area>/map", measure_map.measure_map, name="measure-map"),
    path("population/<str:area>/compare", compare.compare, name="compare"),
    path("population/<str:area>/compare.csv", compare.compare_file, name="compare-file"),
    path("population/<str:area>/group", group.group, name="group"),
    path("population/<str:area>/number", number.number, name="number"),
    path("population/<str:area>/indicator.csv", indicator_file.indicator_file, name="indicator-file"),
    path("population/<str:area>/costs", costs.costs, name="costs"),
    path("population/<str:area>/report", report.report, name="report"),
    path("population/<str:area>/measured.csv", measured_file.measured_file, name="measured-file"),
    path("population/<str:area>/people", people.people, name="people"),
    path("population/<str:area>/people.csv", people.people_file, name="people-file"),
    path("risk/", risk.models, name="risk"),
    path("risk/<slug:model>", risk_card.card, name="risk-card"),
    path("risk/<slug:model>/people", risk_people.people, name="risk-people"),
    path("risk/<slug:model>/people.csv", risk_people_file.people_file, name="risk-people-file"),
    path("risk/<slug:model>.csv", risk_card.card_file, name="risk-card-file"),
    path("people/", find.find, name="find-people"),
    path("people/ours", ours.ours, name="our-people"),
    path("people/<uuid:id>", person.person, name="person"),
    path("people/<uuid:id>/evidence.csv", files.evidence_file, name="evidence-file"),
    path("people/<uuid:id>/contacts.csv", files.contacts_file, name="contacts-file"),
    path("people/<uuid:id>/bring-in", begin.begin, name="bring-in"),
    path("people/<uuid:id>/choices", choices.choices, name="choices"),
    path("people/<uuid:id>/choices/withdraw", choices.withdraw, name="withdraw-choice"),
    path("people/<uuid:id>/choices/<str:kind>", chosen.choose, name="choose"),
    path("people/<uuid:id>/plan", plans.plan, name="plan"),
    path("people/<uuid:id>/plan/easy", plans.easy, name="plan-easy"),
    path("people/<uuid:id>/plan/photo", plan_photo.photo, name="plan-photo"),
    path("people/<uuid:id>/plan/photo/change", plan_photo.change, name="plan-change-photo"),
    path("people/<uuid:id>/plan.pdf", plan_paper.plan_file, name="plan-file"),
    path("people/<uuid:id>/plan/easy.pdf", plan_paper.easy_file, name="plan-easy-file"),
    path("people/<uuid:id>/plan/sections/<str:section>", plan_section.section, name="plan-section"),
    path("people/<uuid:id>/plan/sections/<str:section>/keep", plan_section.keep, name="plan-keep"),
    path("people/<uuid:id>/plan/sections/<str:section>/versions", plan_history.history, name="plan-history"),
    path("people/<uuid:id>/plan/sections/<str:section>/restore", plan_history.restore, name="plan-restore"),
    path("people/<uuid:id>/plan/proposals", proposals.proposals, name="plan-proposals"),
    path("people/<uuid:id>/plan/proposals/<int:proposal>", proposals.answer, name="plan-proposal"),
    path("people/<uuid:id>/plan/sign", sign.sign, name="plan-sign"),
    path("people/<uuid:id>/crisis", crisis.crisis, name="crisis"),
    path("plans/review", plan_review.to_review, name="plans-to-review"),
    path("own/plan", plans.plan, name="own-plan"),
    path("own/plan/easy", plans.easy, name="own-plan-easy"),
    path("own/plan/photo", plan_photo.photo, name="own-plan-photo"),
    path("own/plan/photo/change", plan_photo.change, name="own-plan-change-photo"),
    path("own/plan.pdf", plan_paper.plan_file, name="own-plan-file"),
    path("own/plan/easy.pdf", plan_paper.easy_file, name="own-plan-easy-file"),
    path("own/plan/sections/<str:section>", plan_section.section, name="own-plan-section"),
    path("own/plan/sections/<str:section>/keep", plan_section.keep, name="own-plan-keep"),
    path("own/plan/sections/<str:section>/versions", plan_history.history, name="own-plan-history"),
    path("own/plan/sections/<str:section>/restore", plan_history.restore, name="own-plan-restore"),
    path("own/plan/proposals", proposals.proposals, name="own-plan-proposals"),
    path("own/crisis", crisis.crisis, name="own-crisis"),
    path("people/<uuid:id>/assessments", assessments.of_person, name="person-assessments"),
    path("people/<uuid:id>/assessments/<str:instrument>/new", assess.fill_in, name="assess"),
    path("people/<uuid:id>/assessments/<str:instrument>", assessment_trend.trend, name="assessment-trend"),
    path("assessments/", assessments_sent.sent_to_us, name="assessments"),
    path("assessments/sent/<int:sent>", assessments_sent.receive, name="receive-assessment"),
    path("assessments/sent/<int:sent>/change", assessments_sent.change, name="change-assessment"),
    path("assessments/<uuid:id>", result.result, name="assessment"),
    path("assessments/<uuid:id>/send", assessment_send.send, name="send-assessment"),
    path("assessments/<uuid:id>/strike-out", result.strike_out, name="strike-out-assessment"),
    path("assessments/repeats", repeats.repeats, name="repeat-rates"),
    path("assessments/repeats.csv", repeats.repeats_file, name="repeat-rates-file"),
    path("own/assessments", assessments.own, name="own-assessments"),
    path("involvements/<int:id>/hand-over", change.hand_over, name="hand-over"),
    path("involvements/<int:id>/end", change.end, name="end-involvement"),
    path("emergency/", emergency.open_record, name="open-in-emergency"),
    path("emergency/review", review.openings, name="openings"),
    path("emergency/<int:id>", review.opening, name="opening"),
    path("emergency/<int:id>/shut", shut.shut, name="shut-opening"),
    path("own/", record.record, name="own"),
    path("own/who-looked", who_looked.own, name="own-looked"),
    path("own/tasks", own_tasks.tasks, name="own-tasks"),
    path("own/choices", choices.choices, name="own-choices"),
    path("own/choices/withdraw", choices.withdraw, name="withdraw-own-choice"),
    path("own/choices/<str:kind>", chosen.choose, name="choose-own"),
    path("who-looked/", who_looked.find, name="find-who-looked"),
    path("who-looked/<uuid:id>", who_looked.person, name="who-looked"),
    path("loads/", loads.loads, name="loads"),
    path("loads/<str:id>", load.load, name="load"),
    path("loads/<str:id>/reasons.csv", load.reasons_file, name="reasons-file"),
    path("loads.csv", loads.loads_file, name="loads-file"),
    path("sharing/", sharing.agreements, name="sharing"),
    path("sharing.csv", sharing.agreements_file, name="sharing-file"),
    path("sharing/<str:id>", agreement.agreement, name="agreement"),
    path("pathways/", pathways.pathways, name="pathways"),
    path("pathways.csv", pathways.pathways_file, name="pathways-file"),
    path("pathways/<str:id>", pathway.pathway, name="pathway"),
    path("pathways/<str:id>/measures", measures.measures, name="measures"),
    path("pathways/<str:id>/measures.csv", measures.measures_file, name="measures-file"),
    path("referrals/", board.board, name="referrals"),
    path("referrals.csv", board.board_file, name="referrals-file"),
    path("referrals/views", views.keep, name="referral-views"),
    path("referrals/<str:reference>", referral.referral, name="referral"),
    path("referrals/<str:reference>/undo", referral.undo, name="undo-step"),
    path("referrals/<str:reference>/person", identify.identify, name="referral-person"),
    path("refer/", refer.choose, name="refer"),
    path("refer/several", several.several, name="refer-several"),
    path("refer/sent", sent.sent, name="sent"),
    path("refer/sent/<str:reference>", sent.one, name="sent-referral"),
    path("refer/sent/<str:reference>/add", sent.add, name="add-to-referral"),
    path("refer/<str:pathway>", form.form, name="refer-form"),
    path("refer/<str:pathway>/look", form.look, name="refer-look"),
    path("refer/<str:pathway>/keep", form.keep, name="refer-keep"),
    path("refer/<str:pathway>/check", check.check, name="refer-check"),
    path("attachments/<int:id>", paper.paper, name="attachment"),
    path("journeys/<str:reference>", journey.journey, name="journey"),
    path("journeys/<str:reference>/stretches.csv", journey.journey_file, name="journey-file"),
    path("own/referrals", own_referrals.referrals, name="own-referrals"),
    path("own/refer/<str:pathway>", referrals_ask.begin, name="own-refer"),
    path("own/refer/<str:pathway>/<str:step>", referrals_ask.step, name="own-refer-step"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<str:id>", team.team, name="team"),
    path("teams/<str:id>/shifts", team.add, name="add-shift"),
    path("teams/<str:id>/shifts/<int:shift>/end", team.end, name="end-shift"),
    path("teams/<str:id>/copy", team.copy, name="copy-week"),
    path("teams/<str:id>/rota", team.take_in, name="take-in-rota"),
    path("teams/<str:id>/rota.csv", team.rota_file, name="rota-file"),
    path("teams/<str:id>/day", team_day.day, name="team-day"),
    path("teams/<str:id>/day/plan", team_day.plan, name="plan-day"),
    path("visits/", my_visits.mine, name="visits"),
    path("visits/<int:id>", visit.visit, name="visit"),
    path("visits/<int:id>/set-out", my_visits.set_out, name="set-out"),
    path("visits/<int:id>/arrive", my_visits.arrive, name="arrive"),
    path("notices/", notices.notices, name="notices"),
    path("notices/wish", wish.wish, name="notices-wish"),
    path("notices/<int:id>/answer", notice_answer.answer, name="answer-notice"),
    path("caseload/", caseload.caseload, name="caseload"),
    path("caseload.csv", caseload.caseload_file, name="caseload-file"),
    path("caseload/add", caseload_add.add, name="add-to-caseload"),
    path("caseload/<int:id>", caseload_place.place, name="caseload-place"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/new", meetings.new, name="new-meeting"),
    path("meetings/<int:id>", meeting.meeting, name="meeting"),
    path("meetings/<int:id>/agenda", meeting.dry_run, name="agenda-dry-run"),
    path("meetings/<int:id>/minutes", meeting.minutes, name="minutes"),
    path("meetings/<int:id>/preview", meeting.preview, name="action-preview"),
    path("meetings/<int:id>/put-on", put_on.put_on, name="put-on-agenda"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks.csv", tasks.tasks_file, name="tasks-file"),
    path("tasks/new", new_task.new, name="new-task"),
    path("tasks/<int:id>", task.task, name="task"),
    path("people/<uuid:id>/tasks", tasks.of_person, name="person-tasks"),
    *CASE_FINDING,
    *HOMES,
    path("identity/", identity_queue.queue, name="identity"),
    path("identity/pairs/<int:id>", identity_pair.pair, name="pair"),
    path("identity/merges/<int:id>", identity_merge.merge, name="merge"),
    path("post", choose.choose, name="choose-post"),
    *AROUND,
    *END_OF_LIFE,
]
