"""How long each kind of page takes, and how many queries, on the data that is here now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse

from firesafety.benchmarks import request_times
from firesafety.benchmarks.machine import loop_milliseconds
from firesafety.benchmarks.request_times import measure_page
from firesafety.settling import settle
from households.models import Area, Duty, Team, User
from inspections.models import Assignment, Round
from inspections.services.link import link_token, restore_links


def measure_requests(*, ward: str, on: date) -> dict[str, Any]:
    """Milliseconds and queries of each page of a ward, as officers and households see it.

    Everything happens in a transaction that is rolled back, so the data stays as it was. Raises
    LookupError when the ward has no round to show.
    """
    area = Area.objects.filter(code=ward, valid_to=None).first()
    latest = (
        Round.objects.filter(team__ward=area, month__lte=on)
        .order_by("-month", "team__number")
        .first()
    )
    if area is None or latest is None:
        raise LookupError(f"ward {ward} has no rounds: open a month first")
    settle()  # As a server process does.
    with transaction.atomic():
        officer = User.objects.create_user("benchmark-officer")
        Duty.objects.create(user=officer, area=area.parent or area, starts_on=on)
        client = Client(HTTP_HOST="localhost")
        client.force_login(officer)
        clients = {"city": client}
        pages = {name: measure_page(clients, [("city", url)]) for name, url in _pages(area, latest)}
        transaction.set_rollback(True)
    return {
        "what": f"{request_times.REQUESTS} whole requests a page, one process, nothing cached",
        "loop_milliseconds": round(loop_milliseconds(), 1),
        "pages": pages,
    }


def _pages(area: Area, latest: Round) -> Iterable[tuple[str, str]]:
    team: Team = latest.team
    month = f"{latest.month:%Y-%m}"
    assignment: Assignment = latest.assignments.all()[0]
    # Of a made-up city nobody has ever issued a link.
    restore_links([assignment])
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
