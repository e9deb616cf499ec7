"""The officers' pages of a large city, many requests each: the slowest in twenty counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from households.models import Area, Duty, Team, User

REQUESTS = 60
KINDS = 20  # different places per page; each is asked for three times


def measure_console(*, city: str, on: date) -> dict[str, Any]:
    """Median and p95 milliseconds, and the most queries, of each page of a city.

    The accounts made for it are rolled back. Raises LookupError when the city has no teams.
    """
    area = Area.objects.filter(code=city, level=Area.Level.CITY, valid_to=None).first()
    if area is None or not Team.objects.filter(ward__parent=area).exists():
        raise LookupError(f"city {city} has no teams")
    with transaction.atomic():
        clients = {}
        for name, place in _places(area).items():
            officer = User.objects.create_user(f"benchmark-{name}")
            Duty.objects.create(user=officer, area=place, starts_on=on)
            clients[name] = Client(HTTP_HOST="localhost")
            clients[name].force_login(officer)
        pages = {name: _measure(clients, urls) for name, urls in _pages(area)}
        transaction.set_rollback(True)
    return {"what": f"{REQUESTS} whole requests a page, one process, nothing cached", **pages}


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
    teams = Team.objects.filter(ward__parent=city).order_by("pk").values_list("pk", flat=True)
    lists = range(1, 9)
    own = wards[0]
    yield "city", [("city", reverse("area", args=[city.code]))]
    yield "city, next pages", [("city", _page("area", city.code, n)) for n in range(2, 5)]
    yield "city, overdue", [("city", _page("area_overdue", city.code, n)) for n in lists]
    yield "ward", [("city", reverse("area", args=[code])) for code in _spread(wards)]
    yield "ward, its officer", [("ward", reverse("area", args=[own]))]
    yield "ward, overdue", [("city", _page("area_overdue", code, 2)) for code in _spread(wards)]
    yield "neighbourhood", [("city", reverse("area", args=[c])) for c in _spread(list(parts))]
    yield "team", [("city", reverse("team", args=[team])) for team in _spread(list(teams))]
    near = list(Team.objects.filter(ward__code=own, ward__valid_to=None).order_by("pk"))
    yield "team, its officer", [("ward", reverse("team", args=[t.pk])) for t in _spread(near)]


def _page(name: str, code: str, number: int) -> str:
    return f"{reverse(name, args=[code])}?page={number}"


def _measure(clients: dict[str, Client], urls: list[tuple[str, str]]) -> dict[str, float | int]:
    counted: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        counted.append(sql)
        return execute(sql, *rest)

    queries, seconds = 0, []
    for who, url in urls:
        counted.clear()
        with connection.execute_wrapper(count):
            response = clients[who].get(url, secure=settings.HTTPS)
        if response.status_code != 200:
            raise LookupError(f"{url} answered {response.status_code}")
        queries = max(queries, len(counted))
    for number in range(REQUESTS):
        who, url = urls[number % len(urls)]
        started = time.perf_counter()
        clients[who].get(url, secure=settings.HTTPS)
        seconds.append(time.perf_counter() - started)
    seconds.sort()
    return {
        "milliseconds": round(median(seconds) * 1000, 1),
        "p95": round(seconds[int(0.95 * len(seconds))] * 1000, 1),
        "queries": queries,
        "kilobytes": round(len(response.content) / 1024, 1),
    }
