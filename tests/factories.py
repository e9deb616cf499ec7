"""Small makers of rows for tests: each names what a story needs and fills in the rest."""

from __future__ import annotations

from datetime import date
from itertools import count

from firesafety.vietnamese import fold
from households.models import Appointment, Area, Duty, Household, Membership, Team, User
from households.rosters.keys import address_key, name_key
from inspections.services.standing import recount_teams

REFORM = date(2025, 7, 1)
FOUNDED = date(2026, 1, 1)
_numbers = count(1)


def make_city(code: str = "92", name: str = "Thành phố Cần Thơ") -> Area:
    return Area.objects.get_or_create(
        code=code,
        level=Area.Level.CITY,
        defaults={"name": name, "folded_name": fold(name), "valid_from": REFORM},
    )[0]


def make_ward(code: str = "31120", name: str = "Phường Cái Khế", city: Area | None = None) -> Area:
    return Area.objects.create(
        code=code,
        level=Area.Level.WARD,
        name=name,
        folded_name=fold(name),
        parent=city or make_city(),
        valid_from=REFORM,
        latitude=10.05,
        longitude=105.78,
    )


def make_neighbourhood(ward: Area, name: str = "Khu vực 1") -> Area:
    return Area.objects.create(
        code=f"{ward.code}-{fold(name).replace(' ', '-')}",
        level=Area.Level.NEIGHBOURHOOD,
        name=name,
        folded_name=fold(name),
        parent=ward,
        valid_from=REFORM,
    )


def make_household(neighbourhood: Area, name: str | None = None, **fields) -> Household:
    number = next(_numbers)
    name = name or f"Nguyễn Văn {number}"
    fields.setdefault("house_number", str(number))
    fields.setdefault("street", "Nguyễn Trãi")
    fields.setdefault("latitude", 10.05 + number * 1e-4)
    fields.setdefault("longitude", 105.78)
    fields.setdefault("entered_on", FOUNDED)
    return Household.objects.create(
        neighbourhood=neighbourhood,
        holder_name=name,
        address_key=address_key(fields["house_number"], fields["street"]),
        name_key=name_key(name),
        **fields,
    )


def make_team(neighbourhood: Area, size: int = 12, **fields) -> Team:
    """A team of ``size`` new households; the first leads, the second is deputy."""
    fields.setdefault("founded_on", FOUNDED)
    team = Team.objects.create(
        ward=neighbourhood.parent,
        neighbourhood=neighbourhood,
        number=fields.pop("number", next(_numbers)),
        **fields,
    )
    members = [make_household(neighbourhood) for _ in range(size)]
    for household in members:
        Membership.objects.create(team=team, household=household, joined_on=team.founded_on)
    for role, household in zip(("leader", "deputy"), members, strict=False):
        Appointment.objects.create(
            team=team, role=role, household=household, starts_on=team.founded_on
        )
    recount_teams([team.pk])
    return team


def make_user(username: str, *, duty: Area | None = None, leads: Team | None = None) -> User:
    user = User.objects.create_user(username, password="mat-khau-thu")
    if duty is not None:
        Duty.objects.create(user=user, area=duty, starts_on=FOUNDED)
    if leads is not None:
        Appointment.objects.filter(team=leads, role=Appointment.Role.LEADER).update(user=user)
    return user
