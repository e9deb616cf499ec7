"""One home's visits and hazards: the lowest page of the officers' console."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from firesafety.access import fetch
from households.rules import households_visible_to
from households.views.record_log import log_record_view
from inspections.queries.household_visits import household_record as record_of


@login_required
@require_safe
def household_record(request: HttpRequest, household_id: int) -> HttpResponse:
    """The last twelve months of a home in the officer's own area; leaders and others get 404."""
    on = timezone.localdate()
    visible = households_visible_to(request.user, on=on)
    household = fetch(visible.select_related("neighbourhood__parent"), pk=household_id)
    log_record_view(request, household)
    record = record_of(household, on=on)
    context = {
        "household": household,
        "record": record,
        "open": [(hazard, (on - hazard.found_on).days) for hazard in record.open],
        "on": on,
    }
    return render(request, "inspections/household_record.html", context)
