"""The officers' pages of a large city, many requests each: the slowest in twenty counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from firesafety.benchmarks import request_times
from firesafety.benchmarks.machine import loop_milliseconds
from firesafety.benchmarks.request_times import measure_page
from firesafety.settling import settle
from households.models import Area, Duty, Household, Team, User

# Pages that every level has, and what people ask of their lists.
PAGES = {
    "area": ("area", [""]),
    "overdue": ("area_overdue", [f"?page={number}" for number in range(1, 9)]),
    "map": ("area_map", [""]),
    "hazards by item": ("item_list", [""]),
    "followed": ("area_followed", [""]),
    "teams": ("team_list", ["", "?page=2", "?page=3", "?page=99999"]),
    "teams in a state": ("team_list", ["?state=late", "?state=silent", "?state=in_time"]),
    "teams put in order": ("team_list", ["?sort=done", "?sort=-critical", "?sort=-silent"]),
    "teams searched": ("team_list", ["?q=to+12", "?q=nguyen+van+12345", "?q=phuong"]),
    "hazards": ("hazard_list", ["", "?page=2", "?page=99999", "?overdue=on"]),
    "hazards put in order": ("hazard_list", ["?sort=household", "?sort=team", "?sort=-severity"]),
    "hazards searched": ("hazard_list", ["?q=to+12", "?q=van+12345", "?q=duong+7"]),
}
KINDS = 20  # different places per page; each is asked for three times


def measure_console(*, city: str, on: date) -> dict[str, Any]:
    """Median and p95 milliseconds, and the most queries, of each page of a city; beside them what
    a plain loop takes between the pages (``machine.loop_milliseconds``).

    The accounts made for it are rolled back. Raises LookupError when the city has no teams.
    """
    area = Area.objects.filter(code=city, level=Area.Level.CITY, valid_to=None).first()
    if area is None or not Team.objects.filter(ward__parent=area).exists():
        raise LookupError(f"city {city} has no teams")
    settle()  # As a server process does.
    with transaction.atomic():
        clients = {}
        for name, place in _places(area).items():
            officer = User.objects.create_user(f"benchmark-{name}")
            Duty.objects.create(user=officer, area=place, starts_on=on)
            clients[name] = Client(HTTP_HOST="localhost")
            clients[name].force_login(officer)
        pages, loops = {}, []
        for name, urls in _pages(area):
            pages[name] = measure_page(clients, urls)
            loops.append(loop_milliseconds())
        transaction.set_rollback(True)
    return {
        "what": f"{request_times.REQUESTS} whole requests a page, one process, nothing cached",
        "loop_milliseconds": round(median(loops), 1),
        "loop_slowest": round(max(loops), 1),
        **pages,
    }


def _places(city: Area) -> dict[str, Area]:
    ward = Area.objects.filter(parent=city).order_by("pk")[0]
    return {"city": city, "ward": ward}


def _spread(rows: Sequence[Any]) -> list[Any]:
    """Some rows from all over, the same in each run."""
    step = max(1, len(rows) // KINDS)
    return list(rows[::step][:KINDS])


def _pages(city: Area) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Per page its requests: who asks, and for which address."""
    wards = list(Area.objects.filter(parent=city).order_by("pk").values_list("code", flat=True))
    parts = Area.objects.filter(parent__parent=city).order_by("pk").values_list("code", flat=True)
    levels = {"city": [city.code], "ward": _spread(wards), "neighbourhood": _spread(list(parts))}
    for level, codes in levels.items():
        for page, (name, questions) in PAGES.items():
            paths = [f"{reverse(name, args=[code])}{q}" for q in questions for code in codes]
            yield f"{level}, {page}", [("city", path) for path in paths]
    yield "city, rounds", [("city", reverse("rounds", args=[city.code]))]
    own = wards[0]
    for page in ("area", "rounds", "rating", "rechecks", "ward_teams", "ward_households"):
        yield f"its officer's ward, {page}", [("ward", reverse(page, args=[own]))]
    teams = Team.objects.filter(ward__parent=city).order_by("pk").values_list("pk", flat=True)
    for page, name in {"team": "team", "team, homes": "team_homes"}.items():
        yield page, [("city", reverse(name, args=[team])) for team in _spread(list(teams))]
    homes = Household.objects.filter(neighbourhood__parent__parent=city).order_by("pk")
    keys = _spread(list(homes.values_list("pk", flat=True)))
    yield "household", [("city", reverse("household_record", args=[key])) for key in keys]
