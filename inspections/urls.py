"""The addresses of the month's work."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from inspections.views import (
    answers,
    area,
    calendar,
    conflict,
    home,
    household_side,
    link,
    message,
    paper,
    pile,
    printing,
    repair,
    rotation,
    rounds,
    sheets,
    skipped,
    team,
    two_sides,
    visit_change,
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

# What the inspected household itself sees and says.
by_household: list[URLPattern | URLResolver] = [
    path("", household_side.household_side, name="household_side"),
    path("reply/<int:assignment_id>/", household_side.household_reply, name="household_reply"),
    path("day/<int:assignment_id>/", household_side.household_day, name="household_day"),
    path("fixed/<int:hazard_id>/", household_side.household_fixed, name="household_fixed"),
]

by_team: list[URLPattern | URLResolver] = [
    path("", team.team, name="team"),
    path("message/<str:month>/", message.team_message, name="team_message"),
    path("print/<str:month>/checklists.pdf", sheets.team_checklists, name="team_checklists"),
    path("print/<str:month>/summary.pdf", sheets.team_summary, name="team_summary"),
    path("calendar/", calendar.team_calendar, name="team_calendar"),
    path("rotation/", rotation.team_rotation, name="team_rotation"),
    path("repair/<str:month>/", repair.round_repair, name="round_repair"),
    path("two-sides/<str:month>/", two_sides.two_sides, name="two_sides"),
    path(
        "two-sides/<str:month>/<int:household_id>/",
        two_sides.household_card,
        name="household_card",
    ),
    path("visits/<str:month>/<int:assignment_id>/", visit_change.visit_change, name="visit_change"),
    path("paper/<str:month>/", paper.paper_list, name="paper"),
    path("paper/<str:month>/pile/", pile.paper_pile, name="paper_pile"),
    path("paper/<str:month>/<int:assignment_id>/", paper.paper_sheet, name="paper_sheet"),
    path(
        "paper/<str:month>/<int:assignment_id>/compare/",
        conflict.paper_conflict,
        name="paper_conflict",
    ),
]

by_area: list[URLPattern | URLResolver] = [
    path("", area.area, name="area"),
    path("overdue/", area.overdue, name="area_overdue"),
    path("overdue.pdf", sheets.overdue_pdf, name="overdue_pdf"),
    path("followed/", two_sides.followed, name="area_followed"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/skip/", skipped.skip, name="rounds_skip"),
    path("rounds/take-up/", skipped.take_up, name="rounds_take_up"),
    path("print/", printing.ward_print, name="ward_print"),
    path("print/<int:job_id>/", printing.print_file, name="print_file"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("k/", include(by_link)),
    path("h/<str:token>/", include(by_household)),
    path("calendar/<str:token>.ics", calendar.team_file, name="calendar_file"),
    path("areas/<str:code>/", include(by_area)),
    path("teams/<int:team_id>/", include(by_team)),
    re_path(r"^[kK]/(?P<token>[^/]+)/?$", link.assignment),
    re_path(r"^[hH]/(?P<token>[^/]+)/?$", household_side.household_side),
    re_path(r"^K/?$", link.type_code),
]
