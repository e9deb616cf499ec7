"""A team's month as its leader sees it, and for its officers what every level of areas shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firesafety.months import Month
from households.models import Team
from households.queries.reform import moves_after
from inspections.forms.hazard_list import AGE_NAMES
from inspections.forms.team_list import STATE_NAMES
from inspections.planning.calendar import OperatingCalendar
from inspections.queries.circle import year_circle
from inspections.queries.closing import is_open, takes_late_paper
from inspections.queries.open_items import lines_of
from inspections.queries.review import coaching_kinds
from inspections.queries.skipped import operating_calendars
from inspections.queries.team_figures import team_figures
from inspections.queries.team_month import TeamMonth, team_month
from inspections.views.circle import draw_circle, why_sentences
from inspections.views.coaching import advice
from inspections.views.door import asked_month, is_supervised, team_for
from inspections.views.items import item_rows
from inspections.views.rates import rate_lines
from inspections.views.sentences import headline, shortage_sentences


@login_required
@require_safe
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """Who goes to whom and how far it is, the sheets, and what is still open."""
    on = timezone.localdate()
    found = team_for(request, team_id, on=on)
    month = asked_month(request, on=on)
    calendar = operating_calendars([found.ward_id])[found.ward_id]
    seen = team_month(found, month, on=on, ahead=calendar.next_working(month))
    day = month.first_day
    # Asked only of a team whose neighbourhood is younger than the month shown.
    moved = found.neighbourhood.valid_from > day
    context = {
        "team": found,
        "place": moves_after([found.pk], day=day).get(found.pk) if moved else None,
        "month": month,
        "this_month": seen,
        "on": on,
        # The month to come opens before it begins; later ones have nothing to show.
        "has_next": month <= Month.of(on),
        "rests": seen.round is None and calendar.rests(month),
        "takes_results": seen.round is not None and is_open(seen.round, on=on),
        "takes_late": seen.round is not None and takes_late_paper(seen.round, on=on),
        "takes_changes": takes_changes(seen, on=on),
        "headline": headline(seen, on=on),
        "shortages": shortage_sentences(seen.shortages),
        "advice": advice(coaching_kinds(found)),
        "supervises": is_supervised(found),
    }
    context |= circle_parts(found, seen, calendar, on=on)
    if is_supervised(found):
        context |= console_parts(seen, on=on)
    return render(request, "inspections/team/team.html", context)


def circle_parts(
    team: Team, seen: TeamMonth, calendar: OperatingCalendar, *, on: date
) -> dict[str, Any]:
    """What the template of the circle needs; nothing without a round."""
    circle = year_circle(team, seen, calendar, on=on)
    if circle is None:
        return {}
    return {
        "circle": draw_circle(circle),
        "why": why_sentences(circle),
        "fits": circle.fits,
        "next_is_planned": circle.is_planned,
        "next_month": circle.next_month,
        "next_pairs": [
            (circle.names[visit.inspector], circle.names[visit.inspected])
            for visit in circle.upcoming
        ],
    }


def console_parts(seen: TeamMonth, *, on: date) -> dict[str, Any]:
    """What an officer looks at on every level: rates, states, and what is open by item and age."""
    figures = team_figures(seen, on=on)
    return {
        "figures": figures,
        "rates": rate_lines(figures.months),
        "states": [(state, STATE_NAMES[state]) for state in figures.states],
        "items": item_rows(lines_of(seen.hazards, on=on)),
        "ages": AGE_NAMES,
    }


def takes_changes(seen: TeamMonth, *, on: date) -> bool:
    """Whether the visits of the month may still be given another day or person."""
    return seen.round is not None and seen.round.closed_on is None and on < seen.round.missed_on
