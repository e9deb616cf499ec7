"""The addresses of the registry."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, include, path

import firesafety.converters  # noqa: F401 - Registers table_format.
from households.forms.login import LoginForm
from households.views import household, members, roster, team_builder, team_map, team_repair, teams

login = LoginView.as_view(
    template_name="households/login.html",
    authentication_form=LoginForm,
    redirect_authenticated_user=True,
)

by_ward: list[URLPattern | URLResolver] = [
    path("roster/", roster.upload, name="roster_upload"),
    path("roster/blank/", roster.blank, name="roster_blank"),
    path("teams/", teams.teams, name="ward_teams"),
    path("teams/form/", team_builder.team_builder, name="team_builder"),
    path("teams/map/", team_map.team_map, name="team_map"),
    path("teams/repair/", team_repair.team_repair, name="team_repair"),
    path("teams/undo/", team_repair.team_undo, name="team_undo"),
    path("households/", teams.households, name="ward_households"),
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

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", login, name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("wards/<slug:code>/", include(by_ward)),
    path("roster/<int:roster_id>/", include(by_roster)),
    path("households/<int:household_id>/", household.household, name="household"),
    path("households/<int:household_id>/depart/", household.depart, name="household_depart"),
    path("teams/<int:team_id>/members/", include(by_team)),
]
