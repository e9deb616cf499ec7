"""The addresses of the month's work."""

from django.urls import URLPattern, URLResolver, include, path, re_path

import firesafety.converters  # noqa: F401 - Registers table_format.
from inspections.views import (
    answers,
    area,
    area_map,
    calendar,
    delivery_report,
    hazard_list,
    home,
    household_record,
    inbox,
    link,
    message,
    paper,
    printing,
    rating,
    rechecks,
    repair,
    rotation,
    rounds,
    saved_view,
    sheets,
    skipped,
    team,
    team_list,
    told,
)

# A QR code is smaller in capitals, and a typed address comes without its last stroke.
by_link: list[URLPattern | URLResolver] = [
    path("", link.type_code, name="type_code"),
    path("<str:token>/", link.assignment, name="assignment"),
    path("<str:token>/answers/", answers.answers, name="assignment_answers"),
    path("<str:token>/obstacle/", answers.obstacle, name="assignment_obstacle"),
    path("<str:token>/calendar.ics", calendar.household_file, name="assignment_calendar"),
    path("<str:token>/sent/", link.sent, name="assignment_sent"),
]

by_team: list[URLPattern | URLResolver] = [
    path("", team.team, name="team"),
    path("message/<str:month>/", message.team_message, name="team_message"),
    path("print/<str:month>/checklists.pdf", sheets.team_checklists, name="team_checklists"),
    path("print/<str:month>/summary.pdf", sheets.team_summary, name="team_summary"),
    path("calendar/", calendar.team_calendar, name="team_calendar"),
    path("rating/", rating.team_rating, name="team_rating"),
    path("told/", told.team_told, name="team_told"),
    path("told/<int:delivery_id>/again/", told.send_again, name="send_again"),
    path("rotation/", rotation.team_rotation, name="team_rotation"),
    path("repair/<str:month>/", repair.round_repair, name="round_repair"),
    path("paper/<str:month>/", paper.paper_list, name="paper"),
    path("paper/<str:month>/<int:assignment_id>/", paper.paper_sheet, name="paper_sheet"),
]

by_area: list[URLPattern | URLResolver] = [
    path("", area.area, name="area"),
    path("overdue/", area.overdue, name="area_overdue"),
    path("overdue.pdf", sheets.overdue_pdf, name="overdue_pdf"),
    path("overdue.<table_format:file_format>", area.overdue_file, name="overdue_file"),
    path("places.<table_format:file_format>", area.places_file, name="places_file"),
    path("teams/", team_list.team_list, name="team_list"),
    path("teams.<table_format:file_format>", team_list.team_list_file, name="team_list_file"),
    path("hazards/", hazard_list.hazard_list, name="hazard_list"),
    path(
        "hazards.<table_format:file_format>", hazard_list.hazard_list_file, name="hazard_list_file"
    ),
    path("map/", area_map.area_map, name="area_map"),
    path("map.geojson", area_map.area_geojson, name="area_geojson"),
    path("views/<str:shown>/", saved_view.keep, name="saved_view_keep"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/skip/", skipped.skip, name="rounds_skip"),
    path("rounds/take-up/", skipped.take_up, name="rounds_take_up"),
    path("rechecks/", rechecks.rechecks, name="rechecks"),
    path("rating/", rating.rating, name="rating"),
    path("rating/criteria/", rating.rating_criteria, name="rating_criteria"),
    path("rating.<table_format:file_format>", rating.rating_file, name="rating_file"),
    path("print/", printing.ward_print, name="ward_print"),
    path("print/<int:job_id>/", printing.print_file, name="print_file"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("k/", include(by_link)),
    path("spot-checks/<int:inspection_id>/", rechecks.spot_check, name="spot_check"),
    path(
        "households/<int:household_id>/inspections/",
        household_record.household_record,
        name="household_record",
    ),
    path("views/<int:view_id>/drop/", saved_view.drop, name="saved_view_drop"),
    path("messages/", inbox.inbox, name="inbox"),
    path("messages/<int:message_id>/read/", inbox.read, name="message_read"),
    path("messages/report/", delivery_report.delivery_report, name="delivery_report"),
    path("calendar/<str:token>.ics", calendar.team_file, name="calendar_file"),
    path("areas/<str:code>/", include(by_area)),
    path("teams/<int:team_id>/", include(by_team)),
    re_path(r"^[kK]/(?P<token>[^/]+)/?$", link.assignment),
    re_path(r"^K/?$", link.type_code),
]
