"""Months in which an area rests: set on the page of its rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firesafety.months import Month
from households.models import User
from inspections.forms.month import MonthForm
from inspections.forms.skipped import SkipForm
from inspections.services.skipped import SkipRefused, skip_month, take_up_month
from inspections.views.door import supervised_ward_or_city

MONTHS_AHEAD = 15  # the whole of next Tết, whenever one thinks of it


def months_ahead(on: date) -> Sequence[Month]:
    """This month and those that may be planned for."""
    return [Month.of(on).plus(number) for number in range(MONTHS_AHEAD)]


@login_required
@require_POST
def skip(request: HttpRequest, code: str) -> HttpResponse:
    """Let the area rest in a month that is not open yet."""
    on = timezone.localdate()
    area = supervised_ward_or_city(request, code, on=on)
    form = SkipForm(request.POST, months=months_ahead(on))
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect("rounds", area.code)
    month = form.chosen()
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    try:
        skip_month(area, month, note=form.cleaned_data["note"], by=request.user, at=timezone.now())
    except SkipRefused as refused:
        messages.error(request, str(refused))
    else:
        words = {"area": area.name, "month": f"{month.first_day:%m/%Y}"}
        messages.success(request, _("%(area)s nghỉ tháng %(month)s.") % words)
    return redirect("rounds", area.code)


@login_required
@require_POST
def take_up(request: HttpRequest, code: str) -> HttpResponse:
    """Let the area work in the month after all."""
    on = timezone.localdate()
    area = supervised_ward_or_city(request, code, on=on)
    form = MonthForm(request.POST, months=months_ahead(on))
    if form.is_valid() and take_up_month(area, form.chosen(), on=on):
        words = {"month": f"{form.chosen().first_day:%m/%Y}"}
        messages.success(request, _("Tháng %(month)s lại kiểm tra như thường.") % words)
    return redirect("rounds", area.code)
