"""The addresses of the registry."""

from django.urls import URLPattern, URLResolver, include, path

import firesafety.converters  # noqa: F401 - Registers table_format.
from households import account_urls
from households.views import (
    household,
    members,
    officers,
    privacy,
    roster,
    team_builder,
    team_map,
    team_repair,
    teams,
)
from households.views.area_ending import pointing_to_heirs

by_ward: list[URLPattern | URLResolver] = [
    path("roster/", pointing_to_heirs(roster.upload), name="roster_upload"),
    path("roster/blank/", roster.blank, name="roster_blank"),
    path("teams/", pointing_to_heirs(teams.teams), name="ward_teams"),
    path("teams/form/", pointing_to_heirs(team_builder.team_builder), name="team_builder"),
    path("teams/map/", pointing_to_heirs(team_map.team_map), name="team_map"),
    path("teams/repair/", pointing_to_heirs(team_repair.team_repair), name="team_repair"),
    path("teams/undo/", team_repair.team_undo, name="team_undo"),
    path("teams.<table_format:file_format>", teams.teams_file, name="ward_teams_file"),
    path("households/", pointing_to_heirs(teams.households), name="ward_households"),
    path(
        "households.<table_format:file_format>", teams.households_file, name="ward_households_file"
    ),
]

by_roster: list[URLPattern | URLResolver] = [
    path("", roster.roster, name="roster"),
    path("apply/", roster.apply, name="roster_apply"),
    path("report.<table_format:file_format>", roster.report, name="roster_report"),
]

by_team: list[URLPattern | URLResolver] = [
    path("", members.members, name="team_members"),
    path("admit/", members.admit, name="team_admit"),
    path("end/", members.end, name="team_end"),
    path("<int:membership_id>/", members.member, name="member"),
    path("<int:membership_id>/availability/", members.availability, name="member_availability"),
    path("<int:membership_id>/effect/", team_map.member_effect, name="member_effect"),
    path("<int:membership_id>/move/", members.move, name="member_move"),
    path("<int:membership_id>/office/", members.office, name="member_office"),
    path("<int:membership_id>/relieve/", members.relieve, name="member_relieve"),
]

by_officer: list[URLPattern | URLResolver] = [
    path("", officers.officer, name="officer"),
    path("duty/", officers.officer_duty, name="officer_duty"),
    path("duty/<int:duty_id>/end/", officers.duty_end, name="duty_end"),
    path("link/", officers.officer_link, name="officer_link"),
    path("second-factor/", officers.officer_factor, name="officer_factor"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(account_urls)),
    path("officers/", officers.officers, name="officers"),
    path("officers/new/", officers.officer_new, name="officer_new"),
    path("officers/<int:user_id>/", include(by_officer)),
    path("wards/<slug:code>/", include(by_ward)),
    path("roster/<int:roster_id>/", include(by_roster)),
    path("households/<int:household_id>/", household.household, name="household"),
    path("households/<int:household_id>/depart/", household.depart, name="household_depart"),
    path("households/<int:household_id>/export/", privacy.export, name="household_export"),
    path("households/<int:household_id>/erase/", privacy.erase, name="household_erase"),
    path("households/<int:household_id>/views/", privacy.household_views, name="household_views"),
    path("record-views/", privacy.record_views, name="record_views"),
    path("teams/<int:team_id>/members/", include(by_team)),
]
