"""One table: every named address of the site, and who gets in.

The addresses come from the resolver, so one that is added without a line here fails the test. A
line says who gets in by which method; all others must be sent to sign in, or be told that there
is no such page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from firesafety.months import Month
from households.services.officer import invitation_link
from households.services.roster_import import receive_roster
from inspections.models import Delivery, Hazard, Message, PrintJob, SavedView, Telling
from inspections.services.calendar import calendar_url, issue_calendar
from inspections.services.link import link_token
from inspections.services.photo import store_photo
from inspections.services.round import open_round
from tests.factories import make_neighbourhood, make_team, make_user, make_ward
from tests.inspections.household_links import household_url
from tests.inspections.photos import photo
from tests.inspections.views.stories import record

AGAIN = "/login/again/"
NOON = datetime(2026, 12, 12, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DECEMBER = Month(2026, 12)

EVERYBODY = frozenset(
    {
        "guest",
        "household",
        "stranger",
        "leader",
        "leader of another team",
        "officer",
        "officer of another ward",
        "city officer",
    }
)
SIGNED_IN = EVERYBODY - {"guest", "household"}
CITY = frozenset({"city officer"})
OFFICERS = CITY | {"officer"}
WITH_LEADER = OFFICERS | {"leader"}
ANY_OFFICER = OFFICERS | {"officer of another ward"}
HOLDER = frozenset({"household"})
NOBODY: frozenset[str] = frozenset()

# name → who gets in by GET, who by POST with nothing filled in. None: the method is not allowed.
TABLE: dict[str, tuple[frozenset[str] | None, frozenset[str] | None]] = {
    # The month's work
    "home": (EVERYBODY, None),
    "type_code": (EVERYBODY, EVERYBODY),
    "assignment": (HOLDER, None),
    "assignment_answers": (HOLDER, HOLDER),
    "assignment_obstacle": (HOLDER, HOLDER),
    "assignment_calendar": (HOLDER, None),
    "assignment_sent": (HOLDER, None),
    "calendar_file": (HOLDER, None),
    "team": (WITH_LEADER, None),
    "team_message": (WITH_LEADER, None),
    "team_checklists": (WITH_LEADER, WITH_LEADER),
    "team_summary": (WITH_LEADER, None),
    "team_calendar": (WITH_LEADER, WITH_LEADER),
    "team_rotation": (WITH_LEADER, WITH_LEADER),
    "round_repair": (WITH_LEADER, WITH_LEADER),
    "paper": (WITH_LEADER, None),
    "paper_sheet": (WITH_LEADER, WITH_LEADER),
    "area": (OFFICERS, None),
    "area_overdue": (OFFICERS, None),
    "overdue_pdf": (OFFICERS, None),
    "rounds": (OFFICERS, OFFICERS),
    "rounds_file": (OFFICERS, None),
    "rounds_skip": (None, OFFICERS),
    "rounds_take_up": (None, OFFICERS),
    "ward_print": (OFFICERS, OFFICERS),
    "print_file": (OFFICERS, None),
    "print_cancel": (None, OFFICERS),
    "print_retry": (None, OFFICERS),
    "team_twin": (WITH_LEADER, None),
    "area_twin": (OFFICERS, None),
    "team_papers": (WITH_LEADER, None),
    "followed_file": (OFFICERS, None),
    "waiting_file": (OFFICERS, None),
    "rechecks_file": (OFFICERS, None),
    "team_homes": (OFFICERS, None),
    "team_homes_file": (OFFICERS, None),
    "team_geojson": (OFFICERS, None),
    "team_sheet": (WITH_LEADER, WITH_LEADER),
    "area_papers": (OFFICERS, None),
    "area_sheet": (OFFICERS, None),
    "assignment_picture": (WITH_LEADER, None),
    "area_followed": (OFFICERS, None),
    "city_weights": (CITY, CITY),
    "overdue_file": (OFFICERS, None),
    "places_file": (OFFICERS, None),
    "team_list": (OFFICERS, None),
    "team_list_file": (OFFICERS, None),
    "hazard_list": (OFFICERS, None),
    "hazard_list_file": (OFFICERS, None),
    "item_list": (OFFICERS, None),
    "item_list_file": (OFFICERS, None),
    "area_map": (OFFICERS, None),
    "area_geojson": (OFFICERS, None),
    "saved_view_keep": (None, OFFICERS),
    "saved_view_drop": (None, frozenset({"officer"})),
    "household_record": (OFFICERS, None),
    # Links, photos and the two sides of a visit
    "worker": (EVERYBODY, None),
    "manifest": (EVERYBODY, None),
    "no_signal": (EVERYBODY, None),
    "assignment_photos": (HOLDER, HOLDER),
    "assignment_photo": (HOLDER, None),
    "assignment_photo_small": (HOLDER, None),
    "assignment_photo_remove": (None, NOBODY),
    "photo": (WITH_LEADER, None),
    "photo_small": (WITH_LEADER, None),
    "hazard_photos": (WITH_LEADER, None),
    "inspection_photos": (WITH_LEADER, None),
    "link_reissue": (WITH_LEADER, WITH_LEADER),
    "team_card": (WITH_LEADER, None),
    "household_side": (HOLDER, None),
    "household_reply": (HOLDER, HOLDER),
    "household_day": (HOLDER, HOLDER),
    "household_fixed": (HOLDER, HOLDER),
    "household_photo": (HOLDER, None),
    "household_photo_small": (HOLDER, None),
    "two_sides": (WITH_LEADER, NOBODY),
    "household_card": (WITH_LEADER, WITH_LEADER),
    "household_link_revoke": (WITH_LEADER, WITH_LEADER),
    "visit_change": (WITH_LEADER, WITH_LEADER),
    "paper_pile": (WITH_LEADER, WITH_LEADER),
    "paper_mark": (None, WITH_LEADER),
    "team_pause": (WITH_LEADER, WITH_LEADER),
    "paper_conflict": (WITH_LEADER, WITH_LEADER),
    # Reminders, spot checks, ratings
    "inbox": (SIGNED_IN, None),
    "message_read": (None, frozenset({"leader"})),
    "team_told": (WITH_LEADER, WITH_LEADER),
    "send_again": (None, WITH_LEADER),
    "delivery_report": (None, NOBODY),
    "rechecks": (OFFICERS, None),
    "spot_check": (OFFICERS, OFFICERS),
    "rating": (OFFICERS, None),
    "rating_file": (OFFICERS, None),
    "rating_criteria": (CITY, CITY),
    "team_rating": (WITH_LEADER, OFFICERS),
    # The registry
    "roster_upload": (OFFICERS, OFFICERS),
    "roster_blank": (OFFICERS, None),
    "roster": (OFFICERS, None),
    "roster_apply": (None, OFFICERS),
    "roster_report": (OFFICERS, None),
    "ward_teams": (OFFICERS, None),
    "ward_teams_file": (OFFICERS, None),
    "ward_households": (OFFICERS, None),
    "ward_households_file": (OFFICERS, None),
    "team_builder": (OFFICERS, OFFICERS),
    "team_map": (OFFICERS, None),
    "team_repair": (OFFICERS, OFFICERS),
    "team_undo": (OFFICERS, OFFICERS),
    "team_members": (WITH_LEADER, None),
    "team_admit": (None, OFFICERS),
    "team_end": (None, OFFICERS),
    "member": (WITH_LEADER, None),
    "member_availability": (None, WITH_LEADER),
    "member_effect": (OFFICERS, None),
    "member_move": (None, OFFICERS),
    "member_office": (None, OFFICERS),
    "member_relieve": (None, OFFICERS),
    "household": (OFFICERS, OFFICERS),
    "household_depart": (None, OFFICERS),
    "household_export": (OFFICERS, OFFICERS),
    "household_erase": (OFFICERS, OFFICERS),
    "household_views": (CITY, None),
    "record_views": (CITY, None),
    # Officers of the ward, whom only the city manages
    "officers": (ANY_OFFICER, None),
    "officer_new": (ANY_OFFICER, ANY_OFFICER),
    "officer": (CITY, None),
    "officer_duty": (None, CITY),
    "duty_end": (None, CITY),
    "officer_link": (None, CITY),
    "officer_factor": (None, CITY),
    # One's own account; those who are signed in are led past the doors. Nobody here has a second
    # factor yet, and the one key that there is belongs to somebody else.
    "login": (EVERYBODY, EVERYBODY),
    "account_login": (EVERYBODY, EVERYBODY),
    "logout": (None, EVERYBODY),
    "account_logout": (None, EVERYBODY),
    "account_inactive": (EVERYBODY, None),
    "mfa_authenticate": (SIGNED_IN, SIGNED_IN),
    "choose_password": (EVERYBODY, EVERYBODY),
    "account": (SIGNED_IN, None),
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_reauthenticate": (SIGNED_IN, SIGNED_IN),
    "usersessions_list": (SIGNED_IN, SIGNED_IN),
    "session_end": (None, CITY),
    "mfa_index": (SIGNED_IN, None),
    "mfa_reauthenticate": (NOBODY, NOBODY),
    "mfa_activate_totp": (SIGNED_IN, SIGNED_IN),
    "mfa_deactivate_totp": (NOBODY, NOBODY),
    "mfa_view_recovery_codes": (NOBODY, None),
    "mfa_generate_recovery_codes": (SIGNED_IN, SIGNED_IN),
    "mfa_download_recovery_codes": (NOBODY, None),
    "mfa_list_webauthn": (SIGNED_IN, None),
    "mfa_add_webauthn": (SIGNED_IN, SIGNED_IN),
    "mfa_reauthenticate_webauthn": (NOBODY, NOBODY),
    "mfa_edit_webauthn": (NOBODY, NOBODY),
    "mfa_remove_webauthn": (NOBODY, NOBODY),
    # The site
    "set_language": (EVERYBODY, EVERYBODY),
    "health": (EVERYBODY, None),
}


def patterns(resolver, prefix="") -> Iterator[tuple[str, URLPattern]]:
    """Every address in the resolver, with the ``namespace:`` of an app of its own."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield prefix, pattern
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from patterns(pattern, inner)


ALL = {prefix + each.name for prefix, each in patterns(get_resolver()) if each.name}
ADMIN = sorted(name for name in ALL if name.startswith("admin:"))


@pytest.fixture(autouse=True)
def _noon(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False):
        cache.clear()
        yield


@pytest.fixture
def team(neighbourhood):
    return make_team(neighbourhood, 4, number=7)


@pytest.fixture
def people(ward, neighbourhood, team, officer, city_officer, stranger):
    other_ward = make_ward("31135", "Phường Tân An", ward.parent)
    return {
        "guest": None,
        "household": None,
        "stranger": stranger,
        "leader": make_user("lan", leads=team),
        "leader of another team": make_user("mai", leads=make_team(neighbourhood, 3, number=8)),
        "officer": officer,
        "officer of another ward": make_user("dung", duty=make_neighbourhood(other_ward).parent),
        "city officer": city_officer,
    }


@pytest.fixture
def address(ward, team, people, officer, city_officer):
    """Where a name leads for somebody: the same team, ward and household for all. Only who holds
    a link has its token; the others try one of their own making."""
    round = open_round(team, DECEMBER, at=NOON)
    visit = round.assignments.select_related("round").first()
    stay = team.memberships.first()
    roster = receive_roster(ward, b"Chu ho,So nha\nAn,1\n", name="a.csv", by=officer, at=NOON)
    job = PrintJob(ward=ward, month=DECEMBER.first_day, what="checklists", language="vi")
    job.requested_at, job.state = NOON, PrintJob.State.DONE
    job.file.save("ward.pdf", ContentFile(b"%PDF-1.4"))
    calendar = calendar_url(issue_calendar(team)).split("/")[-1].removesuffix(".ics")
    key = Authenticator.objects.create(user=make_user("khoa"), type="webauthn", data={"name": "K"})
    session = UserSession.objects.create(user=city_officer, session_key="far", ip="127.0.0.1")
    done = round.assignments.select_related("round", "inspected")[1]
    record(done, DIEN_01="F")
    hazard = Hazard.objects.get()
    shown, _new = store_photo(done.inspection, photo(), photo_id=uuid4(), code="DIEN-01", at=NOON)
    own = household_url(done.inspected, DECEMBER).rstrip("/").split("/")[-1]
    of_photo = {"assignment_photos": [], "assignment_photo_remove": []}
    of_photo["assignment_photo"] = of_photo["assignment_photo_small"] = [shown.client_id]
    of_household = {
        "household_side": [],
        "household_reply": [done.pk],
        "household_day": [done.pk],
        "household_fixed": [hazard.pk],
        "household_photo": [shown.client_id],
        "household_photo_small": [shown.client_id],
    }
    told = Message.objects.create(
        key="x", user=people["leader"], rung="leader", on=NOON.date(), language="vi",
        subject="x", text="x", brief="x", created_at=NOON,
    )  # fmt: skip
    Telling.objects.create(message=told, team=team, rung="leader", concern="round:1", on=told.on)
    sending = Delivery.objects.create(
        message=told, channel="console", address="x", state="dead", send_after=NOON
    )
    view = SavedView.objects.create(
        user=officer, area=ward, shown="teams", name="a", name_key="a", saved_at=NOON
    )
    uid, token = invitation_link(officer).rstrip("/").split("/")[-2:]
    arguments = {
        "team": [team.pk],
        "team_message": [team.pk, "2026-12"],
        "team_checklists": [team.pk, "2026-12"],
        "team_summary": [team.pk, "2026-12"],
        "team_calendar": [team.pk],
        "team_rotation": [team.pk],
        "round_repair": [team.pk, "2026-12"],
        "paper": [team.pk, "2026-12"],
        "paper_sheet": [team.pk, "2026-12", visit.pk],
        "print_file": [ward.code, job.pk],
        "print_cancel": [ward.code, job.pk],
        "print_retry": [ward.code, job.pk],
        "team_twin": [team.pk, "2026-12", "assignments"],
        "team_papers": [team.pk],
        "followed_file": [ward.code, "csv"],
        "rounds_file": [ward.code, "csv"],
        "waiting_file": [ward.code, "csv"],
        "rechecks_file": [ward.code, "csv"],
        "team_homes": [team.pk],
        "team_homes_file": [team.pk, "csv"],
        "team_geojson": [team.pk],
        "team_sheet": [team.pk, "2026-12", "checklists"],
        "area_papers": [ward.code],
        "area_sheet": [ward.code, "2026-12", "overdue"],
        "area_twin": [ward.code, "2026-12", "overdue"],
        "assignment_picture": [team.pk, "2026-12"],
        "city_weights": [ward.parent.code],
        "rating_criteria": [ward.parent.code],
        "rating_file": [ward.code, "csv"],
        "overdue_file": [ward.code, "csv"],
        "places_file": [ward.code, "csv"],
        "team_list_file": [ward.code, "csv"],
        "ward_teams_file": [ward.code, "csv"],
        "ward_households_file": [ward.code, "xlsx"],
        "hazard_list_file": [ward.code, "csv"],
        "item_list_file": [ward.code, "csv"],
        "saved_view_keep": [ward.code, "teams"],
        "saved_view_drop": [view.pk],
        "household_record": [stay.household_id],
        "photo": [shown.client_id],
        "photo_small": [shown.client_id],
        "hazard_photos": [hazard.pk],
        "inspection_photos": [team.pk, "2026-12", done.pk],
        "link_reissue": [team.pk, "2026-12", visit.pk],
        "team_card": [team.pk, "2026-12", visit.pk],
        "two_sides": [team.pk, "2026-12"],
        "household_card": [team.pk, "2026-12", done.inspected_id],
        "household_link_revoke": [team.pk, "2026-12", done.inspected_id],
        "visit_change": [team.pk, "2026-12", visit.pk],
        "paper_pile": [team.pk, "2026-12"],
        "paper_mark": [team.pk, "2026-12"],
        "team_pause": [team.pk],
        "paper_conflict": [team.pk, "2026-12", done.pk],
        "message_read": [told.pk],
        "team_told": [team.pk],
        "send_again": [team.pk, sending.pk],
        "spot_check": [done.inspection.pk],
        "team_rating": [team.pk],
        "roster": [roster.pk],
        "roster_apply": [roster.pk],
        "roster_report": [roster.pk, "csv"],
        "officer": [officer.pk],
        "officer_duty": [officer.pk],
        "officer_link": [officer.pk],
        "officer_factor": [officer.pk],
        "duty_end": [officer.pk, officer.duties.get().pk],
        "choose_password": [uid, token],
        "session_end": [session.pk],
        "mfa_edit_webauthn": [key.pk],
        "mfa_remove_webauthn": [key.pk],
    }
    wards = {"area", "area_overdue", "overdue_pdf", "rounds", "rounds_skip", "rounds_take_up"}
    wards |= {"area_followed", "rechecks", "rating"}
    wards |= {"team_list", "hazard_list", "item_list", "area_map", "area_geojson"}
    wards |= {"ward_print", "roster_upload", "roster_blank", "ward_teams", "ward_households"}
    wards |= {"team_builder", "team_map", "team_repair", "team_undo"}

    def find(name: str, who: str) -> str:
        if name in arguments:
            return reverse(name, args=arguments[name])
        if name in of_photo:
            token = link_token(done) if who == "household" else "ABCDE-12345"
            return reverse(name, args=[token, *of_photo[name]])
        if name in of_household:
            token = own if who == "household" else "ABCDE-12345"
            return reverse(name, args=[token, *of_household[name]])
        if name.startswith("assignment"):
            token = link_token(visit) if who == "household" else "ABCDE-12345"
            return reverse(name, args=[token])
        if name == "calendar_file":
            return reverse(name, args=[calendar if who == "household" else "ABCDE"])
        if name in wards:
            return reverse(name, args=[ward.code])
        if name.startswith("household"):
            return reverse(name, args=[stay.household_id])
        if name == "member" or name.startswith("member_"):
            return reverse(name, args=[team.pk, stay.pk])
        if name in {"team_members", "team_admit", "team_end"}:
            return reverse(name, args=[team.pk])
        return reverse(name, args=arguments.get(name, []))

    return find


def inside(response) -> bool:
    """Whether somebody got in: not sent to sign in, not told that there is no such page."""
    if response.status_code == 302:
        return response.url.split("?")[0] not in (reverse("login"), reverse("admin:login"), AGAIN)
    if response.streaming:
        b"".join(response.streaming_content)  # Reading a file to its end closes it.
    assert response.status_code < 500
    return response.status_code not in (403, 404, 405, 429)


def visitor(user) -> Client:
    """Somebody at the door, who has just given the password once more."""
    client = Client()
    if user is not None:
        client.force_login(user)
        client.post(AGAIN, {"password": "mat-khau-thu"})
    return client


def let_in(visitors, paths, method) -> frozenset[str]:
    """Who gets in. What a visit changed is taken back, so that the next finds all as it was."""
    found = set()
    for who, client in visitors.items():
        with transaction.atomic():
            if inside(getattr(client, method)(paths(who))):
                found.add(who)
            transaction.set_rollback(True)
    return frozenset(found)


@pytest.fixture
def visitors(people):
    cache.clear()
    return {who: visitor(user) for who, user in people.items()}
