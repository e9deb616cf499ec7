"""One household as its officer sees it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from households.forms.household import DepartForm, HouseholdForm
from households.models import Household
from households.rules import may_read_record_views
from households.services.household import HouseholdError, depart_household, update_household
from households.views.door import household_for
from households.views.record_log import log_record_view


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def household(request: HttpRequest, household_id: int) -> HttpResponse:
    """Its facts and its stays in teams; POST corrects the facts."""
    on = timezone.localdate()
    found = household_for(request, household_id, on=on)
    if request.method != "POST":
        return _page(request, found, on=on)
    if found.erased_on is not None:
        messages.error(request, _("Dữ liệu của hộ đã xóa, không sửa được nữa."))
        return redirect("household", found.pk)
    form = HouseholdForm(request.POST)
    if form.is_valid():
        try:
            update_household(found, form.cleaned_data)
        except HouseholdError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã sửa thông tin hộ."))
            return redirect("household", found.pk)
    # What is shown above the form is what is saved, not what was typed.
    return _page(request, household_for(request, household_id, on=on), on=on, form=form)


def _page(request: HttpRequest, found: Household, *, on: date, **forms: Any) -> HttpResponse:
    log_record_view(request, found)
    context = {
        "household": found,
        "reads_views": may_read_record_views(request.user, on=on),
        "ward": found.neighbourhood.parent,
        "stays": found.memberships.select_related("team").order_by("-joined_on", "-id"),
        "offices": found.appointments.select_related("team").order_by("-starts_on", "-id"),
        "form": HouseholdForm.of(found),
        "depart": DepartForm(today=on, prefix="depart"),
    }
    return render(request, "households/household.html", context | forms)


@login_required
@require_POST
def depart(request: HttpRequest, household_id: int) -> HttpResponse:
    """Note that the household moved away; its history stays."""
    on = timezone.localdate()
    found = household_for(request, household_id, on=on)
    form = DepartForm(request.POST, today=on, prefix="depart")
    if form.is_valid():
        try:
            depart_household(found, on=form.cleaned_data["on"])
        except HouseholdError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã ghi: hộ rời địa bàn."))
            return redirect("household", found.pk)
    return _page(request, found, on=on, depart=form)
