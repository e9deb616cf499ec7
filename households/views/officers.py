"""Officers below one's own area: inviting them, giving and ending their duties."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from firesafety.access import fetch
from firesafety.vietnamese import clean_text
from households.forms.officer import DutyForm, EndDutyForm, OfficerForm
from households.models import Duty, User
from households.queries.officer import has_factor, with_duties
from households.rules import areas_below, may_manage_officers, officers_managed_by
from households.services.officer import (
    OfficerError,
    create_officer,
    end_duty,
    give_duty,
    invitation_link,
    remove_second_factor,
)

ROWS_PER_PAGE = 50


def _enter(request: HttpRequest, *, on: date) -> None:
    """Raise Http404 for whoever has nobody below."""
    if not may_manage_officers(request.user, on=on):
        raise Http404


def _officer(request: HttpRequest, user_id: int, *, on: date) -> User:
    return fetch(officers_managed_by(request.user, on=on), pk=user_id)


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - login_required let no one else in.
    return request.user


@login_required
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """Everyone below, by name; ``?q=`` narrows the list."""
    on = timezone.localdate()
    _enter(request, on=on)
    words = clean_text(request.GET.get("q", ""))[:100]
    found = with_duties(officers_managed_by(request.user, on=on), on=on, search=words)
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "households/officers.html", {"page": page, "q": words})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def officer_new(request: HttpRequest) -> HttpResponse:
    """A new account with its duty; the answer shows the one-time link."""
    on = timezone.localdate()
    _enter(request, on=on)
    posted = request.POST if request.method == "POST" else None
    form = OfficerForm(posted, areas=areas_below(request.user, on=on), today=on)
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            user = create_officer(
                given.pop("username"), given.pop("area"), **given, by=_me(request)
            )
        except OfficerError as error:
            form.add_error(None, str(error))
        else:
            return _link_page(request, user)
    status = 422 if form.errors else 200
    return render(request, "households/officer_new.html", {"form": form}, status=status)


@never_cache
def _link_page(request: HttpRequest, user: User) -> HttpResponse:
    context = {
        "officer": user,
        "link": invitation_link(user),
        "hours": settings.INVITATION_HOURS,
    }
    return render(request, "households/officer_link.html", context)


@login_required
@require_safe
def officer(request: HttpRequest, user_id: int) -> HttpResponse:
    """One officer: duties, and the ways back in."""
    on = timezone.localdate()
    return _officer_page(request, _officer(request, user_id, on=on), on=on)


def _officer_page(request: HttpRequest, found: User, *, on: date, **forms: Any) -> HttpResponse:
    duties = found.duties.select_related("area", "given_by", "ended_by").order_by("-starts_on")
    context: dict[str, Any] = {
        "officer": found,
        "duties": [(duty, duty.ends_on is None or duty.ends_on >= on) for duty in duties],
        "has_factor": has_factor(found),
        "form": DutyForm(areas=areas_below(request.user, on=on), today=on),
        "end": EndDutyForm(today=on, prefix="end"),
    }
    context |= forms
    status = 422 if context["form"].errors or context["end"].errors else 200
    return render(request, "households/officer.html", context, status=status)


@login_required
@require_POST
def officer_duty(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give one more duty below one's own area."""
    on = timezone.localdate()
    found = _officer(request, user_id, on=on)
    form = DutyForm(request.POST, areas=areas_below(request.user, on=on), today=on)
    if form.is_valid():
        try:
            give_duty(found, **form.cleaned_data, by=_me(request))
        except OfficerError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã giao địa bàn."))
            return redirect("officer", found.pk)
    return _officer_page(request, found, on=on, form=form)


@login_required
@require_POST
def duty_end(request: HttpRequest, user_id: int, duty_id: int) -> HttpResponse:
    """End a duty from a day on."""
    on = timezone.localdate()
    found = _officer(request, user_id, on=on)
    below = areas_below(request.user, on=on)
    duty = fetch(Duty.objects.filter(user=found, area__in=below), pk=duty_id)
    form = EndDutyForm(request.POST, today=on, prefix="end")
    if form.is_valid():
        end_duty(duty, on=form.cleaned_data["on"], by=_me(request))
        messages.success(request, _("Đã ghi: thôi phụ trách."))
        # The last duty gone, the officer is nobody's any more and has no page.
        still = officers_managed_by(request.user, on=on).filter(pk=found.pk).exists()
        return redirect("officer", found.pk) if still else redirect("officers")
    return _officer_page(request, found, on=on, end=form)


@login_required
@require_POST
def officer_link(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new one-time link, for an invitation that ran out or a password that was forgotten."""
    return _link_page(request, _officer(request, user_id, on=timezone.localdate()))


@login_required
@require_POST
def officer_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """Forget the second factor of someone who lost the telephone."""
    found = _officer(request, user_id, on=timezone.localdate())
    remove_second_factor(found)
    messages.success(request, _("Đã gỡ bước xác nhận thứ hai của %(name)s.") % {"name": found})
    return redirect("officer", found.pk)
