"""The addresses of the pages of case finding."""

from __future__ import annotations

from django.urls import path

from commonweal.web.case_finding import answer, dry_run, found, rules

ADDRESSES = [
    path("case-finding/", rules.rules, name="case-finding"),
    path("case-finding/<slug:rule>", found.found, name="found"),
    path("case-finding/<slug:rule>.csv", found.found_file, name="found-file"),
    path("case-finding/<slug:rule>/dry-run", dry_run.dry_run, name="found-dry-run"),
    path("case-finding/<slug:rule>/<slug:deed>", answer.answer, name="answer-found"),
]
