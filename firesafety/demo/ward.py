"""The sample ward in the register: area, households, teams, people who sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from firesafety.months import Month
from firesafety.vietnamese import fold
from households.areas_data import read_units
from households.models import Appointment, Area, Duty, Team, User
from households.services.area import load_units
from households.services.roster import apply_import, read_for_ward
from households.services.team import appoint, form_teams_in_ward

from .roster import write_sample_roster

CITY_CODE = "92"
# No such ward exists: made-up people must not stand in a real ward's register.
WARD_CODE = "99912"
WARD_NAME = "Phường Mẫu"
PASSWORD = "mat-khau-thu-12"  # noqa: S105  (for the demo alone, which refuses to run elsewhere)


@dataclass(frozen=True, slots=True)
class Login:
    """Someone who can sign in to the demo."""

    username: str
    full_name: str
    role: str


LOGINS = (
    Login("canbo", "Trần Thị Hạnh", "officer"),
    Login("totruong", "", "leader"),
    Login("thanhpho", "Lê Minh Quang", "city"),
)


def settle_ward(*, households: int, on: date) -> Area:
    """The sample ward with its households in teams; made once, found again afterwards."""
    founded = Month.of(on).plus(-2).first_day
    ward = Area.objects.filter(code=WARD_CODE).first()
    if ward is not None:
        return ward
    with transaction.atomic():
        ward = _make_ward()
        _register(ward, households=households, on=founded)
        form_teams_in_ward(
            ward,
            on=founded,
            size=settings.TEAM_SIZE,
            minimum=settings.TEAM_MINIMUM,
            maximum=settings.TEAM_MAXIMUM,
        )
        teams = list(Team.objects.filter(ward=ward).order_by("number"))
        for team in teams:
            _appoint_first_two(team, on=founded)
        _make_logins(ward, teams[0] if teams else None, on=founded)
    return ward


def _make_ward() -> Area:
    load_units([unit for unit in read_units() if CITY_CODE in (unit.code, unit.parent_code)])
    city = Area.objects.get(code=CITY_CODE, valid_to=None)
    return Area.objects.create(
        level=Area.Level.WARD,
        code=WARD_CODE,
        name=WARD_NAME,
        folded_name=fold(WARD_NAME),
        parent=city,
        valid_from=city.valid_from,
        latitude=city.latitude,
        longitude=city.longitude,
    )


def _register(ward: Area, *, households: int, on: date) -> None:
    """Hand the roster in as a ward would; the file stays for trying the import page."""
    path = Path(settings.VAR_DIR) / "demo" / "danh-sach-ho.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        write_sample_roster(out, households=households)
    apply_import(ward, read_for_ward(ward, path.read_bytes(), name=path.name), on=on)


def _appoint_first_two(team: Team, *, on: date) -> None:
    members = [stay.household for stay in team.memberships.order_by("pk")[:2]]
    for role, household in zip(Appointment.Role, members, strict=False):
        appoint(team, household, role=role, on=on)


def _make_logins(ward: Area, team: Team | None, *, on: date) -> None:
    for login, area in zip(LOGINS, (ward, None, ward.parent), strict=True):
        user = User.objects.create_user(login.username, password=PASSWORD)
        user.full_name = login.full_name
        if area is not None:
            Duty.objects.create(user=user, area=area, starts_on=on)
        elif team is not None:
            leader = team.appointments.select_related("household").get(role="leader")
            user.full_name = leader.household.holder_name
            appoint(team, leader.household, role=Appointment.Role.LEADER, user=user, on=on)
        user.save()
