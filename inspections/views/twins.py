"""Every sheet as a page, from the same values: PDF cannot be read aloud, these pages can.

A sheet of the catalogue has a template of its name, which is handed its values as ``sheets``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from firesafety.downloads import private_file
from inspections.printing.catalogue import AREA_SHEETS, TEAM_SHEETS
from inspections.views.door import area_for, read_month, team_for
from inspections.views.options import asked_options, options_query
from inspections.views.sheets import (
    begun_month,
    find_sheet,
    lacks_links,
    lost_links,
)


@login_required
@require_safe
def team_twin(request: HttpRequest, team_id: int, month: str, sheet: str) -> HttpResponse:
    """One of a team's sheets of a month as a page; raises Http404 where there is none."""
    on = timezone.localdate()
    team = team_for(request, team_id, on=on)
    wanted, options = read_month(month), asked_options(request)
    found = find_sheet(TEAM_SHEETS, sheet)
    if lacks_links(found, team, wanted):
        return lost_links(request, team, wanted, found, options)
    return _page(
        request,
        sheet,
        found.values([team], wanted, found.fitting(options), on=on),
        pdf=reverse("team_sheet", args=[team.pk, wanted, sheet]) + options_query(found, options),
        back=f"{reverse('team_papers', args=[team.pk])}?month={wanted}",
        back_words=_("Giấy tờ của %(name)s") % {"name": team},
    )


@login_required
@require_safe
def area_twin(request: HttpRequest, code: str, month: str, sheet: str) -> HttpResponse:
    """One of an area's sheets as a page: today's, or as a past month ended; raises Http404."""
    on = timezone.localdate()
    area = area_for(request, code, on=on)
    wanted, options = begun_month(month, on=on), asked_options(request)
    found = find_sheet(AREA_SHEETS, sheet)
    query = options_query(found, options)
    month_query = f"?month={wanted}" + query.replace("?", "&", 1)
    return _page(
        request,
        sheet,
        found.values(area, wanted, found.fitting(options), on=on),
        pdf=reverse("area_sheet", args=[area.code, wanted, sheet]) + query,
        back=reverse("area_papers", args=[area.code]) + month_query,
        back_words=_("Giấy tờ của %(name)s") % {"name": area.name},
    )


def _page(request: HttpRequest, sheet: str, values: Iterable[Any], **context: str) -> HttpResponse:
    sheets = list(values)
    if not sheets:
        raise Http404
    response = render(request, f"inspections/twins/{sheet}.html", {"sheets": sheets, **context})
    return private_file(response)
