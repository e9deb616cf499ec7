"""How long each kind of page takes, and how many queries, on the data that is here now."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import date
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from households.models import Area, Duty, Team, User
from inspections.models import Assignment, Round
from inspections.services.link import link_token

TURNS = 7


def measure_requests(*, ward: str, on: date) -> dict[str, Any]:
    """Median milliseconds and queries of each page of a ward, as officers and households see it.

    Everything happens in a transaction that is rolled back, so the data stays as it was. Raises
    LookupError when the ward has no round to show.
    """
    area = Area.objects.filter(code=ward, valid_to=None).first()
    latest = (
        Round.objects.filter(team__ward=area)
        .filter(month__lte=on)
        .order_by("-month", "team__number")
        .first()
    )
    if area is None or latest is None:
        raise LookupError(f"ward {ward} has no rounds: open a month first")
    with transaction.atomic():
        officer = User.objects.create_user("benchmark-officer")
        Duty.objects.create(user=officer, area=area.parent or area, starts_on=on)
        client = Client(HTTP_HOST="localhost")
        client.force_login(officer)
        pages = {name: _measure(client, url) for name, url in _pages(area, latest)}
        transaction.set_rollback(True)
    return {"what": "median of whole requests, template included, one process", "pages": pages}


def _pages(area: Area, latest: Round) -> Iterable[tuple[str, str]]:
    team: Team = latest.team
    month = f"{latest.month:%Y-%m}"
    assignment: Assignment = latest.assignments.all()[0]
    token = link_token(assignment)
    yield "ward", reverse("area", args=[area.code])
    yield "city", reverse("area", args=[area.parent.code if area.parent else area.code])
    yield "overdue", reverse("area_overdue", args=[area.code])
    yield "rounds", reverse("rounds", args=[area.code])
    yield "teams", reverse("ward_teams", args=[area.code])
    yield "households", reverse("ward_households", args=[area.code])
    yield "team builder", reverse("team_builder", args=[area.code])
    yield "team", reverse("team", args=[team.pk]) + f"?month={month}"
    yield "paper", reverse("paper", args=[team.pk, month])
    yield "household link", reverse("assignment", args=[token])
    yield "household answers", reverse("assignment_answers", args=[token])


def _measure(client: Client, url: str) -> dict[str, float | int]:
    counted: list[str] = []

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        counted.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        response = client.get(url, secure=settings.HTTPS)
    if response.status_code != 200:
        raise LookupError(f"{url} answered {response.status_code}")
    seconds = []
    for _ in range(TURNS):
        started = time.perf_counter()
        client.get(url, secure=settings.HTTPS)
        seconds.append(time.perf_counter() - started)
    return {
        "milliseconds": round(median(seconds) * 1000, 1),
        "queries": len(counted),
        "kilobytes": round(len(response.content) / 1024, 1),
    }
