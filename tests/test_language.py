"""No mixed screens: a page is wholly Vietnamese, or wholly English once the visitor asked for it.

People, streets and places have plain ASCII names here, so a Vietnamese letter on an English page
is a sentence that nobody translated.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from django.views import defaults
from django.views.csrf import csrf_failure

from firesafety.months import Month
from households.models import Household, Membership, Team
from inspections.models import Assignment, Hazard, Inspection, PrintJob, WardOpening
from inspections.printing.catalogue import SHEETS
from inspections.printing.options import Options
from inspections.queries.checklist import items_for
from inspections.services.link import link_token, reissue_link
from inspections.services.opening import request_opening
from inspections.services.pause import pause_team
from inspections.services.photo import store_photo
from inspections.services.print_job import finish_printing
from inspections.services.round import close_rounds, open_round
from inspections.views.wrong_codes import WRONG_CODES_ALLOWED
from tests import factories
from tests.inspections.photos import photo
from tests.inspections.views.stories import record
from tests.touring import FIRE, Tour

# What those people certainly come by, so that a tour that leads nowhere proves nothing.
MET = {
    "leader": {"team", "team_message", "team_checklists", "team_papers", "paper"}
    | {"team_sheet", "team_twin", "assignment_picture"}
    | {"paper_sheet", "team_members", "member", "link_reissue"}
    | {"inspection_photos", "hazard_photos", "photo"},
    "ward officer": {"area", "overdue_pdf", "rounds", "ward_print"}
    | {"area_papers", "area_sheet", "area_twin"}
    | {"print_file", "roster_upload", "roster_blank", "ward_teams", "team_builder"}
    | {"ward_teams_file", "ward_households_file"}
    | {"ward_households", "household", "team", "team_members", "member", "paper_sheet"},
    "city officer": {"area", "area_overdue", "overdue_pdf", "rounds", "team"}
    | {"team_list", "hazard_list", "area_map", "area_geojson", "household_record"}
    | {"team_list_file", "hazard_list_file", "places_file", "overdue_file"}
    | {"team_homes", "team_homes_file", "team_geojson"}
    | {"area_papers", "area_sheet", "area_twin"},
}
ROSTER = (
    b"Ho ten chu ho,So nha,Duong,Khu vuc,So dien thoai,Loai hinh,So nguoi,Vi do,Kinh do\n"
    b"Tran Thi An,12/3,De Tham,Khu vuc 1,912345678,Nha o,4,10.05,105.78\n"
    b"Tran Thi An,12/3,De Tham,Khu vuc 1,0912345679,Nha o,5,,\n"
    b"Le Van Binh,14,De Tham,Khu vuc 3,12,Lau dai,bon,0,0\n"
    b"Le Van Chau,,,Khu vuc 3,01686123456,Cua hang,2,105.78,10.05\n"
    b"Le Van Danh,12-Mar,De Tham,Khu vuc 1,0912345677,Nha tro,900,21.02,105.85\n"
    b",15,De Tham,Khu vuc 1,0912345676,Sap cho,1,,\n"
)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


NOW = at(12, 28)


# ── A small city in which everything has happened ────────────────────────────────────────────────


@pytest.fixture(autouse=True)
def _standing_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        cache.clear()
        yield


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def fail(assignment: Assignment, *, moment: datetime) -> None:
    """A visit that found something of each severity."""
    items = items_for(assignment.round, assignment.inspected)
    worst = {item.severity: item.code for item in items}
    record(assignment, at=moment, **dict.fromkeys(worst.values(), "F"))


def open_month(team: Team, month: int) -> list[Assignment]:
    round = open_round(team, Month(2026, month), at=at(month, 1))
    return list(round.assignments.select_related("round", "inspector", "inspected"))


@pytest.fixture
def city(db):
    return factories.make_city(name="Thanh pho Can Tho")


@pytest.fixture
def ward(city):
    return factories.make_ward(name="Phuong Cai Khe", city=city)


@pytest.fixture
def teams(ward):
    """A busy team, one at rest, one whose people are away, one that ended, one not yet begun."""
    place = factories.make_neighbourhood(ward, "Khu vuc 1")
    busy, resting, away, ended, new = (factories.make_team(place, 4, number=n) for n in range(1, 6))
    for number in range(12):
        factories.make_household(
            factories.make_neighbourhood(ward, "Khu vuc 2") if not number else place
        )
    for household in Household.objects.all():
        household.holder_name, household.street = f"Le Van {household.pk}", "De Tham"
        household.phone = f"09070{household.pk:05d}" if household.pk % 2 else ""
        household.save()
    fail(open_month(busy, 11)[0], moment=at(11, 6))
    close_rounds(on=at(12, 6).date())
    visits = open_month(busy, 12)
    fail(visits[0], moment=at(12, 6))
    for hazard in Hazard.objects.filter(household=visits[0].inspected):
        inspection = Inspection.objects.get(assignment=visits[0])
        store_photo(inspection, photo(), photo_id=uuid4(), code=hazard.code, at=at(12, 6))
    record(visits[1], obstacle="nobody_home", at=at(12, 7))
    open_month(resting, 12)
    pause_team(resting, on=at(12, 10).date())
    Membership.objects.filter(pk__in=away.memberships.values_list("pk", flat=True)[1:]).update(
        away=True
    )
    open_month(away, 12)
    Team.objects.filter(pk=ended.pk).update(disbanded_on=at(12, 1).date())
    ended.memberships.update(left_on=at(12, 1).date())
    Household.objects.filter(pk=ended.memberships.first().household_id).update(
        left_on=at(12, 1).date()
    )
    return {"busy": busy, "resting": resting, "away": away, "ended": ended, "new": new}


@pytest.fixture
def jobs(city, ward, teams, language, tmp_path):
    """Files and openings that wait, are done, and have failed."""
    other = factories.make_ward("31117", "Phuong Ninh Kieu", city)
    factories.make_neighbourhood(other, "Khu vuc 1")
    request_opening(Month(2027, 1), at=NOW)
    WardOpening.objects.filter(ward=ward).update(state=WardOpening.State.DEAD)
    states = ("queued", "dead", "cancelled", "queued")
    rows = [
        PrintJob.objects.create(
            ward=ward,
            month=Month(2026, month).first_day,
            what="checklists",
            language=language,
            options={"size": "large"},
            teams=3,
            state=state,
            requested_at=NOW,
        )
        for month, state in zip((9, 10, 11, 12), states, strict=True)
    ]
    with (tmp_path / "sheets").open("wb+") as file:
        written = [teams["busy"]], Month(2026, 12)
        SHEETS["checklists"].write(file, *written, Options(language), on=NOW.date())
        finish_printing(rows[-1], file, pages=5)


@pytest.fixture
def people(city, ward, teams):
    return {
        "guest": None,
        "nobody in particular": factories.make_user("la"),
        "leader": factories.make_user("lan", leads=teams["busy"]),
        "leader of a new team": factories.make_user("mai", leads=teams["new"]),
        "ward officer": factories.make_user("hanh", duty=ward),
        "city officer": factories.make_user("quang", duty=city),
    }


def client_of(user, language: str) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if user is not None:
        client.force_login(user)
    return client


# ── The stories ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["vi", "en"])
class TestPagesAreInOneLanguage:
    @pytest.mark.parametrize(
        "name",
        [
            "guest",
            "nobody in particular",
            "leader",
            "leader of a new team",
            "ward officer",
            "city officer",
        ],
    )
    @pytest.mark.usefixtures("jobs")
    def test_for_those_who_come_by_the_front_door(self, language, name, people):
        tour = Tour(client_of(people[name], language), language)
        tour.walk("/", "/login/", "/k/", "/k/ABCDE-12345/", "/khong-co/").send_forms()
        assert (tour.mixed, tour.without_number) == (set(), set())
        assert MET.get(name, {"type_code"}) <= tour.met
        assert {path: code for path, code in tour.seen.items() if code != 200} == {
            "/khong-co/": 404,
            "/k/ABCDE-12345/": 404,
        }

    def test_for_a_household_with_its_link(self, language, teams):
        links = [f"/k/{link_token(each)}/" for each in Assignment.objects.select_related("round")]
        tour = Tour(client_of(None, language), language).walk(*links).send_forms()
        assert (tour.mixed, tour.without_number) == (set(), set())

    @pytest.mark.usefixtures("teams")
    def test_for_an_officer_who_hands_in_a_roster(self, language, ward, people):
        client = client_of(people["ward officer"], language)
        tour = Tour(client, language)
        path = f"/wards/{ward.code}/roster/"
        for name, content in (("ho.csv", ROSTER), ("a.csv", b"\x89PNG"), ("b.csv", b"a,b\n1,2\n")):
            sent = client.post(path, {"file": SimpleUploadedFile(name, content)}, follow=True)
            tour.note(f"{path} <- {name}", sent)
        tour.walk(path, within="/roster/").send_forms()
        assert (tour.mixed, tour.without_number) == (set(), set())

    def test_where_something_went_wrong(self, language, rf):
        request = rf.get("/")
        request.user = AnonymousUser()
        with override(language):
            answers = [
                defaults.server_error(request),
                defaults.permission_denied(request, Exception()),
                csrf_failure(request),
            ]
        tour = Tour(Client(), language)
        for answer in answers:
            tour.note(str(answer.status_code), answer)
        assert (tour.mixed, tour.without_number) == (set(), set())

    def test_where_too_many_wrong_codes_were_typed(self, language, db):
        client = client_of(None, language)
        for _time in range(WRONG_CODES_ALLOWED):
            client.get("/k/ABCDE-12345/")
        tour = Tour(client, language)
        tour.visit("/k/ABCDE-12345/")
        assert (tour.seen, tour.mixed) == ({"/k/ABCDE-12345/": 429}, set())

    def test_where_a_link_was_taken_back_or_its_month_is_over(self, language, teams):
        revoked = Assignment.objects.filter(round__month=Month(2026, 12).first_day).first()
        over = Assignment.objects.filter(round__month=Month(2026, 11).first_day).first()
        paths = [f"/k/{link_token(each)}/" for each in (revoked, over)]
        reissue_link(revoked, issue=1, by=None, at=NOW)
        tour = Tour(client_of(None, language), language)
        for path in paths:
            tour.visit(path)
        assert tour.seen == dict.fromkeys(paths, 410)
        assert (tour.mixed, tour.without_number) == (set(), set())

    def test_where_the_codes_on_the_sheets_are_lost(self, language, teams, people, settings):
        settings.SECRET_KEY = "another" * 8
        client = client_of(people["leader"], language)
        path = f"/teams/{teams['busy'].pk}/print/2026-12/checklists.pdf"
        tour = Tour(client, language)
        tour.visit(path)
        assert (tour.seen, tour.mixed) == ({path: 409}, set())


def test_a_roster_handed_in_in_vietnamese_is_read_in_english(ward, people):
    sent = client_of(people["ward officer"], "vi").post(
        f"/wards/{ward.code}/roster/", {"file": SimpleUploadedFile("ho.csv", ROSTER)}
    )
    tour = Tour(client_of(people["ward officer"], "en"), "en").walk(sent.url, within="/roster/")
    assert tour.mixed == set()


def test_the_language_of_the_browser_is_not_followed(client, db):
    answer = client.get("/login/", headers={"accept-language": "en-US,en;q=0.9"})
    assert answer.headers["Content-Language"] == "vi"
    assert FIRE["vi"] in answer.text


def test_the_switch_is_remembered_and_can_be_turned_back(client, db):
    for language in ("en", "vi"):
        switched = client.post("/language/", {"language": language, "next": "/login/"})
        assert switched.url == "/login/"
        assert FIRE[language] in client.get("/login/").text
        assert FIRE[language] in client.get("/k/").text


@pytest.mark.parametrize("value", ["fr", "", "EN", "en-gb", "../en"])
def test_a_cookie_that_means_nothing_is_vietnamese(client, db, value):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = value
    assert client.get("/login/").headers["Content-Language"] == "vi"


def test_a_language_that_is_not_offered_changes_nothing(client, db):
    client.post("/language/", {"language": "fr", "next": "/login/"})
    assert FIRE["vi"] in client.get("/login/").text
