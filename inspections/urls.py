"""The addresses of the month's work."""

from django.urls import URLPattern, URLResolver, include, path, re_path

import firesafety.converters  # noqa: F401 - Registers table_format.
from households.views.area_ending import pointing_to_heirs
from inspections.views import (
    answers,
    area,
    area_map,
    calendar,
    conflict,
    delivery_report,
    followed,
    hazard_list,
    home,
    home_map,
    household_card,
    household_record,
    household_side,
    inbox,
    item_list,
    link,
    link_reissue,
    message,
    offline,
    paper,
    papers,
    pause,
    photo,
    photo_upload,
    pile,
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
    twins,
    two_sides,
    visit_change,
    weights,
)

# A QR code is smaller in capitals, and a typed address comes without its last stroke.
by_link: list[URLPattern | URLResolver] = [
    path("", link.type_code, name="type_code"),
    path("worker.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("no-signal/", offline.no_signal, name="no_signal"),
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
    path("papers/", papers.team_papers, name="team_papers"),
    path("homes/", home_map.team_homes, name="team_homes"),
    path("homes.<table_format:file_format>", home_map.team_homes_file, name="team_homes_file"),
    path("homes.geojson", home_map.team_geojson, name="team_geojson"),
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
    path("pause/", pause.team_pause, name="team_pause"),
    path("calendar/", calendar.team_calendar, name="team_calendar"),
    path("rating/", rating.team_rating, name="team_rating"),
    path("told/", told.team_told, name="team_told"),
    path("told/<int:delivery_id>/again/", told.send_again, name="send_again"),
    path("rotation/", rotation.team_rotation, name="team_rotation"),
    path("repair/<str:month>/", repair.round_repair, name="round_repair"),
    path("two-sides/<str:month>/", two_sides.two_sides, name="two_sides"),
    path(
        "two-sides/<str:month>/<int:household_id>/",
        household_card.household_card,
        name="household_card",
    ),
    path(
        "two-sides/<str:month>/<int:household_id>/revoke/",
        household_card.household_link_revoke,
        name="household_link_revoke",
    ),
    path("visits/<str:month>/<int:assignment_id>/", visit_change.visit_change, name="visit_change"),
    path("paper/<str:month>/", paper.paper_list, name="paper"),
    path("paper/<str:month>/mark/", paper.paper_mark, name="paper_mark"),
    path("paper/<str:month>/pile/", pile.paper_pile, name="paper_pile"),
    path("paper/<str:month>/<int:assignment_id>/", paper.paper_sheet, name="paper_sheet"),
    path(
        "paper/<str:month>/<int:assignment_id>/compare/",
        conflict.paper_conflict,
        name="paper_conflict",
    ),
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
    path("", pointing_to_heirs(area.area), name="area"),
    path("overdue/", pointing_to_heirs(area.overdue), name="area_overdue"),
    path("overdue.pdf", sheets.overdue_pdf, name="overdue_pdf"),
    path("weights/", weights.city_weights, name="city_weights"),
    path("followed/", pointing_to_heirs(followed.followed), name="area_followed"),
    path("followed.<table_format:file_format>", followed.followed_file, name="followed_file"),
    path("waiting.<table_format:file_format>", followed.waiting_file, name="waiting_file"),
    path("overdue.<table_format:file_format>", area.overdue_file, name="overdue_file"),
    path("places.<table_format:file_format>", area.places_file, name="places_file"),
    path("teams/", pointing_to_heirs(team_list.team_list), name="team_list"),
    path("teams.<table_format:file_format>", team_list.team_list_file, name="team_list_file"),
    path("hazards/", pointing_to_heirs(hazard_list.hazard_list), name="hazard_list"),
    path(
        "hazards.<table_format:file_format>", hazard_list.hazard_list_file, name="hazard_list_file"
    ),
    path("items/", pointing_to_heirs(item_list.item_list), name="item_list"),
    path("items.<table_format:file_format>", item_list.item_list_file, name="item_list_file"),
    path("map/", pointing_to_heirs(area_map.area_map), name="area_map"),
    path("map.geojson", area_map.area_geojson, name="area_geojson"),
    path("views/<str:shown>/", saved_view.keep, name="saved_view_keep"),
    path("rounds/", pointing_to_heirs(rounds.rounds), name="rounds"),
    path("rounds/skip/", skipped.skip, name="rounds_skip"),
    path("rounds/take-up/", skipped.take_up, name="rounds_take_up"),
    path("rechecks/", pointing_to_heirs(rechecks.rechecks), name="rechecks"),
    path("rechecks.<table_format:file_format>", rechecks.rechecks_file, name="rechecks_file"),
    path("rating/", pointing_to_heirs(rating.rating), name="rating"),
    path("rating/criteria/", rating.rating_criteria, name="rating_criteria"),
    path("rating.<table_format:file_format>", rating.rating_file, name="rating_file"),
    path("print/", pointing_to_heirs(printing.ward_print), name="ward_print"),
    path("print/<int:job_id>/", printing.print_file, name="print_file"),
    path("print/<int:job_id>/cancel/", printing.print_cancel, name="print_cancel"),
    path("print/<int:job_id>/retry/", printing.print_retry, name="print_retry"),
    path("papers/", pointing_to_heirs(papers.area_papers), name="area_papers"),
    path("print/<str:month>/<slug:sheet>.pdf", sheets.area_sheet, name="area_sheet"),
    path("print/<str:month>/<slug:sheet>/", twins.area_twin, name="area_twin"),
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
    path("", include(photos)),
    path("h/<str:token>/", include(by_household)),
    path("calendar/<str:token>.ics", calendar.team_file, name="calendar_file"),
    path("areas/<str:code>/", include(by_area)),
    path("teams/<int:team_id>/", include(by_team)),
    re_path(r"^[kK]/(?P<token>[^/]+)/?$", link.assignment),
    re_path(r"^[hH]/(?P<token>[^/]+)/?$", household_side.household_side),
    re_path(r"^K/?$", link.type_code),
]
