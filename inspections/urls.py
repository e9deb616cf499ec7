"""The addresses of the month's work."""

from django.urls import URLPattern, URLResolver, include, path, re_path

import firesafety.converters  # noqa: F401 - Registers table_format.
from inspections.views import (
    answers,
    area,
    calendar,
    delivery_report,
    home,
    inbox,
    link,
    link_reissue,
    message,
    paper,
    papers,
    photo,
    photo_upload,
    printing,
    rating,
    rechecks,
    repair,
    rotation,
    rounds,
    sheets,
    skipped,
    team,
    told,
    twins,
)

# A QR code is smaller in capitals, and a typed address comes without its last stroke.
by_link: list[URLPattern | URLResolver] = [
    path("", link.type_code, name="type_code"),
    path("<str:token>/", link.assignment, name="assignment"),
    path("<str:token>/answers/", answers.answers, name="assignment_answers"),
    path("<str:token>/obstacle/", answers.obstacle, name="assignment_obstacle"),
    path("<str:token>/calendar.ics", calendar.household_file, name="assignment_calendar"),
    path("<str:token>/sent/", link.sent, name="assignment_sent"),
    path("<str:token>/photos/", photo_upload.assignment_photos, name="assignment_photos"),
    path(
        "<str:token>/photos/remove/",
        photo_upload.assignment_photo_remove,
        name="assignment_photo_remove",
    ),
    path("<str:token>/photos/<uuid:photo_id>/", photo.assignment_photo, name="assignment_photo"),
    path(
        "<str:token>/photos/<uuid:photo_id>/small/",
        photo.assignment_photo,
        {"size": "small"},
        name="assignment_photo_small",
    ),
]

by_team: list[URLPattern | URLResolver] = [
    path("", team.team, name="team"),
    path("message/<str:month>/", message.team_message, name="team_message"),
    path("papers/", papers.team_papers, name="team_papers"),
    path(
        "print/<str:month>/checklists.pdf",
        sheets.team_sheet,
        {"sheet": "checklists"},
        name="team_checklists",
    ),
    path("print/<str:month>/assignment.png", sheets.assignment_picture, name="assignment_picture"),
    path(
        "print/<str:month>/summary.pdf",
        sheets.team_sheet,
        {"sheet": "summaries"},
        name="team_summary",
    ),
    path("print/<str:month>/<slug:sheet>.pdf", sheets.team_sheet, name="team_sheet"),
    path("print/<str:month>/<slug:sheet>/", twins.team_twin, name="team_twin"),
    path("calendar/", calendar.team_calendar, name="team_calendar"),
    path("rating/", rating.team_rating, name="team_rating"),
    path("told/", told.team_told, name="team_told"),
    path("told/<int:delivery_id>/again/", told.send_again, name="send_again"),
    path("rotation/", rotation.team_rotation, name="team_rotation"),
    path("repair/<str:month>/", repair.round_repair, name="round_repair"),
    path("paper/<str:month>/", paper.paper_list, name="paper"),
    path("paper/<str:month>/<int:assignment_id>/", paper.paper_sheet, name="paper_sheet"),
]

by_team += [
    path(
        "photos/<str:month>/<int:assignment_id>/",
        photo.inspection_photos,
        name="inspection_photos",
    ),
    path("link/<str:month>/<int:assignment_id>/", link_reissue.link_reissue, name="link_reissue"),
    path("link/<str:month>/<int:assignment_id>/card.pdf", sheets.team_card, name="team_card"),
]

photos: list[URLPattern | URLResolver] = [
    path("photos/<uuid:photo_id>/", photo.photo, name="photo"),
    path("photos/<uuid:photo_id>/small/", photo.photo, {"size": "small"}, name="photo_small"),
    path("hazards/<int:hazard_id>/photos/", photo.hazard_photos, name="hazard_photos"),
    path("h/<str:token>/photos/<uuid:photo_id>/", photo.household_photo, name="household_photo"),
    path(
        "h/<str:token>/photos/<uuid:photo_id>/small/",
        photo.household_photo,
        {"size": "small"},
        name="household_photo_small",
    ),
]

by_area: list[URLPattern | URLResolver] = [
    path("", area.area, name="area"),
    path("overdue/", area.overdue, name="area_overdue"),
    path("overdue.pdf", sheets.overdue_pdf, name="overdue_pdf"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/skip/", skipped.skip, name="rounds_skip"),
    path("rounds/take-up/", skipped.take_up, name="rounds_take_up"),
    path("rechecks/", rechecks.rechecks, name="rechecks"),
    path("rating/", rating.rating, name="rating"),
    path("rating/criteria/", rating.rating_criteria, name="rating_criteria"),
    path("rating.<table_format:file_format>", rating.rating_file, name="rating_file"),
    path("print/", printing.ward_print, name="ward_print"),
    path("print/<int:job_id>/", printing.print_file, name="print_file"),
    path("print/<int:job_id>/cancel/", printing.print_cancel, name="print_cancel"),
    path("print/<int:job_id>/retry/", printing.print_retry, name="print_retry"),
    path("papers/", papers.area_papers, name="area_papers"),
    path("print/<str:month>/<slug:sheet>.pdf", sheets.area_sheet, name="area_sheet"),
    path("print/<str:month>/<slug:sheet>/", twins.area_twin, name="area_twin"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("k/", include(by_link)),
    path("spot-checks/<int:inspection_id>/", rechecks.spot_check, name="spot_check"),
    path("messages/", inbox.inbox, name="inbox"),
    path("messages/<int:message_id>/read/", inbox.read, name="message_read"),
    path("messages/report/", delivery_report.delivery_report, name="delivery_report"),
    path("", include(photos)),
    path("calendar/<str:token>.ics", calendar.team_file, name="calendar_file"),
    path("areas/<str:code>/", include(by_area)),
    path("teams/<int:team_id>/", include(by_team)),
    re_path(r"^[kK]/(?P<token>[^/]+)/?$", link.assignment),
    re_path(r"^K/?$", link.type_code),
]
