"""The teams that a referral can be given to, those first that cover where its person lives."""

from __future__ import annotations

from commonweal.blueprint import Team
from commonweal.care.extents import blueprint, extent
from commonweal.care.referrals.reads import Standing
from commonweal.web.referrals.moves import Choices, Groups

READS_ONLY = "single_point_of_access"  # what comes in is not given to whoever reads it


def choices(standing: Standing) -> Groups:
    """By whether they cover the practice or small area, and are of the kind that does the work."""
    teams = [team for team in blueprint().teams if team.kind != READS_ONLY]
    right = [team for team in teams if team.kind == standing.pathway.team.kind]
    near = [team for team in right if _covers(team, standing)]
    groups = [
        ("Covers where they live", near),
        ("The same kind, elsewhere", [team for team in right if team not in near]),
        ("Other teams", [team for team in teams if team not in right]),
    ]
    return [(title, _named(found)) for title, found in groups if found]


def _covers(team: Team, standing: Standing) -> bool:
    area, referral = extent(team.area), standing.referral
    return referral.practice in area.practices or referral.lsoa in area.small_areas


def _named(teams: list[Team]) -> Choices:
    return [(team.id, team.title) for team in teams]
